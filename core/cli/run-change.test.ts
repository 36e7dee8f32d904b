import { describe, expect, test } from 'vitest';
import type { Command } from '../model/command.ts';
import { refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Plan } from '../planner/plan.ts';
import type { CallOutputs } from '../host/contract.ts';
import type { DiskId, VolumeId } from '../model/identity.ts';
import { runWords } from './test-host.ts';
import type { FakeHost } from './test-host.ts';
import { mirrorId, sampleObjects, sampleTask } from './test-objects.ts';

function plan(command: Command, facts: Partial<Plan> = {}): Plan {
  return { command, sequence: 12, after: null, summary: [], zero: [], bytesToCopy: 0, peakSpaceBytes: 0, redundancy: [], warnings: [],
    ...facts };
}

function runs(answer: Partial<CallOutputs['command.run']> & { warnings?: readonly string[] } = {}, events?: FakeHost['events']): FakeHost {
  return {
    answers: {
      'objects.list': { hostRun: 'run', sequence: 5, objects: sampleObjects },
      'volume.find': { volumeId: mirrorId, volume: 'Mirror', group: 'Data' },
      'command.run': (input) => success({
        plan: plan((input as { command: Command }).command, { warnings: answer.warnings ?? [] }), taskIds: answer.taskIds ?? [],
        names: answer.names ?? [],
      }),
      'command.plan': (input) => success(plan((input as { command: Command }).command, {
        summary: ['Volume V1 of 100 MiB is made.'], bytesToCopy: 1048576, peakSpaceBytes: 209715200,
        zero: [{ diskId: 'disk-a' as DiskId, offsetBytes: 0, lengthBytes: 104857600 }],
        redundancy: [{ volumeId: mirrorId as VolumeId, volume: 'Mirror', survivesBefore: 1, survivesDuring: 0,
          reason: 'its plex is moved' }],
        warnings: ['Both plexes lie in one enclosure.'],
      })),
      'volume.maximum': { bytes: 1073741824 },
    },
    ...(events === undefined ? {} : { events }),
  };
}

describe('a command that changes something', () => {
  test('prints the names that the host gave, and nothing else', async () => {
    const ran = await runWords(['vxdisk', 'attach', 'a.img', 'b.img'], runs({ names: ['Harddisk0', 'Harddisk1'] }));
    expect(ran).toMatchObject({ code: 0, out: ['Harddisk0', 'Harddisk1'], errors: [] });
  });

  test('says its warnings on standard error', async () => {
    const ran = await runWords(['vxassist', '-gData', 'make', 'V1', '100'], runs({ warnings: ['The group has one holder.'] }));
    expect(ran).toMatchObject({ code: 0, out: [], errors: ['PLX vxassist WARNING: The group has one holder.'] });
  });

  test('with --json prints one object', async () => {
    const ran = await runWords(['vxvol', '-gData', 'start', 'Mirror', '--json'], runs({ taskIds: ['7'], warnings: ['w'] }));
    const command = { command: 'volume.start', group: 'Data', volume: 'Mirror' };
    expect(ran.out.map((line) => JSON.parse(line) as unknown)).toEqual([
      { command, commandLine: 'vxvol -gData start Mirror', names: [], taskIds: ['7'], warnings: ['w'] },
    ]);
  });

  test.each(['E:', mirrorId, `\\\\?\\Volume{${mirrorId}}\\`, '\\Device\\HarddiskDmVolumes\\Data\\Mirror', 'Mirror'])(
    'finds its volume by %s without a group', async (name) => {
      const ran = await runWords(['vxassist', 'delete', name], runs());
      expect(ran.calls).toEqual([
        { name: 'volume.find', input: { name, group: '' } },
        { name: 'command.run', input: { command: { command: 'volume.delete', group: 'Data', volume: 'Mirror', force: false } } },
      ]);
    });

  test('with --dry-run prints the plan and runs nothing', async () => {
    const ran = await runWords(['vxassist', '-gData', 'make', 'V1', '100', 'type=mirror', '--dry-run'], runs());
    expect(ran.calls.map(({ name }) => name)).toEqual(['command.plan']);
    expect(ran.out).toEqual([
      'Volume V1 of 100 MiB is made.', 'Zeroes 100 MiB on disk-a.', 'Copies 1 MiB.', 'Uses up to 200 MiB of space meanwhile.',
      'Volume Mirror survives no failed disk instead of 1 failed disk for a time: its plex is moved',
      'Warning: Both plexes lie in one enclosure.',
      'Command: vxassist -gData make V1 100M type=mirror mirror=2', 'Nothing was changed.',
    ]);
    const json = await runWords(['vxassist', '-gData', 'make', 'V1', '100', '--dry-run', '--json'], runs());
    expect(JSON.parse(json.out[0]!)).toMatchObject({ sequence: 12, commandLine: 'vxassist -gData make V1 100M', bytesToCopy: 1048576 });
  });
});

describe('a command that runs long', () => {
  const words = ['vxassist', '-gData', 'make', 'V1', '100'];

  test('with -b prints the task and does not wait', async () => {
    expect(await runWords([...words, '-b'], runs({ taskIds: ['7'] }))).toMatchObject({ code: 0, out: ['7'] });
  });

  test.each([
    ['done', 0, []], ['done with remarks', 0, ['PLX vxassist WARNING task 7: done with remarks: two regions were slow.']],
    ['failed', 5, ['PLX vxassist WARNING task 7: failed: two regions were slow.']],
    ['cancelled', 7, ['PLX vxassist WARNING task 7: cancelled: two regions were slow.']],
  ] as const)('waits, and a task that is %s gives exit code %d', async (state, code, errors) => {
    const result = state === 'done' ? '' : 'two regions were slow';
    const host = runs({ taskIds: ['7'] }, (listener) => {
      listener.snapshot(1, [sampleTask({ state: 'running' })]);
      setTimeout(() => listener.change({ sequence: 2, put: [sampleTask({ state, result })], remove: [] }), 1);
    });
    expect(await runWords(words, host)).toMatchObject({ code, out: [], errors });
  });
});

describe('a comparison of plexes', () => {
  const found = { differingBytes: 4096, repairedBytes: 0, rangesLeftOut: 0, likelyRight: 'V1-01',
    ranges: [{ offsetBytes: 8192, lengthBytes: 4096, agreeing: [['V1-01'], ['V1-02']] }] };
  const verify = (differences: typeof found, ...words: string[]) => runWords(['vxvol', '-gData', 'verify', 'V1', ...words],
    runs({ taskIds: ['7'] }, (listener) => {
      listener.snapshot(1, [sampleTask({ state: 'done with remarks', result: '4 KiB differ', differences, endedAt: 'T' })]);
    }));

  test('that finds differences ends with exit code 5, and tells where in JSON', async () => {
    expect(await verify(found)).toMatchObject({ code: 5, errors: ['PLX vxvol WARNING task 7: done with remarks: 4 KiB differ.'] });
    const { code, out } = await verify(found, '--json');
    expect([code, out.length]).toEqual([5, 1]);
    expect(JSON.parse(out[0] ?? '')).toMatchObject({ taskIds: ['7'], tasks: [{ number: 7, differences: found }] });
  });

  test('that wrote all of them anew ends with 0', async () => {
    expect(await verify({ ...found, repairedBytes: 4096 })).toMatchObject({ code: 0 });
  });
});

describe('exit codes', () => {
  test.each([
    ['volume.unknown', 2], ['volume.in-use', 3], ['group.foreign', 4], ['disk.unreadable', 5], ['space.short', 6], ['host.unreachable', 8],
    ['role.missing', 9], ['name.exists', 12],
  ] as const)('%s gives %d, with one line on standard error', async (code, exitCode) => {
    const refused = refusal(code, { kind: 'volume', name: 'V1' }, {}, { kind: 'command', command: { command: 'volume.start', group: 'Data',
      volume: 'V1' } });
    const host: FakeHost = { answers: { 'command.run': () => failure(refused) } };
    const ran = await runWords(['vxvol', '-gData', 'stop', 'V1'], host);
    expect(ran.code).toBe(exitCode);
    expect(ran.out).toEqual([]);
    expect(ran.errors).toHaveLength(1);
    expect(ran.errors[0]).toMatch(new RegExp(`^PLX vxvol ERROR ${code} V1: .*vxvol -gData start V1$`));
  });

  test('a refusal with --json is one object too', async () => {
    const refused = refusal('volume.in-use', { kind: 'volume', name: 'V1' }, { clients: ['127.0.0.1:5'] },
      { kind: 'command', command: { command: 'volume.stop', group: 'Data', volume: 'V1', force: true } });
    const ran = await runWords(['vxvol', '-gData', 'stop', 'V1', '--json'], { answers: { 'command.run': () => failure(refused) } });
    expect(ran.errors).toEqual([
      'PLX vxvol ERROR volume.in-use V1: Volume V1 is in use by 127.0.0.1:5. Use -f to force. Run: vxvol -gData -f stop V1',
    ]);
    expect(JSON.parse(ran.out[0]!)).toMatchObject({
      refusal: { code: 'volume.in-use', exitCode: 3, evidence: { clients: ['127.0.0.1:5'] }, remedyCommandLine: 'vxvol -gData -f stop V1' },
    });
  });

  test('words that cannot be understood give 1 and say how the verb is called', async () => {
    const ran = await runWords(['vxvol', '-gData', 'rdpol', 'best', 'V1'], { answers: {} });
    expect(ran).toMatchObject({
      code: 1, calls: [],
      errors: [
        "PLX vxvol ERROR argument.invalid rdpol: 'best' is no read policy. Usage: vxvol [-gDG] rdpol round|prefer|select VOL [PLEX]",
      ],
    });
  });

  test('without a host every tool gives 8', async () => {
    const gone = refusal('host.unreachable', { kind: 'host', name: '/nowhere' }, { reason: 'ENOENT' },
      'Start the host: plexus serve --state /nowhere');
    for (const words of [['vxdisk', 'list'], ['vxdg', 'list'], ['vxassist', 'list'], ['vxvol', 'volinfo', 'E:'], ['vxprint', '-ht'],
      ['vxtask', 'list'],
      ['plexus', 'status'], ['plexus', 'shutdown'], ['plexus', 'map', 'E:'], ['plexus', 'events'], ['plexus', 'log', 'task']]) {
      expect(await runWords(words, { answers: {}, refusal: gone })).toMatchObject({ code: 8, out: [] });
    }
  });
});

describe('verbs with work of their own', () => {
  test('querymax asks the planner', async () => {
    const growth = await runWords(['vxassist', '-gData', 'querymax', 'Mirror'], runs());
    expect(growth.out).toEqual(['Maximum growth: 2097152 sectors (1 GiB)']);
    expect(growth.calls.at(-1)!.input).toMatchObject({ command: { command: 'volume.grow', volume: 'Mirror', byBytes: 0 } });
    const size = await runWords(['vxassist', '-gData', 'querymax', 'type=mirror', '!Disk2', '--json'], runs());
    expect(JSON.parse(size.out[0]!)).toEqual({ sizeBytes: 1073741824 });
    expect(size.calls.at(-1)!.input).toMatchObject({ command: { command: 'volume.make', sizeBytes: 'MAX', mirrors: 2,
      excludedDisks: ['Disk2'] } });
    const there = await runWords(['vxassist', '-gData', 'querymax', 'type=mirror', 'Disk1', 'Disk2'], runs());
    expect(there.calls.at(-1)!.input).toMatchObject({ command: { command: 'volume.make', disks: ['Disk1', 'Disk2'] } });
    const grown = await runWords(['vxassist', '-gData', 'querymax', 'Mirror', 'Disk1'], runs());
    expect(grown.calls.at(-1)!.input).toMatchObject({ command: { command: 'volume.grow', volume: 'Mirror', disks: ['Disk1'] } });
  });

  test('startall starts what is stopped and stopall stops what is started', async () => {
    const started = await runWords(['vxvol', '-gData', 'startall'], runs());
    expect(started.calls.filter(({ name }) => name === 'command.run').map(({ input }) => input)).toEqual([
      { command: { command: 'volume.start', group: 'Data', volume: 'Stripe' } },
    ]);
    const stopped = await runWords(['vxvol', 'stopall', '-f'], runs());
    expect(stopped.calls.filter(({ name }) => name === 'command.run').map(({ input }) => input)).toEqual([
      { command: { command: 'volume.stop', group: 'Data', volume: 'Mirror', force: true } },
    ]);
  });

  test('tcp hands over absolute files and ranges', async () => {
    const host: FakeHost = { answers: { 'tcp.set': { address: '127.0.0.1', port: 10809 } } };
    const ran = await runWords(['plexus', 'tcp', '-gData', 'on', 'port=10809', 'certificate=c.pem', 'key=/k.pem', 'allow=10.0.0.0/8,::1'],
      host);
    expect(ran).toMatchObject({ code: 0, out: ['127.0.0.1:10809'] });
    expect(ran.calls[0]!.input).toEqual({
      group: 'Data', enabled: true, port: 10809, certificateFile: '/here/c.pem', keyFile: '/k.pem', allow: ['10.0.0.0/8', '::1'],
    });
    expect(await runWords(['plexus', 'tcp', '-gData', 'on', 'certificate=c.pem'], host)).toMatchObject({ code: 1, calls: [] });
  });

  test('vxtask wait refuses a task that never shows', async () => {
    const host: FakeHost = { answers: {}, events: (listener) => {
      listener.snapshot(1, [sampleTask({})]);
      setTimeout(() => listener.change({ sequence: 2, put: [], remove: [{ kind: 'task', id: sampleTask({}).id }] }), 1);
    } };
    expect(await runWords(['vxtask', 'wait', '7'], host)).toMatchObject({ code: 2 });
  });

  test('log prints one line an entry', async () => {
    const host: FakeHost = { answers: { 'log.read': { entries: [{ at: 'T', severity: 'error', message: 'Disk gone.', facts: { disk: 'Disk1',
      errors: 2 } }] } } };
    expect(await runWords(['plexus', 'log', 'alert', '--last', '5'], host)).toMatchObject({
      code: 0, out: ['T  error  Disk gone.  disk=Disk1  errors=2'], calls: [{ name: 'log.read', input: { log: 'alert', last: 5 } }],
    });
  });

  test('--help lists every verb of a tool', async () => {
    const ran = await runWords(['vxdg', '--help'], { answers: {} });
    expect(ran.code).toBe(0);
    for (const verb of ['init', 'adddisk', 'rmdisk', 'rename', 'deport', 'import', 'destroy', 'list', 'dginfo']) {
      expect(ran.out.some((line) => line.includes(verb))).toBe(true);
    }
  });
});
