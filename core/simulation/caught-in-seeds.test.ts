import { describe, expect, it } from 'vitest';
import { sabotages } from '../model/sabotage.ts';
import { caughtInSeeds } from './caught-in-seeds.ts';

describe('every deliberate bug', () => {
  it('is caught by the seeds or by a unit test that names it', () => {
    const texts = Object.values(import.meta.glob('../**/*.test.ts', { query: '?raw', import: 'default', eager: true }));
    const elsewhere = sabotages.filter((name) => !caughtInSeeds.includes(name));
    expect(texts.length).toBeGreaterThan(100);
    expect(elsewhere.filter((name) => !texts.some((text) => text.includes(`'${name}'`)))).toEqual([]);
  });
});
