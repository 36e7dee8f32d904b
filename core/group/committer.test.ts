/** Commits under failing holders, through the whole runtime: what the disks say afterwards is what counts. */
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { IoError } from '../device/ports.ts';
import { recordBlockBytes } from '../format/record-block.ts';
import type { Command } from '../model/command.ts';
import type { HostId } from '../model/identity.ts';
import { setSabotages } from '../model/sabotage.ts';
import { writeHeader } from './disk-writer.ts';
import { makeMirror, TestHost } from './group-world.test-double.ts';

afterEach(() => { setSabotages([]); });

const broken: IoError = { code: 'EIO', message: 'broken' };
const rename = (newName: string) => ({ command: 'volume.rename', group: 'Data', volume: 'V1', newName }) as const;

async function three() {
  const host = new TestHost();
  for (const name of ['A', 'B', 'C']) host.addDisk(name);
  const runtime = await host.init('Data', 'A', 'B', 'C');
  expect((await host.run(runtime, makeMirror('V1', 2))).ok).toBe(true);
  return { host, runtime, groupId: runtime.configuration.id };
}

async function sequences(host: TestHost) {
  const found: Record<string, number> = {};
  for (const name of ['A', 'B', 'C']) found[name] = (await host.inspect(name)).configuration?.sequence ?? 0;
  return found;
}

describe('a commit', () => {
  it('is on every holder and in the witness before it is published', async () => {
    const { host, runtime } = await three();
    const { sequence } = runtime.configuration;
    expect(await sequences(host)).toEqual({ A: sequence, B: sequence, C: sequence });
    expect(host.witnessSequence).toBe(sequence);
  });

  it('writes the slot that does not hold the newest: a torn write loses nothing', async () => {
    const { host, runtime, groupId } = await three();
    let current = runtime;
    for (let index = 0; index < 4; index += 1) {
      // Every slot write of this commit is cut off in its middle, on all disks at once, and the host dies.
      let written = 0;
      for (const memory of host.disks.values()) {
        memory.fault = (operation, at, length) => {
          if (operation !== 'writeDurable' || length <= recordBlockBytes) return null;
          memory.content.set(new Uint8Array(recordBlockBytes / 2).fill(0xee), at);
          written += 1;
          return broken;
        };
      }
      void current.execute({ command: rename('V2'), dryRun: false, actor: 'test' });
      await host.until(() => written >= 3);
      host.crash();
      for (const memory of host.disks.values()) memory.fault = () => null;
      const again = await host.import(groupId);
      expect(again.ok && again.value.configuration.volumes[0]?.name).toBe('V1');
      if (again.ok) current = again.value;
    }
  });

  it('over the newest slot would lose the group, which the test above would see', async () => {
    const { host, runtime, groupId } = await three();
    setSabotages(['commit-over-newest-slot']);
    for (const memory of host.disks.values()) {
      memory.fault = (operation, at, length) => {
        if (operation !== 'writeDurable' || length <= recordBlockBytes) return null;
        memory.content.set(new Uint8Array(64).fill(0xee), at);
        return broken;
      };
    }
    void runtime.execute({ command: rename('V2'), dryRun: false, actor: 'test' });
    await host.until(() => host.alerts.filter((alert) => alert.code === 'holder.left-out').length === 3);
    host.crash();
    for (const memory of host.disks.values()) memory.fault = () => null;
    const again = await host.import(groupId);
    expect(again.ok && again.value.configuration.sequence >= runtime.configuration.sequence).toBe(false);
  });

  it('of an administrator under which a holder fails is refused and overtaken by the old content', async () => {
    const { host, runtime } = await three();
    const before = runtime.configuration;
    host.disk('B').fault = (operation) => (operation === 'writeDurable' ? broken : null);
    const refused = await host.run(runtime, rename('V2'));
    expect(refused.ok ? '' : refused.error.code).toBe('group.commit-failed');
    expect(runtime.configuration.volumes).toEqual(before.volumes);
    expect(runtime.configuration.sequence).toBe(before.sequence + 2);
    expect(runtime.configuration.holders).not.toContain(before.disks[1]?.id);
    expect((await host.inspect('A')).configuration?.volumes[0]?.name).toBe('V1');
    host.disk('B').fault = () => null;
    expect((await host.run(runtime, rename('V2'))).ok).toBe(true);
  });

  it('without the rollback the refused content would come back at the next start', async () => {
    const { host, runtime, groupId } = await three();
    setSabotages(['rollback-omitted']);
    host.disk('B').fault = (operation) => (operation === 'writeDurable' ? broken : null);
    expect((await host.run(runtime, rename('V2'))).ok).toBe(false);
    host.disk('B').fault = () => null;
    host.crash();
    const again = await host.import(groupId);
    expect(again.ok && again.value.configuration.volumes[0]?.name).toBe('V2');
  });

  it('waits 3 s for a silent holder, then goes on without it, and the late write is never newer', async () => {
    const { host, runtime, groupId } = await three();
    const silent = host.disk('C');
    const original = silent.writeDurable.bind(silent);
    const held: (() => void)[] = [];
    silent.writeDurable = (...args) => { held.push(() => { original(...args); }); return false; };
    host.absent.add('B');
    const at = host.clock.now;
    expect(await host.write('V1', 0, 1)).toBeNull();
    expect(host.clock.now - at).toBeLessThan(10_000);
    expect(runtime.configuration.holders).toHaveLength(1);
    for (const late of held) late();
    host.crash();
    host.absent.clear();
    host.absent.add('A').add('B');
    silent.writeDurable = original;
    const stale = await host.import(groupId);
    expect(stale.ok ? '' : stale.error.code).toBe('group.holders-absent');
  });

  it('with no holder holds the write for 30 s, then fails it; reads go on', async () => {
    const { host, runtime } = await three();
    for (const memory of host.disks.values()) memory.fault = (operation) => (operation === 'writeDurable' ? broken : null);
    const lost = runtime.configuration.subdisks[1]?.diskId;
    const name = ['A', 'B', 'C'][runtime.configuration.disks.findIndex((disk) => disk.id === lost)] ?? '';
    host.absent.add(name);
    const at = host.clock.now;
    expect((await host.write('V1', 0, 1))?.code).toBe('EIO');
    expect(host.clock.now - at).toBeGreaterThanOrEqual(30_000);
    expect(typeof (await host.read('V1', 0))).toBe('number');
  });

  it('a holder that comes back within the 30 s lets the write through', async () => {
    const { host, runtime } = await three();
    const lost = runtime.configuration.subdisks[1]?.diskId;
    host.absent.add(['A', 'B', 'C'][runtime.configuration.disks.findIndex((disk) => disk.id === lost)] ?? '');
    const at = host.clock.now;
    for (const memory of host.disks.values()) memory.fault = (operation) =>
      (operation === 'writeDurable' && host.clock.now - at < 9_000 ? broken : null);
    expect(await host.write('V1', 0, 1)).toBeNull();
    expect(host.clock.now - at).toBeGreaterThanOrEqual(9_000);
  });

  async function takenOver() {
    const { host, runtime } = await three();
    for (const name of ['A', 'B', 'C']) {
      const { header } = await host.inspect(name);
      if (header !== null) await host.settle(writeHeader(host.disk(name),
        { ...header, stamp: { id: 'beta' as HostId, name: 'beta' }, writes: header.writes + 1 }));
    }
    return { host, runtime };
  }

  const deport = (force: boolean): Command => ({ command: 'group.deport', group: 'Data', force });
  const contents = (host: TestHost) => ['A', 'B', 'C'].map((name) => createHash('sha256').update(host.disk(name).content).digest('hex'));

  it('a foreign stamp freezes the group: each command is refused with the one way out, and clients get EIO', async () => {
    const { host, runtime } = await takenOver();
    expect(await host.run(runtime, rename('V2'))).toMatchObject({ ok: false, error: {
      code: 'group.frozen', evidence: { reason: expect.stringContaining('the stamp of host beta (beta)') as unknown },
      remedy: { kind: 'command', command: deport(true) },
    } });
    for (const command of [deport(false), rename('V2'), { command: 'volume.stop', group: 'Data', volume: 'V1', force: false } as const]) {
      const error = { code: 'group.frozen', remedy: { command: deport(true) } };
      expect(await host.run(runtime, command)).toMatchObject({ ok: false, error });
    }
    const before = contents(host);
    expect(await host.write('V1', 0, 1)).toMatchObject({ code: 'EIO' });
    expect(await host.flush('V1')).toMatchObject({ code: 'EIO' });
    expect(await host.read('V1', 0)).toBe('EIO');
    const health = Object.values(runtime.status().healthByVolumeId);
    expect(health).toMatchObject([{ word: 'Failed', reason: expect.stringContaining('beta') as unknown }]);
    expect(host.alerts.find(({ code }) => code === 'group.frozen')?.message).toMatch(/beta \(beta\).*vxdg -gData -f deport$/);
    expect(contents(host)).toEqual(before);
  });

  it('is found by a look at the stamp, though nothing is committed', async () => {
    const { host, runtime } = await takenOver();
    expect(await host.write('V1', 0, 1)).toBeNull();
    await host.settle(runtime.lookAtStamp());
    expect(runtime.status().frozenBecause).toContain('beta');
    expect(await host.write('V1', 0, 1)).toMatchObject({ code: 'EIO' });
  });

  it('a forced deport lets a frozen group go, and writes nothing', async () => {
    const { host, runtime } = await takenOver();
    await host.settle(runtime.lookAtStamp());
    const before = contents(host);
    expect(await host.run(runtime, deport(true))).toMatchObject({ ok: true, value: { summary: [expect.stringContaining('beta')] } });
    expect(runtime.ended).toBe(true);
    expect([...host.exported.keys()]).toEqual([]);
    expect(contents(host)).toEqual(before);
  });

  it('a full state folder refuses the command, and the next one works', async () => {
    const { host, runtime } = await three();
    host.witnessFails = true;
    const refused = await host.run(runtime, rename('V2'));
    expect(refused.ok ? '' : refused.error.code).toBe('host.state-folder');
    expect(runtime.configuration.volumes[0]?.name).toBe('V1');
    expect((await host.inspect('A')).configuration?.volumes[0]?.name).toBe('V1');
    host.witnessFails = false;
    expect((await host.run(runtime, rename('V3'))).ok).toBe(true);
  });
});
