import { beforeEach, expect, it } from 'vitest';
import { entryLengthMaximum, isNumbers, isText, isTexts, recall, remember } from './memory.ts';

beforeEach(() => window.localStorage.clear());

it('gives back what it was given', () => {
  remember('tab', 'access');
  remember('tree', ['local/host']);
  remember('panes', { left: 20 });
  expect([recall('tab', isText), recall('tree', isTexts), recall('panes', isNumbers)]).toEqual(['access', ['local/host'], { left: 20 }]);
});

it('forgets what it does not know', () => {
  remember('tab', { another: 'version' });
  window.localStorage.setItem('plexus.console.1.tree', '{not json');
  expect([recall('tab', isText), recall('tree', isTexts), recall('never', isText)]).toEqual([null, null, null]);
  expect([isNumbers(null), isNumbers({ left: 'x' }), isTexts('x')]).toEqual([false, false, false]);
});

it('keeps no entry beyond its bound', () => {
  remember('tab', 'x'.repeat(entryLengthMaximum));
  expect(window.localStorage.length).toBe(0);
});
