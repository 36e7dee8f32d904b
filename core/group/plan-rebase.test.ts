/** What the engine committed between a plan and its execution stands, wherever the plan did not touch it. */
import { describe, expect, it } from 'vitest';
import { sampleConfiguration } from '../format/sample-configuration.test-double.ts';
import type { DiskRecord, GroupConfiguration, PlexRecord, VolumeRecord } from '../model/configuration.ts';
import { rebase } from './plan-rebase.ts';

const before = sampleConfiguration(2);
const missed = { slot: 3, id: 'absence' };

function with0<Table extends 'disks' | 'volumes' | 'plexes'>(
  configuration: GroupConfiguration, table: Table, change: Partial<GroupConfiguration[Table][number]>,
): GroupConfiguration {
  const rows: readonly (DiskRecord | VolumeRecord | PlexRecord)[] = configuration[table];
  return { ...configuration, [table]: rows.map((row, index) => (index === 0 ? { ...row, ...change } : row)) };
}

describe('a plan on a configuration that has changed meanwhile', () => {
  it('is taken as it is where nothing has', () => {
    const after = with0(before, 'volumes', { name: 'Renamed' });
    expect(rebase(before, after, before)).toBe(after);
  });

  it('keeps marks, serials, places and holders that the engine committed', () => {
    const after = with0(before, 'volumes', { name: 'Renamed' });
    let published = with0(before, 'plexes', { state: 'STALE', missed });
    published = with0(published, 'disks', { serial: 7, lastAccess: '/elsewhere', failing: true });
    published = with0(published, 'volumes', { readPolicy: { kind: 'round' } });
    published = { ...published, holders: before.holders.slice(1) };
    const rebased = rebase(before, after, published);
    expect(rebased.plexes[0]).toEqual(published.plexes[0]);
    expect(rebased.disks[0]).toEqual(published.disks[0]);
    expect(rebased.holders).toEqual(published.holders);
    expect(rebased.volumes[0]).toEqual({ ...published.volumes[0], name: 'Renamed' });
  });

  it('stands where the plan itself changed the same', () => {
    let after = with0(before, 'plexes', { state: 'OFFLINE', missed: { slot: 5, id: 'planned' } });
    after = with0(after, 'disks', { failing: true });
    after = with0(after, 'volumes', { readPolicy: { kind: 'round' }, state: 'CLEAN' });
    after = { ...after, holders: before.holders.slice(0, 1) };
    let published = with0(before, 'plexes', { state: 'STALE', missed });
    published = with0(published, 'volumes', { readPolicy: { kind: 'select' }, state: 'SYNC' });
    published = { ...published, holders: before.holders.slice(1) };
    const rebased = rebase(before, after, published);
    expect(rebased.plexes[0]).toMatchObject({ state: 'OFFLINE', missed: { slot: 5, id: 'planned' } });
    expect(rebased.disks[0]?.failing).toBe(true);
    expect(rebased.volumes[0]).toMatchObject({ readPolicy: { kind: 'round' }, state: 'CLEAN' });
    expect(rebased.holders).toEqual(after.holders);
  });

  it('brings nothing back that is gone, and adds what it makes', () => {
    const [first, second] = before.plexes;
    const made = { ...before.plexes[1], id: 'new', name: 'new' } as PlexRecord;
    const published = {
      ...before, plexes: before.plexes.filter((plex) => plex !== first),
      subdisks: before.subdisks.filter(({ plexId }) => plexId !== first?.id),
    };
    const rebased = rebase(before, { ...before, plexes: [...before.plexes, made] }, published);
    expect(rebased.plexes.map(({ id }) => id)).not.toContain(first?.id);
    expect(rebased.plexes.map(({ id }) => id)).toEqual(expect.arrayContaining([second?.id, 'new']));
    expect(rebased.subdisks.some(({ plexId }) => plexId === first?.id)).toBe(false);
  });

  it('forgets maps whose regions the plan changes, and maps of plexes that it puts on another disk', () => {
    const published = with0(before, 'plexes', { state: 'STALE', missed });
    expect(rebase(before, with0(before, 'volumes', { mapRegionBytes: 65536 }), published).plexes[0]?.missed).toBeNull();
    const [disk, other] = before.disks;
    const moved = before.subdisks.map((subdisk, index) =>
      (index === 0 ? { ...subdisk, diskId: (subdisk.diskId === disk?.id ? other : disk)?.id ?? subdisk.diskId } : subdisk));
    expect(rebase(before, { ...before, subdisks: moved }, published).plexes[0]?.missed).toBeNull();
    expect(rebase(before, with0(before, 'volumes', { name: 'Renamed' }), published).plexes[0]?.missed).toEqual(missed);
  });
});
