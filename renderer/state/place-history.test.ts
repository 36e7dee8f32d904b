import { expect, it } from 'vitest';
import { firstPlace, nextPlace, placesMaximum, previousPlace, visit } from './place-history.ts';
import type { PlaceHistory } from './place-history.ts';

const start = firstPlace('local/host');

it('goes back and forward, and stops at both ends', () => {
  const there = visit(visit(start, 'local/disks'), 'local/volumes');
  const back = previousPlace(there);
  expect(back.places[back.at]).toBe('local/disks');
  expect(nextPlace(back)).toEqual(there);
  expect(nextPlace(there)).toEqual(there);
  expect(previousPlace(previousPlace(previousPlace(there))).at).toBe(0);
});

it('drops what lay ahead when one goes elsewhere, and notes no place twice running', () => {
  const elsewhere = visit(previousPlace(visit(start, 'local/disks')), 'local/volumes');
  expect(elsewhere.places).toEqual(['local/host', 'local/volumes']);
  expect(visit(elsewhere, 'local/volumes')).toEqual(elsewhere);
});

it('is bounded', () => {
  let history: PlaceHistory = start;
  for (let count = 0; count < placesMaximum * 2; count += 1) history = visit(history, `local/group:${count}`);
  expect(history.places).toHaveLength(placesMaximum);
  expect(history.places[history.at]).toBe(`local/group:${placesMaximum * 2 - 1}`);
});
