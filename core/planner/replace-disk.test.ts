/** vxdg repldisk: only what is gone or broken is replaced, only by what is free, and nothing is given up unsaid. */
import { describe, expect, it } from 'vitest';
import { gibibyte, mebibyte } from '../model/limits.ts';
import { unnamedChanges } from '../model/state-changes.ts';
import type { CandidateDisk } from './planning-context.ts';
import { client, group, make, type TestWorld } from './test-world.ts';

interface Given { readonly mirrors?: number; readonly replacement?: Partial<CandidateDisk>; readonly missing?: boolean }

/** Three disks, V on the first of them; Harddisk3 is the one to come. Harddisk0 is away. */
function lost({ mirrors = 2, replacement = {}, missing = true }: Given = {}): TestWorld {
  const world = group(3);
  const mirrored = mirrors > 1 ? { type: 'mirror' as const, mirrors } : {};
  world.do({ ...make, ...mirrored, sizeBytes: 512 * mebibyte, disks: ['Harddisk0', 'Harddisk1'].slice(0, mirrors) });
  world.started.add(world.volumeId('V'));
  world.attach(replacement);
  if (missing) world.present.delete(world.diskId('Harddisk0'));
  return world;
}

const replace = (force = false, disk = 'Disk1', replacement = 'Harddisk3') =>
  ({ command: 'group.repldisk', group: 'DG', disk, replacement, force }) as const;

describe('repldisk', () => {
  it('lays everything out at its old place; plexes there are STALE and copied whole', () => {
    const world = lost();
    const before = world.configuration;
    const oldId = world.diskId('Harddisk0');
    const planned = world.plan(replace());
    if (!planned.ok || planned.value.after === null) throw new Error('not planned');
    const { after, bytesToCopy } = planned.value;
    expect(unnamedChanges(before, after)).toEqual([]);
    expect(after.disks.map((disk) => disk.name)).toEqual(['Disk1', 'Disk2', 'Disk3']);
    expect([after.disks.some((disk) => disk.id === oldId), after.holders.includes(after.disks[0]!.id)]).toEqual([false, true]);
    expect(after.subdisks.map((subdisk) => [subdisk.id, subdisk.diskOffsetBytes]))
      .toEqual(before.subdisks.map((subdisk) => [subdisk.id, subdisk.diskOffsetBytes]));
    expect(after.plexes.map((plex) => [plex.state, plex.missed])).toEqual([['STALE', null], ['CLEAN', null]]);
    expect(after.logs.filter((log) => log.diskId === after.disks[0]!.id).every((log) => log.state === 'STALE')).toBe(true);
    expect(bytesToCopy).toBe(512 * mebibyte);
  });

  it('on a disk that is laid out differently finds new places', () => {
    const world = lost({ replacement: { sizeBytes: gibibyte - mebibyte } });
    const planned = world.plan(replace());
    const disk = planned.ok ? planned.value.after?.disks[0] : undefined;
    expect(disk?.dataStartBytes).toBe(4 * mebibyte);
    expect(planned.ok ? planned.value.after?.subdisks[0]?.diskId : '').toBe(disk?.id);
  });

  it.each([
    ['a disk that is there and sound', { missing: false }, replace(), 'disk.sound', {}],
    ['a disk that holds data', { replacement: { holds: 'an ext4 file system' } }, replace(), 'disk.holds-data', {}],
    ['a disk of another group', { replacement: { groupName: 'Other', groupImported: true } }, replace(true), 'disk.in-group', {}],
    ['a disk of a group that is not imported', { replacement: { groupName: 'Other' } }, replace(), 'disk.holds-data', {}],
    ['a member in its place', {}, replace(false, 'Disk1', 'Harddisk2'), 'disk.in-group', {}],
    ['a smaller disk', { replacement: { sizeBytes: 256 * mebibyte } }, replace(), 'disk.too-small', { sizeBytes: 256 * mebibyte }],
    ['the disk of the last good copy', { mirrors: 1 }, replace(), 'plex.last', { volumes: ['V'] }],
    ['a name that there is not', {}, replace(false, 'Disk9'), 'disk.unknown', {}],
  ] as const)('is refused: %s', (_words, given, command, code, evidence) => {
    const planned = lost(given).plan(command);
    expect(planned.ok ? '' : planned.error).toMatchObject({ code, evidence });
  });

  it('one that only had errors is to be detached first', () => {
    const world = lost({ missing: false });
    world.configuration = { ...world.configuration, disks: world.configuration.disks.map((disk) => ({ ...disk, failing: true })) };
    const planned = world.plan(replace());
    expect(planned.ok ? null : planned.error)
      .toMatchObject({ code: 'disk.sound', remedy: { command: { command: 'disk.detach', disk: 'Harddisk0' } } });
  });

  it('says how much is needed', () => {
    const planned = lost({ replacement: { sizeBytes: 256 * mebibyte } }).plan(replace());
    expect(planned.ok ? 0 : planned.error.evidence['smallestBytes']).toBeGreaterThanOrEqual(516 * mebibyte);
  });

  it('the way out of its refusals is the same command with force', () => {
    for (const given of [{ replacement: { holds: 'an ext4 file system' } }, { mirrors: 1 }]) {
      const planned = lost(given).plan(replace());
      expect(planned.ok ? null : planned.error.remedy).toEqual({ kind: 'command', command: replace(true) });
    }
  });

  it('with force gives the volumes up by name, and not while clients use them unsaid', () => {
    const world = lost({ mirrors: 1 });
    world.clients.set(world.volumeId('V'), [client]);
    const planned = world.plan(replace(true));
    expect(planned.ok ? [planned.value.after?.volumes, planned.value.summary[0], planned.value.warnings[0]] : [])
      .toEqual([[], 'Volume V (512 MiB) and all its data are given up.', 'Disconnected: 10.0.0.1:5000 (volume V).']);
  });

  it('a volume whose other plex is stale is given up only by force, and the refusal says where older data is', () => {
    const world = lost();
    world.configuration = {
      ...world.configuration, plexes: world.configuration.plexes.map((plex, index) => (index === 1 ? { ...plex, state: 'STALE' } : plex)),
    };
    const planned = world.plan(replace());
    expect(planned.ok ? '' : planned.error).toMatchObject({ code: 'plex.last', evidence: { reason: 'older data may be on V-02' } });
  });
});
