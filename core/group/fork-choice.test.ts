/** Two sides that went on without each other: one is chosen, and the other's disks come back as what they are, old. */
import { describe, expect, it } from 'vitest';
import type { DiskId } from '../model/identity.ts';
import { makeMirror, TestHost } from './group-world.test-double.ts';

/** V1 is a mirror on A and B, Only lies on B. Each side wrote its own byte to V1; B's side wrote 7 to Only. */
async function forked() {
  const host = new TestHost();
  for (const name of ['A', 'B']) host.addDisk(name);
  const runtime = await host.init('Data', 'A', 'B');
  await host.run(runtime, makeMirror('V1'));
  await host.run(runtime, { ...makeMirror('Only', 1), disks: ['B'] });
  await host.write('V1', 0, 1);
  const groupId = runtime.configuration.id;
  const ids = runtime.configuration.disks.map((disk) => disk.id);
  await host.settle(runtime.close());
  for (const [absent, byte] of [['B', 2], ['A', 3]] as const) {
    host.absent.clear();
    host.absent.add(absent);
    const side = await host.import(groupId, { force: true });
    if (!side.ok) throw new Error(side.error.code);
    expect(await host.write('V1', 0, byte)).toBeNull();
    if (absent === 'A') expect(await host.write('Only', 0, 7)).toBeNull();
    await host.settle(side.value.close());
  }
  host.absent.clear();
  return { host, groupId, ids: { A: ids[0] as DiskId, B: ids[1] as DiskId } };
}

describe.each([['A', 2, 1], ['B', 3, 0]] as const)('the side of %s', (side, byte, other) => {
  it('goes on; the other is copied whole from it, and what lies only there is kept', async () => {
    const { host, groupId, ids } = await forked();
    const refused = await host.import(groupId, { force: true, clearStamp: true });
    expect(refused.ok ? '' : refused.error.code).toBe('group.fork');
    const chosen = await host.import(groupId, { selectedCopy: ids[side] });
    if (!chosen.ok) throw new Error(chosen.error.code);
    const runtime = chosen.value;
    expect([await host.read('V1', 0), await host.read('Only', 0)]).toEqual([byte, 7]);
    expect(runtime.birthPlan.warnings.join(' ')).toMatch(/^What was written to Disk. since the sides parted is lost: V1-0. copied whole\./);
    const healed = () => runtime.configuration.plexes.every((plex) => plex.state === 'ACTIVE');
    await host.until(healed);
    host.disk(side).fault = (operation) => (operation === 'read' ? { code: 'EIO', message: 'gone' } : null);
    expect(await host.read('V1', 0)).toBe(byte);
    expect(runtime.configuration.plexes[other]?.state).toBe('ACTIVE');
  });

  it('is whole at every later start, whichever disks are there, or refused', async () => {
    const { host, groupId, ids } = await forked();
    const chosen = await host.import(groupId, { selectedCopy: ids[side] });
    if (!chosen.ok) throw new Error(chosen.error.code);
    host.crash();
    for (const absent of [[], ['A'], ['B']]) {
      host.absent.clear();
      for (const name of absent) host.absent.add(name);
      const again = await host.import(groupId);
      if (!again.ok) {
        expect(['group.holders-absent']).toContain(again.error.code);
        continue;
      }
      const value = again.value.status().volumes[0]?.started === true ? await host.read('V1', 0) : byte;
      expect(value).toBe(byte);
      host.crash();
    }
  });
});
