/** Mirrors and logs that come and go while their volume is in use. */
import { describe, expect, it } from 'vitest';
import type { IoError } from '../device/ports.ts';
import type { Command } from '../model/command.ts';
import { kibibyte, mebibyte } from '../model/limits.ts';
import type { GroupRuntime } from './group-runtime.ts';
import { makeMirror, TestHost } from './group-world.test-double.ts';

const broken: IoError = { code: 'EIO', message: 'broken' };
const mirror: Command = { command: 'volume.mirror', group: 'Data', volume: 'V1', mirrors: 1, disks: [], excludedDisks: [] };
const unmirror: Command = { command: 'volume.rmmirror', group: 'Data', volume: 'V1', plex: 'V1-02', disks: [] };
const breakOff: Command = { command: 'volume.break', group: 'Data', volume: 'V1', plex: 'V1-02', newName: 'Copy' };

async function started(mirrors: number, ...names: string[]) {
  const host = new TestHost();
  for (const name of names) host.addDisk(name);
  const runtime = await host.init('Data', ...names);
  const made = await host.run(runtime, makeMirror('V1', mirrors));
  expect(made.ok).toBe(true);
  return { host, runtime, groupId: runtime.configuration.id };
}

/** What the plex holds, as its disks have it. */
function plexBytes(host: TestHost, { configuration }: GroupRuntime, name: string): Buffer {
  const plex = configuration.plexes.find((candidate) => candidate.name === name);
  if (plex === undefined) throw new Error(`there is a plex ${name}`);
  return host.plexBytes(configuration, plex.id);
}

function statesOf(runtime: GroupRuntime): readonly string[] {
  return runtime.configuration.plexes.map((plex) => `${plex.name} ${plex.state}`);
}

describe('a mirror that is added', () => {
  it('is copied beside the writes of clients, and equal to the others when it is read', async () => {
    const { host, runtime } = await started(2, 'A', 'B', 'C');
    await host.write('V1', mebibyte, 1, mebibyte);
    expect((await host.run(runtime, mirror)).ok).toBe(true);
    for (let step = 0; runtime.configuration.plexes.some((plex) => plex.state !== 'ACTIVE'); step += 1) {
      expect(await host.write('V1', (step % 64) * 64 * kibibyte, step % 250)).toBeNull();
      if (step > 1000) await host.until(() => runtime.configuration.plexes.every((plex) => plex.state === 'ACTIVE'));
    }
    expect(statesOf(runtime)).toEqual(['V1-01 ACTIVE', 'V1-02 ACTIVE', 'V1-03 ACTIVE']);
    const [first, second, third] = ['V1-01', 'V1-02', 'V1-03'].map((name) => plexBytes(host, runtime, name));
    expect(first?.equals(second ?? Buffer.of()) && first.equals(third ?? Buffer.of())).toBe(true);
    expect(runtime.configuration.plexes.map((plex) => plex.missed)).toEqual([null, null, null]);
  });

  it('makes a volume of one plex redundant, with logs', async () => {
    const { host, runtime } = await started(1, 'A', 'B');
    await host.write('V1', 0, 5);
    expect((await host.run(runtime, mirror)).ok).toBe(true);
    expect(runtime.configuration.logs).toHaveLength(2);
    await host.until(() => runtime.configuration.plexes.every((plex) => plex.state === 'ACTIVE'));
    host.absent.add('A');
    expect(await host.read('V1', 0)).toBe(5);
  });

  it('waits for the start of a volume that is stopped', async () => {
    const { host, runtime } = await started(1, 'A', 'B');
    await host.write('V1', 0, 6);
    await host.run(runtime, { command: 'volume.stop', group: 'Data', volume: 'V1', force: false });
    expect((await host.run(runtime, mirror)).ok).toBe(true);
    expect(statesOf(runtime)).toEqual(['V1-01 CLEAN', 'V1-02 TEMPRMSD']);
    await host.run(runtime, { command: 'volume.start', group: 'Data', volume: 'V1' });
    await host.until(() => runtime.configuration.plexes.every((plex) => plex.state === 'ACTIVE'));
    expect(plexBytes(host, runtime, 'V1-01').equals(plexBytes(host, runtime, 'V1-02'))).toBe(true);
  });

  it('goes on where it was after a crash, and is never read before it is whole', async () => {
    const { host, runtime, groupId } = await started(2, 'A', 'B', 'C');
    await host.write('V1', 0, 7, mebibyte);
    await host.flush('V1');
    host.disk('C').hangs = (operation) => operation === 'write';
    expect((await host.run(runtime, mirror)).ok).toBe(true);
    host.crash();
    host.disk('C').hangs = () => false;
    const again = await host.import(groupId);
    if (!again.ok) throw new Error(again.error.code);
    await host.until(() => again.value.configuration.plexes.every((plex) => plex.state === 'ACTIVE'));
    expect(plexBytes(host, again.value, 'V1-03').equals(plexBytes(host, again.value, 'V1-01'))).toBe(true);
  });
});

describe('a mirror whose copy fails', () => {
  async function failing() {
    const world = await started(1, 'A', 'B');
    await world.host.write('V1', 0, 7);
    return { ...world, before: world.runtime.configuration };
  }
  const partsOf = ({ volumes, plexes, logs }: GroupRuntime['configuration']) =>
    [volumes.map(({ mapRegionBytes }) => mapRegionBytes), plexes.map(({ name, state }) => [name, state]), logs];

  it('leaves the volume as it was: it has no logs, and their space is free', async () => {
    const { host, runtime, before } = await failing();
    host.disk('B').fault = (operation) => (operation === 'write' ? broken : null);
    await host.run(runtime, mirror);
    await host.until(() => runtime.configuration.logs.length === 0);
    expect(partsOf(runtime.configuration)).toEqual(partsOf(before));
    // Commands run one at a time: the path has followed when the next one has ended.
    await host.run(runtime, { command: 'volume.rdpol', group: 'Data', volume: 'V1', policy: 'round' });
    const written = host.disk('A').counts.writeDurable;
    expect([await host.write('V1', mebibyte, 8), await host.read('V1', mebibyte)]).toEqual([null, 8]);
    expect(host.disk('A').counts.writeDurable).toBe(written);
  });

  it('leaves it so at the next start, when its disk is gone by then', async () => {
    const { host, runtime, before } = await failing();
    host.disk('B').hangs = (operation) => operation === 'write';
    await host.run(runtime, mirror);
    expect(runtime.configuration.logs).toHaveLength(2);
    host.crash();
    host.absent.add('B');
    const again = await host.import(before.id, { force: true });
    if (!again.ok) throw new Error(again.error.code);
    expect(partsOf(again.value.configuration)).toEqual(partsOf(before));
    expect(await host.read('V1', 0)).toBe(7);
  });
});

describe('a first copy that does not come to its end', () => {
  const copyOf = (runtime: GroupRuntime) => runtime.status().tasks.find(({ name }) => name === 'Attach plex');
  const shapeOf = ({ volumes, plexes, subdisks, logs }: GroupRuntime['configuration']) => ({ volumes, plexes, subdisks, logs });

  /** The mirror is being copied, and stands still: its task is paused. */
  async function paused(mirrors: number, ...names: string[]) {
    const world = await started(mirrors, ...names);
    await world.host.write('V1', 0, 7);
    const { host, runtime } = world;
    const before = shapeOf(runtime.configuration);
    expect((await host.run(runtime, mirror)).ok).toBe(true);
    const id = copyOf(runtime)?.id ?? '';
    expect((await host.settle(runtime.askTask({ id, shownAs: '1', wish: { kind: 'pause' } }))).ok).toBe(true);
    return { ...world, before, ask: (kind: 'abort' | 'resume') => host.settle(runtime.askTask({ id, shownAs: '1', wish: { kind } })) };
  }

  it.each([[1, ['A', 'B']], [2, ['A', 'B', 'C']]] as const)(
    'since it is aborted, leaves the volume of %d plexes as it was, in one commit, and over a restart', async (mirrors, names) => {
      const { host, runtime, before, ask, groupId } = await paused(mirrors, ...names);
      const { sequence } = runtime.configuration;
      expect(await ask('abort')).toMatchObject({ ok: true, value: { state: 'cancelled', result: '' } });
      expect(shapeOf(runtime.configuration)).toEqual(before);
      expect(runtime.configuration.sequence).toBe(sequence + 1);
      expect([await host.write('V1', mebibyte, 8), await host.read('V1', 0)]).toEqual([null, 7]);
      host.crash();
      const again = await host.import(groupId);
      if (!again.ok) throw new Error(again.error.code);
      expect(again.value.configuration.plexes.map(({ name }) => name)).toEqual(before.plexes.map(({ name }) => name));
      expect(host.broken).toEqual([]);
    });

  it('since the source cannot be read, leaves the volume as it was, and tells it once', async () => {
    const { host, runtime, before, ask } = await paused(1, 'A', 'B');
    host.disk('A').fault = (operation) => (operation === 'read' ? broken : null);
    await ask('resume');
    await host.until(() => copyOf(runtime)?.state === 'failed');
    expect(shapeOf(runtime.configuration)).toEqual({ ...before, volumes: before.volumes });
    const told = host.alerts.filter(({ code }) => code === 'volume.mirror-not-added');
    expect(told).toMatchObject([{ subject: { name: 'V1' }, severity: 'error' }]);
  });

  it('since its volume is stopped, is none the less copied when it is started again', async () => {
    const { host, runtime } = await paused(2, 'A', 'B', 'C');
    await host.run(runtime, { command: 'volume.stop', group: 'Data', volume: 'V1', force: true });
    expect(statesOf(runtime)).toEqual(['V1-01 CLEAN', 'V1-02 CLEAN', 'V1-03 TEMPRMSD']);
    await host.run(runtime, { command: 'volume.start', group: 'Data', volume: 'V1' });
    await host.until(() => runtime.configuration.plexes.every((plex) => plex.state === 'ACTIVE'));
  });
});

describe('a mirror that is removed', () => {
  it('is written no more from the answer on', async () => {
    const { host, runtime } = await started(3, 'A', 'B', 'C');
    host.disk('B').completesLater = () => true;
    const layer = host.layer('V1');
    const late = new Promise((resolve) => { layer.write(new Uint8Array(4096).fill(1), 0, 0, 4096, resolve); });
    expect((await host.run(runtime, unmirror)).ok).toBe(true);
    const before = Buffer.from(host.disk('B').content);
    const { dataStartBytes } = runtime.configuration.disks[1] ?? { dataStartBytes: 0 };
    expect(await host.settle(late)).toBeNull();
    expect(await host.write('V1', 0, 2, mebibyte)).toBeNull();
    expect(await host.flush('V1')).toBeNull();
    expect(Buffer.from(host.disk('B').content).subarray(dataStartBytes).equals(before.subarray(dataStartBytes))).toBe(true);
    expect(await host.read('V1', 0)).toBe(2);
  });

  it('may be one whose copy is under way', async () => {
    const { host, runtime } = await started(2, 'A', 'B', 'C');
    host.disk('C').completesLater = () => true;
    await host.run(runtime, mirror);
    expect((await host.run(runtime, { ...unmirror, plex: 'V1-03' } as Command)).ok).toBe(true);
    expect(await host.write('V1', 0, 3)).toBeNull();
    await host.until(() => runtime.status().tasks.every((task) => task.endedAt !== ''));
    expect(statesOf(runtime)).toEqual(['V1-01 ACTIVE', 'V1-02 ACTIVE']);
    expect(host.broken).toEqual([]);
  });
});

describe('a mirror that is broken off', () => {
  it('holds what was acknowledged before, and nothing that came after', async () => {
    const { host, runtime } = await started(2, 'A', 'B');
    for (let block = 0; block < 32; block += 1) await host.write('V1', block * 64 * kibibyte, block + 1);
    expect((await host.run(runtime, breakOff)).ok).toBe(true);
    expect(host.disk('B').unflushedWrites).toBe(0);
    for (let block = 0; block < 32; block += 1) await host.write('V1', block * 64 * kibibyte, 200);
    for (let block = 0; block < 32; block += 1) expect(await host.read('Copy', block * 64 * kibibyte)).toBe(block + 1);
    await host.write('Copy', 0, 100);
    expect([await host.read('V1', 0), await host.read('Copy', 0)]).toEqual([200, 100]);
    expect(runtime.configuration.volumes.map((volume) => [volume.name, volume.state, volume.mapRegionBytes]))
      .toEqual([['V1', 'ACTIVE', 0], ['Copy', 'ACTIVE', 0]]);
  });

  it('is not broken off when its last flush fails, and the volume goes on', async () => {
    const { host, runtime } = await started(2, 'A', 'B');
    await host.write('V1', 0, 1);
    host.disk('B').fault = (operation) => (operation === 'flush' ? broken : null);
    const refused = await host.run(runtime, breakOff);
    expect(refused.ok ? '' : refused.error.code).toBe('plan.stale');
    expect(runtime.configuration.volumes.map((volume) => volume.name)).toEqual(['V1']);
    expect(statesOf(runtime)).toEqual(['V1-01 ACTIVE', 'V1-02 STALE']);
    expect(await host.write('V1', 0, 2)).toBeNull();
    expect(await host.read('V1', 0)).toBe(2);
    expect(host.broken).toEqual([]);
  });

  it('stays where it is when the configuration cannot be written', async () => {
    const { host, runtime } = await started(2, 'A', 'B');
    await host.write('V1', 0, 1);
    host.witnessFails = true;
    expect((await host.run(runtime, breakOff)).ok).toBe(false);
    host.witnessFails = false;
    expect(await host.write('V1', 0, 2)).toBeNull();
    expect(plexBytes(host, runtime, 'V1-01').equals(plexBytes(host, runtime, 'V1-02'))).toBe(true);
    expect(host.exported.size).toBe(1);
  });
});

describe('logs', () => {
  it('that cannot be written refuse the command, and nothing has changed', async () => {
    const { host, runtime } = await started(2, 'A', 'B', 'C');
    const { sequence } = runtime.configuration;
    host.disk('C').fault = (operation, at) => (operation === 'writeDurable' && at > 5 * mebibyte ? broken : null);
    const addLog: Command = { command: 'volume.addlog', group: 'Data', volume: 'V1', logs: 1, disks: ['C'], excludedDisks: [] };
    const refused = await host.run(runtime, addLog);
    expect(refused.ok ? '' : refused.error.code).toBe('io.failed');
    expect([runtime.configuration.sequence, runtime.configuration.logs.length]).toEqual([sequence, 2]);
  });

  it('come and go under writes, to the last and back', async () => {
    const { host, runtime } = await started(2, 'A', 'B', 'C');
    const change = async (command: Command): Promise<void> => {
      expect((await host.run(runtime, command)).ok).toBe(true);
      expect(await host.write('V1', 0, 1, mebibyte)).toBeNull();
    };
    await change({ command: 'volume.addlog', group: 'Data', volume: 'V1', logs: 1, disks: ['C'], excludedDisks: [] });
    for (const name of ['V1-L01', 'V1-L02', 'V1-L03']) await change({ command: 'volume.rmlog', group: 'Data', volume: 'V1', logs: [name] });
    expect([runtime.configuration.logs, runtime.configuration.volumes[0]?.mapRegionBytes]).toEqual([[], 0]);
    await change({ command: 'volume.addlog', group: 'Data', volume: 'V1', logs: 2, disks: [], excludedDisks: [] });
    expect(runtime.configuration.logs.map((log) => log.state)).toEqual(['ACTIVE', 'ACTIVE']);
    expect(plexBytes(host, runtime, 'V1-01').equals(plexBytes(host, runtime, 'V1-02'))).toBe(true);
    expect(host.broken).toEqual([]);
  });
});
