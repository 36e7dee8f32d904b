import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LoginLimits, countedMaximum, failuresFreeOfAddress, failuresFreeOfUser, forgottenSeconds, waitFirstSeconds, waitLongestSeconds }
  from './login-limits.ts';

function limits(): { readonly limits: LoginLimits; pass(seconds: number): void } {
  let now = 0;
  return { limits: new LoginLimits(() => now), pass: (seconds) => (now += seconds) };
}

test('some failures are free; each further one doubles the wait, up to a bound', () => {
  const { limits: at, pass } = limits();
  const waits: number[] = [];
  for (let failure = 0; failure < failuresFreeOfUser + 12; failure += 1) {
    at.failed('10.0.0.1', 'ada');
    waits.push(at.waitSeconds('10.0.0.1', 'ADA'));
    pass(at.waitSeconds('10.0.0.1', 'ada'));
  }
  expect(waits.slice(0, failuresFreeOfUser + 3)).toEqual([0, 0, 0, 0, waitFirstSeconds, waitFirstSeconds * 2, waitFirstSeconds * 4]);
  expect(waits.at(-1)).toBe(waitLongestSeconds);
});

test('a user is not shut out by who fails from elsewhere', () => {
  const { limits: at } = limits();
  for (let failure = 0; failure < 10; failure += 1) at.failed('10.0.0.1', 'ada');
  expect(at.waitSeconds('10.0.0.2', 'ada')).toBe(0);
  expect(at.waitSeconds('10.0.0.1', 'bob')).toBe(0);
});

test('an address that tries many users has to wait as a whole, and one good account opens no others', () => {
  const { limits: at } = limits();
  for (let failure = 0; failure <= failuresFreeOfAddress; failure += 1) {
    at.failed('10.0.0.1', `user${failure}`);
    at.failed('10.0.0.1', 'mine');
    at.passed('10.0.0.1', 'mine');
  }
  at.failed('10.0.0.1', 'last');
  expect(at.waitSeconds('10.0.0.1', 'nobody yet')).toBeGreaterThan(0);
});

test('good log-ins never make anybody wait, however many', () => {
  const { limits: at } = limits();
  for (let login = 0; login < 1000; login += 1) {
    at.failed('10.0.0.1', 'ada');
    at.passed('10.0.0.1', 'ada');
  }
  expect(at.waitSeconds('10.0.0.1', 'ada')).toBe(0);
});

test('failures are forgotten', () => {
  const { limits: at, pass } = limits();
  for (let failure = 0; failure < 8; failure += 1) at.failed('10.0.0.1', 'ada');
  pass(forgottenSeconds + waitLongestSeconds);
  at.failed('10.0.0.1', 'ada');
  expect(at.waitSeconds('10.0.0.1', 'ada')).toBe(0);
});

test('what is counted is bounded, and a wait is never beyond its bound', () => {
  const { limits: at } = limits();
  for (let address = 0; address < countedMaximum + 10; address += 1) at.failed(`10.0.${address >> 8}.${address & 255}`, 'ada');
  fc.assert(fc.property(fc.array(fc.boolean(), { maxLength: 60 }), (steps) => {
    const one = limits();
    for (const good of steps) {
      one.limits.failed('a', 'u');
      if (good) one.limits.passed('a', 'u');
      const wait = one.limits.waitSeconds('a', 'u');
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(waitLongestSeconds);
      if (good) expect(wait).toBe(0);
    }
  }));
});
