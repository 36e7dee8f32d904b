import { expect, test } from 'vitest';
import { clientNames } from './client-names.ts';

test('clients over TCP have their addresses; those on a Unix socket are counted', () => {
  const local = { address: 'unix:/state/nbd/dg1.sock' };
  expect(clientNames([])).toEqual([]);
  expect(clientNames([local])).toEqual(['1 connection on the Unix socket']);
  expect(clientNames([local, { address: '10.0.0.1:5' }, local, local, local])).toEqual(['10.0.0.1:5', '4 connections on the Unix socket']);
});
