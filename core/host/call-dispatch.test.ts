import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { invariant } from '../model/invariant.ts';
import type { Caller } from './call-dispatch.ts';
import { calls } from './contract.ts';
import { testSessionHost } from './test-session-host.ts';

function caller(role: Caller['role'] = 'administrator'): Caller {
  return { role, user: 'tester', address: '', via: 'test', subscribe: () => ({ resumed: false }),
    watchStatistics: () => undefined };
}

describe("the contract's door", () => {
  test('answers anything at all with a value and never throws', async () => {
    const { dispatch } = testSessionHost();
    const anyName = fc.oneof(fc.constantFrom(...Object.keys(calls)), fc.constantFrom('__proto__', 'constructor', 'toString'), fc.string(),
      fc.anything());
    await fc.assert(fc.asyncProperty(anyName, fc.anything(), async (name, input) => {
      const answer = await dispatch.call(name, input, caller());
      expect(typeof answer.ok).toBe('boolean');
    }), { numRuns: 300 });
  });

  test('a name of the prototype is no call', async () => {
    const answer = await testSessionHost().dispatch.call('constructor', {}, caller());
    expect(answer).toMatchObject({ ok: false, error: { code: 'argument.invalid' } });
  });

  test('an unknown call names the near one', async () => {
    const answer = await testSessionHost().dispatch.call('host.statsu', {}, caller());
    expect(answer).toMatchObject({ ok: false, error: { remedy: { advice: expect.stringContaining('host.status') as string } } });
  });

  test('names the argument that is wrong', async () => {
    const answer = await testSessionHost().dispatch.call('log.read', { log: 'task', last: 0 }, caller());
    expect(answer).toMatchObject({ ok: false, error: { code: 'argument.invalid', evidence: { call: 'log.read', argument: 'last' } } });
  });

  test('each call needs its role', async () => {
    const { dispatch } = testSessionHost();
    expect(await dispatch.call('host.shutdown', { force: false }, caller('operator'))).toMatchObject({ ok: false,
      error: { code: 'role.missing' } });
    expect(await dispatch.call('alert.acknowledge', { ids: ['x'] }, caller('read-only'))).toMatchObject({ ok: false,
      error: { code: 'role.missing' } });
    expect(await dispatch.call('alert.acknowledge', { ids: ['x'] }, caller('operator'))).toMatchObject({ ok: true });
  });

  test('a refused and an allowed command are both in the audit log, a look is not', async () => {
    const host = testSessionHost();
    await host.dispatch.call('host.status', {}, caller());
    await host.dispatch.call('command.run', { command: { command: 'disk.rescan' } }, caller());
    await host.dispatch.call('command.run', { command: { command: 'disk.rescan' } }, caller('read-only'));
    expect(host.audited.map((entry) => entry.facts['outcome'])).toEqual(['done', 'refused: role.missing']);
  });

  test('a handler that breaks is a refusal for its caller', async () => {
    const host = testSessionHost({ 'host.users': () => {
      invariant(false, 'two and two are five');
    } });
    expect(await host.dispatch.call('host.users', {}, caller())).toMatchObject({ ok: false, error: { code: 'io.failed' } });
  });
});
