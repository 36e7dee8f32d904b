/** Disks that went on without each other, and disks that were put back from a copy: nothing is lost silently. */
import { describe, expect, it } from 'vitest';
import type { IoError } from '../device/ports.ts';
import { recordBlockBytes } from '../format/record-block.ts';
import type { HostId } from '../model/identity.ts';
import { writeHeader } from './disk-writer.ts';
import { makeMirror, TestHost } from './group-world.test-double.ts';
import { renewIds } from './renew-ids.ts';

const broken: IoError = { code: 'EIO', message: 'broken' };

async function mirror(mirrors = 2) {
  const host = new TestHost();
  for (const name of ['A', 'B']) host.addDisk(name);
  const runtime = await host.init('Data', 'A', 'B');
  expect((await host.run(runtime, makeMirror('V1', mirrors))).ok).toBe(true);
  expect(await host.write('V1', 0, 1)).toBeNull();
  return { host, runtime, groupId: runtime.configuration.id };
}

function only(host: TestHost, ...present: string[]): void {
  host.absent.clear();
  for (const name of host.disks.keys()) if (!present.includes(name)) host.absent.add(name);
}

const plexStates = (runtime: { readonly configuration: { readonly plexes: readonly { readonly state: string }[] } }) =>
  runtime.configuration.plexes.map((plex) => plex.state).sort();
const codeOf = (result: { readonly ok: boolean; readonly error?: { readonly code: string } }) => (result.ok ? 'done' : result.error?.code);
const serialOf = async (host: TestHost, name: string) => (await host.inspect(name)).header?.serial;
const alertCodes = (host: TestHost) => host.alerts.map((alert) => alert.code);

describe('a group that lost a disk while it ran', () => {
  async function apart() {
    const { host, runtime, groupId } = await mirror();
    host.absent.add('B');
    expect(await host.write('V1', 0, 2)).toBeNull();
    expect(await host.flush('V1')).toBeNull();
    return { host, runtime, groupId };
  }

  it('raises the serial of the survivor only, in the configuration and in the header', async () => {
    const { host, runtime } = await apart();
    expect(runtime.configuration.disks.map((disk) => disk.serial)).toEqual([2, 1]);
    expect(await serialOf(host, 'A')).toBe(2);
    expect(await serialOf(host, 'B')).toBe(1);
    expect(await host.write('V1', 4096, 2)).toBeNull();
    expect(runtime.configuration.disks.map((disk) => disk.serial)).toEqual([2, 1]);
  });

  it('is a fork with the lost disk once that was imported alone', async () => {
    const { host, groupId } = await apart();
    host.crash();
    only(host, 'B');
    const alone = await host.import(groupId, { force: true });
    expect(codeOf(alone)).toBe('done');
    expect(await host.write('V1', 0, 9)).toBeNull();
    host.absent.clear();
    const joined = alone.ok ? codeOf(await host.settle(alone.value.diskArrived(host.opening('A')))) : '';
    expect(joined).toBe('group.fork');
    host.crash();
    expect(codeOf(await host.import(groupId, { force: true, clearStamp: true }))).toBe('group.fork');
  });

  it('takes the lost disk back by itself, while it runs and at the next start', async () => {
    const running = await apart();
    const lost = running.runtime.configuration.disks[1]?.id ?? '';
    expect((await running.host.settle(running.runtime.diskLeaves(lost))).ok).toBe(true);
    running.host.absent.clear();
    expect(codeOf(await running.host.settle(running.runtime.diskArrived(running.host.opening('B'))))).toBe('done');
    await running.host.until(() => plexStates(running.runtime).join() === 'ACTIVE,ACTIVE');
    const { host, groupId } = await apart();
    host.crash();
    host.absent.clear();
    const again = await host.import(groupId);
    expect(codeOf(again)).toBe('done');
    if (!again.ok) return;
    await host.until(() => plexStates(again.value).join() === 'ACTIVE,ACTIVE');
    host.absent.add('A');
    expect(await host.read('V1', 0)).toBe(2);
  });

  it('with a header that does not take the serial has lost that holder too', async () => {
    const { host, runtime } = await mirror(1);
    host.absent.add('B');
    host.disk('A').fault = (operation, _at, length) => (operation === 'writeDurable' && length <= recordBlockBytes ? broken : null);
    const at = host.clock.now;
    const refused = await host.run(runtime, { command: 'volume.rename', group: 'Data', volume: 'V1', newName: 'V2' });
    expect(codeOf(refused)).toBe('group.commit-failed');
    expect(host.clock.now - at).toBeGreaterThanOrEqual(30_000);
    expect(runtime.configuration.volumes[0]?.name).toBe('V1');
  });
});

describe('the order of a commit that raises serials', () => {
  it('a crash before the note raises no header: the other side alone is no fork afterwards', async () => {
    const { host, runtime, groupId } = await mirror();
    await host.settle(runtime.close());
    only(host, 'A');
    const before = (await host.inspect('A')).configuration?.sequence ?? 0;
    host.witnessFails = true;
    void host.import(groupId).catch(() => undefined);
    await host.until(() => host.clock.now > 0 && host.witnessTries > 0);
    host.crash();
    host.witnessFails = false;
    expect((await host.inspect('A')).configuration?.sequence).toBeGreaterThan(before);
    expect(await serialOf(host, 'A')).toBe(1);
    only(host, 'B');
    const other = await host.import(groupId);
    expect(codeOf(other)).toBe('done');
    host.crash();
    only(host, 'A', 'B');
    expect(codeOf(await host.import(groupId))).toBe('done');
  });
});

describe('a disk that was put back from a copy', () => {
  it('is copied from the other, also when the volume was stopped clean', async () => {
    const { host, runtime, groupId } = await mirror();
    await host.settle(runtime.close());
    const copy = host.disk('B').content.slice();
    const again = await host.import(groupId);
    expect(await host.write('V1', 0, 7)).toBeNull();
    if (again.ok) await host.settle(again.value.close());
    host.disk('B').content.set(copy);
    const restored = await host.import(groupId);
    expect(codeOf(restored)).toBe('done');
    if (!restored.ok) return;
    expect(plexStates(restored.value)).toEqual(['ACTIVE', 'STALE']);
    await host.until(() => plexStates(restored.value).join() === 'ACTIVE,ACTIVE');
    host.absent.add('A');
    expect(await host.read('V1', 0)).toBe(7);
  });

  it('is refused by name where it alone would serve a volume, which force may override', async () => {
    const { host, runtime, groupId } = await mirror(1);
    const home = runtime.configuration.subdisks[0]?.diskId;
    const name = runtime.configuration.disks[0]?.id === home ? 'A' : 'B';
    const copy = host.disk(name).content.slice();
    await host.settle(runtime.close());
    host.disk(name).content.set(copy);
    const refused = await host.import(groupId);
    expect(codeOf(refused)).toBe('group.holders-absent');
    expect(refused.ok ? [] : refused.error.evidence['behind']).toEqual([name === 'A' ? 'Disk1' : 'Disk2']);
    expect(codeOf(await host.import(groupId, { force: true }))).toBe('done');
  });
});

describe('a refused command', () => {
  const stop = { command: 'volume.stop', group: 'Data', volume: 'V1', force: true } as const;

  it('leaves its volume stopped when nobody can be told that it was refused', async () => {
    const { host, runtime } = await mirror();
    for (const disk of host.disks.values()) disk.fault = (operation) => (operation === 'writeDurable' ? broken : null);
    expect(codeOf(await host.run(runtime, stop))).toBe('group.commit-failed');
    expect(host.exported.size).toBe(0);
    expect(alertCodes(host)).toContain('volume.left-stopped');
    for (const disk of host.disks.values()) disk.fault = () => null;
    expect(codeOf(await host.run(runtime, { command: 'volume.start', group: 'Data', volume: 'V1' }))).toBe('done');
  });

  it('opens its volume again when the old content has overtaken it', async () => {
    const { host, runtime } = await mirror();
    host.witnessFails = true;
    expect(codeOf(await host.run(runtime, stop))).toBe('host.state-folder');
    expect(host.exported.size).toBe(1);
    expect(plexStates(runtime)).toEqual(['ACTIVE', 'ACTIVE']);
  });

  it('has its volume made equal again when the flush failed as it was closed', async () => {
    const { host, runtime } = await mirror();
    host.disk('A').fault = (operation) => (operation === 'write' ? broken : null);
    host.disk('B').fault = (operation) => (operation === 'write' ? broken : null);
    expect((await host.write('V1', 0, 3))?.code).toBe('EIO');
    for (const disk of host.disks.values()) disk.fault = () => null;
    host.witnessFails = true;
    const tries = host.witnessTries;
    const refusing = host.run(runtime, stop);
    await host.until(() => host.witnessTries > tries + 1);
    host.witnessFails = false;
    expect(codeOf(await refusing)).toBe('host.state-folder');
    expect(alertCodes(host)).toContain('volume.recovering');
    await host.until(() => runtime.configuration.volumes[0]?.state === 'ACTIVE');
  });
});

describe('headers outside a commit', () => {
  it('the note of a failed flush never overwrites the stamp of another host', async () => {
    const { host } = await mirror();
    for (const name of ['A', 'B']) {
      const { header } = await host.inspect(name);
      if (header !== null) await host.settle(writeHeader(host.disk(name),
        { ...header, stamp: { id: 'beta' as HostId, name: 'beta' }, writes: header.writes + 1 }));
    }
    host.disk('B').fault = (operation) => (operation === 'flush' ? broken : null);
    await host.write('V1', 0, 8);
    await host.flush('V1');
    expect((await host.inspect('B')).header?.stamp?.name).toBe('beta');
  });
});

describe('a disk that arrives', () => {
  it('is refused when the commit that names it is impossible', async () => {
    const { host, runtime } = await mirror();
    const lost = runtime.configuration.disks[1]?.id ?? '';
    expect((await host.settle(runtime.diskLeaves(lost))).ok).toBe(true);
    const { header } = await host.inspect('A');
    if (header !== null) await host.settle(writeHeader(host.disk('A'),
      { ...header, stamp: { id: 'beta' as HostId, name: 'beta' }, writes: header.writes + 1 }));
    expect(codeOf(await host.settle(runtime.diskArrived(host.opening('B'))))).toBe('group.frozen');
    expect(runtime.status().presentDiskIds).not.toContain(lost);
  });
});

describe('the ways out of a fork', () => {
  it('the side that is given up comes back with new ids, added with force; the other side is whole', async () => {
    const { host, runtime, groupId } = await mirror();
    await host.settle(runtime.close());
    for (const [name, byte] of [['A', 2], ['B', 3]] as const) {
      only(host, name);
      const alone = await host.import(groupId, { force: true });
      if (!alone.ok) throw new Error(alone.error.code);
      expect(await host.write('V1', 0, byte)).toBeNull();
      await host.settle(alone.value.close());
    }
    host.absent.clear();
    const refused = await host.import(groupId, { force: true });
    expect(refused.ok ? '' : JSON.stringify(refused.error.remedy)).toContain('vxsplitlines -gData');

    only(host, 'A');
    const kept = await host.import(groupId, { force: true });
    if (!kept.ok) throw new Error(kept.error.code);
    const renewed = await host.settle(renewIds([{ opening: host.opening('B'), device: host.disk('B') }], host.world().random));
    expect(renewed.ok).toBe(true);
    host.crash();
    const again = await host.import(groupId, { force: true });
    if (!again.ok) throw new Error(again.error.code);
    host.absent.clear();
    const add = { command: 'group.adddisk', group: 'Data', disks: ['B'], force: true } as const;
    expect(codeOf(await host.run(again.value, add, ['B']))).toBe('done');
    expect(again.value.configuration.disks).toHaveLength(3);
    expect(await host.read('V1', 0)).toBe(2);
  });
});
