import { describe, expect, test } from 'vitest';
import { refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { TaskView } from '../model/views.ts';
import { runWords } from './test-host.ts';
import type { Answers, FakeHost } from './test-host.ts';
import { sampleTask } from './test-objects.ts';

const other = '88888888-0000-4000-8000-000000000008';
const running = sampleTask({
  name: 'Resynchronise', copies: 'full', whyNotLess: 'The volume has no map.', bytesPerSecond: 5 * 1024 * 1024,
  secondsLeft: { least: 60, most: 90 }, copyShare: 0.2, clientsBusy: true, slowMilliseconds: 20,
});
const paused = sampleTask({ id: other, number: 8, name: 'Attach plex', state: 'paused' });

function host(answers: Answers = {}, events?: FakeHost['events']): FakeHost {
  return {
    answers: { 'objects.list': { hostRun: 'run', sequence: 1, objects: [running, paused] }, ...answers },
    ...(events === undefined ? {} : { events }),
  };
}

describe('vxtask list', () => {
  test('shows those that run, or are paused, when asked for', async () => {
    const numbers = async (...words: string[]): Promise<readonly unknown[]> => {
      const ran = await runWords(['vxtask', ...words, '--json'], host());
      return (JSON.parse(ran.out[0] ?? '') as { tasks: readonly { number: number }[] }).tasks.map(({ number }) => number);
    };
    expect(await numbers('list')).toEqual([7, 8]);
    expect(await numbers('-p', 'list')).toEqual([8]);
    expect(await numbers('list', '-r')).toEqual([7]);
    expect(await numbers('list', '-p', '-r')).toEqual([7, 8]);
  });

  test('-l says all that is known', async () => {
    const { out } = await runWords(['vxtask', '-l', '-r', 'list'], host());
    expect(out).toEqual(expect.arrayContaining([
      expect.stringMatching(/^Task: +7$/), expect.stringMatching(/^Why not less: +The volume has no map\.$/),
      expect.stringMatching(/^Rate: +5 MiB\/s$/), expect.stringMatching(/^Time left: +1 min to 2 min$/),
      expect.stringMatching(/^Cost: +its chunks take 20% of the time; clients are busy$/),
      expect.stringMatching(/^Slow: +20 ms after each chunk$/), expect.stringMatching(/^An abort leaves: +the volume stays in SYNC$/),
    ]));
    const unmeasured = await runWords(['vxtask', '-l', 'list'], host({
      'objects.list': { hostRun: 'r', sequence: 1, objects: [sampleTask({})] },
    }));
    expect(unmeasured.out).toEqual(expect.arrayContaining([expect.stringMatching(/^Time left: +not measured yet$/)]));
  });

  test('fits 80 columns at its widest; what an ended task has to say stands below it', async () => {
    const widest = sampleTask({
      name: 'Resynchronise', number: 1234, subject: { kind: 'volume', name: 'Volume1-01' }, state: 'done with remarks', doneBytes: 100,
      bytesPerSecond: 1023.9 * 1024 * 1024, secondsLeft: { least: 60, most: 3500 }, result: 'reads failed on one plex',
    });
    const { out } = await runWords(['vxtask', 'list'], host({ 'objects.list': { hostRun: 'r', sequence: 1, objects: [widest] } }));
    expect(out[1]).toContain('59 min');
    expect(Math.max(...out.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(out[2]).toBe('      reads failed on one plex.');
  });

  test('of the ended ones the last are shown, with -a all', async () => {
    const ended = Array.from({ length: 100 }, (_, index) => sampleTask({
      id: `e${index}`, number: index + 1, state: 'cancelled', result: 'Disk2 missing',
      startedAt: `2026-01-01T00:00:${String(index).padStart(3, '0')}Z`, endedAt: 'T',
    }));
    const objects = { hostRun: 'r', sequence: 1, objects: [sampleTask({ id: 'r', number: 500, startedAt: '2025' }), ...ended] };
    const numbers = async (...words: string[]): Promise<readonly string[]> => {
      const { out } = await runWords(['vxtask', 'list', ...words], host({ 'objects.list': objects }));
      return out.slice(1).filter((line) => !line.startsWith(' ')).map((line) => line.split(/ +/)[0] ?? '');
    };
    const all = [500, ...ended.map(({ number }) => number)].map(String);
    expect(await numbers('-a')).toEqual(all);
    expect(await numbers()).toEqual(['500', ...all.slice(-64)]);
  });
});

describe('what a person asks of tasks', () => {
  const answer = (input: unknown) => {
    const { task } = input as { task: string };
    if (task !== '9') return success({ task: running });
    return failure(refusal('task.not-abortable', { kind: 'volume', name: 'V1' }, { task: 'Rewrite', reason: 'it has no other copy' },
      'Wait until it has ended: vxtask wait 9'));
  };

  test.each([
    [['pause', '7'], 'task.pause', { task: '7' }], [['resume', other], 'task.resume', { task: other }],
    [['abort', '7'], 'task.abort', { task: '7' }], [['set', 'slow=250', '7'], 'task.set', { task: '7', slowMilliseconds: 250 }],
  ] as const)('vxtask %s reaches the host, and is silent', async (words, name, input) => {
    const ran = await runWords(['vxtask', ...words], host({ [name]: answer }));
    expect(ran).toMatchObject({ code: 0, out: [], errors: [], calls: [{ name, input }] });
  });

  test('a refusal says why, and the way out', async () => {
    expect(await runWords(['vxtask', 'abort', '7', '9', '8'], host({ 'task.abort': answer }))).toMatchObject({
      code: 3, calls: [{ input: { task: '7' } }, { input: { task: '9' } }],
      errors: ['PLX vxtask ERROR task.not-abortable V1: Volume V1: Rewrite cannot be aborted: it has no other copy. '
        + 'Wait until it has ended: vxtask wait 9'],
    });
  });

  test.each([['slow=-1'], ['slow=x'], ['slow=60001'], ['slow=1.5'], ['slow=']])('%s is refused before the host is asked', async (slow) => {
    expect(await runWords(['vxtask', 'set', slow, '7'], host())).toMatchObject({ code: 1, calls: [] });
  });

  test('set without a key, and verbs without a task, are refused', async () => {
    for (const words of [['set', '7'], ['pause'], ['resume'], ['abort'], ['monitor', '7', '8']]) {
      expect(await runWords(['vxtask', ...words], host())).toMatchObject({ code: 1, calls: [] });
    }
  });
});

describe('vxtask monitor', () => {
  const told = (...states: readonly Partial<TaskView>[]): FakeHost['events'] => (listener) => {
    listener.snapshot(1, [running, paused]);
    states.forEach((state, index) => {
      setImmediate(() => listener.change({ sequence: index + 2, put: [{ ...running, ...state }], remove: [] }));
    });
  };

  test('prints what changes, and EXITED at the end', async () => {
    const ran = await runWords(['vxtask', 'monitor', '7'], host({}, told({ doneBytes: 50 }, { doneBytes: 50 }, {
      state: 'done', doneBytes: 100, secondsLeft: null, bytesPerSecond: null,
    })));
    expect(ran).toMatchObject({ code: 0, out: [
      '7  Resynchronise  Mirror  running  25%  5 MiB/s  1 min to 2 min', '7  Resynchronise  Mirror  running  50%  5 MiB/s  1 min to 2 min',
      '7  Resynchronise  Mirror  done  100%  EXITED',
    ] });
  });

  test('without an id watches all that are under way, and the worst end is its exit code', async () => {
    const ran = await runWords(['vxtask', 'monitor'], host({}, (listener) => {
      listener.snapshot(1, [running, paused, sampleTask({ id: 'e', number: 1, state: 'failed', endedAt: 'T' })]);
      const ended = [{ ...running, state: 'done' as const }, { ...paused, state: 'cancelled' as const }];
      setImmediate(() => listener.change({ sequence: 2, put: ended, remove: [] }));
    }));
    expect(ran.code).toBe(7);
    expect(ran.out.filter((line) => line.endsWith('EXITED'))).toHaveLength(2);
    expect(ran.out.some((line) => line.startsWith('1 '))).toBe(false);
  });

  test('refuses a task that there is not', async () => {
    expect(await runWords(['vxtask', 'monitor', '99'], host({}, told()))).toMatchObject({ code: 2 });
  });
});
