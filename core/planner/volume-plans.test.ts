import { describe, expect, it } from 'vitest';
import { gibibyte, kibibyte, mebibyte } from '../model/limits.ts';
import { queryMaximum } from './query-maximum.ts';
import { client, group, grow, make, TestWorld } from './test-world.ts';

function disksOfPlexes(world: TestWorld, volume: string): readonly (readonly string[])[] {
  const { plexes, subdisks, disks } = world.configuration;
  return plexes
    .filter((plex) => plex.volumeId === world.volumeId(volume))
    .map((plex) =>
      subdisks
        .filter((subdisk) => subdisk.plexId === plex.id)
        .map((subdisk) => disks.find((disk) => disk.id === subdisk.diskId)?.name ?? ''),
    );
}

describe('making volumes', () => {
  it('fills in names, and leaves the volume CLEAN, to be started', () => {
    const world = group(2);
    const plan = world.do({ ...make, volume: '', type: 'mirror', mirrors: 1, driveLetter: 'e:' });
    const [volume] = world.configuration.volumes;
    expect(volume).toMatchObject({
      name: 'Volume1',
      lengthBytes: gibibyte,
      state: 'CLEAN',
      startAtImport: true,
      driveLetter: 'E',
      readPolicy: { kind: 'select' },
    });
    expect(world.configuration.plexes.map((plex) => [plex.name, plex.state, plex.layout])).toEqual([
      ['Volume1-01', 'CLEAN', 'concatenated'],
      ['Volume1-02', 'CLEAN', 'concatenated'],
    ]);
    expect(world.configuration.subdisks.map((subdisk) => subdisk.name)).toEqual(['Disk1-01', 'Disk2-01']);
    expect(plan.command).toMatchObject({ volume: 'Volume1' });
    expect(plan.summary.join(' ')).toContain('Harddisk0');
  });

  it('zeroes all new space, once, and nothing else', () => {
    const world = group(2);
    const plan = world.do({ ...make, type: 'mirror', mirrors: 2 });
    expect(plan.zero).toEqual(
      world.configuration.subdisks.map((one) => ({ diskId: one.diskId, offsetBytes: one.diskOffsetBytes, lengthBytes: one.lengthBytes })),
    );
    expect([plan.peakSpaceBytes, plan.bytesToCopy]).toEqual([2 * gibibyte + 2 * mebibyte, 0]);
  });

  it('copies instead where nothing is zeroed', () => {
    const plan = group(3).do({ ...make, type: 'mirror', mirrors: 3, zeroed: false });
    expect([plan.zero, plan.bytesToCopy]).toEqual([[], 2 * gibibyte]);
    expect(plan.warnings[0]).toContain('init=none');
  });

  it('rounds up to whole MiB, and stripes to whole rows', () => {
    const world = group(4);
    const plain = world.do({ ...make, volume: 'A', sizeBytes: 1.5 * mebibyte });
    expect(plain.warnings).toEqual(['Volume A gets 2 MiB for the 1.5 MiB asked for: its size is a multiple of 1 MiB.']);
    const striped = world.do({ ...make, volume: 'B', sizeBytes: 10 * mebibyte, type: 'stripe', columns: 3 });
    expect(striped.warnings).toEqual(['Volume B gets 12 MiB for the 10 MiB asked for: its size is a multiple of 3 MiB.']);
    world.do({ ...make, volume: 'C', sizeBytes: mebibyte, type: 'stripe', columns: 2, stripeUnitBytes: 16 * mebibyte });
    expect(world.configuration.volumes.map((volume) => volume.lengthBytes / mebibyte)).toEqual([2, 12, 32]);
  });

  it('takes as many columns as suit, and two at least', () => {
    const world = group(5);
    world.do({ ...make, type: 'stripe' });
    world.do({ ...make, volume: 'M', type: 'stripe', mirrors: 2, sizeBytes: 100 * mebibyte });
    expect(world.configuration.plexes.map((plex) => plex.columns)).toEqual([5, 2, 2]);
    expect(world.configuration.plexes[0]?.stripeUnitBytes).toBe(64 * kibibyte);
    expect(group(12).do({ ...make, type: 'stripe' }).after?.plexes[0]?.columns).toBe(8);
  });

  it('makes a mirrored stripe of disks that are all different', () => {
    const world = group(4);
    world.do({ ...make, type: 'stripe', mirrors: 2, columns: 2 });
    expect(new Set(disksOfPlexes(world, 'V').flat()).size).toBe(4);
  });

  it('obeys named disks, by either name, and exclusions', () => {
    const world = group(4);
    world.do({ ...make, disks: ['Harddisk2'] });
    world.do({ ...make, volume: 'W', type: 'mirror', mirrors: 2, disks: ['Disk1', 'harddisk1'], excludedDisks: ['Harddisk3'] });
    expect(disksOfPlexes(world, 'V')).toEqual([['Disk3']]);
    expect(disksOfPlexes(world, 'W')).toEqual([['Disk1'], ['Disk2']]);
  });

  it('leaves out disks that are missing, failed, failing or read-only', () => {
    const world = group(5);
    world.present.delete(world.diskId('Harddisk0'));
    world.failed.add(world.diskId('Harddisk1'));
    world.change('Harddisk2', { readOnly: true });
    world.configuration = {
      ...world.configuration,
      disks: world.configuration.disks.map((disk) => ({ ...disk, failing: disk.name === 'Disk4' })),
    };
    world.do(make);
    expect(disksOfPlexes(world, 'V')).toEqual([['Disk5']]);
    const refused = world.plan({ ...make, volume: 'W', type: 'mirror', mirrors: 2 });
    expect(!refused.ok && refused.error.evidence['unusable']).toEqual([
      'Harddisk0 is missing',
      'Harddisk1 has failed',
      'Harddisk2 is attached read-only',
      'Harddisk3 had errors',
    ]);
  });

  it('warns of plexes that share an enclosure although there are several', () => {
    const world = new TestWorld([{ enclosure: 'A' }, { enclosure: 'A' }, { enclosure: 'B' }]);
    expect(world.do({ ...make, type: 'mirror', mirrors: 2 }).warnings).toEqual([]);
    expect(
      world.do({ ...make, volume: 'W', type: 'mirror', mirrors: 2, sizeBytes: mebibyte, disks: ['Disk1', 'Disk2'] }).warnings[0],
    ).toMatch(/W-01, W-02 .* enclosure A/);
  });

  it.each([
    {},
    { type: 'mirror', mirrors: 2 },
    { type: 'stripe' },
    { type: 'stripe', columns: 3 },
    { type: 'stripe', mirrors: 2 },
  ] as const)('makes the maximum of %j, and nothing more', (shape) => {
    const world = new TestWorld([
      { sizeBytes: 64 * mebibyte },
      { sizeBytes: 100 * mebibyte },
      { sizeBytes: 70 * mebibyte },
      { sizeBytes: 2 * gibibyte },
    ]);
    world.do({ ...make, volume: 'old', sizeBytes: 10 * mebibyte, disks: ['Disk3'] });
    const asked = queryMaximum(world.configuration, { ...make, ...shape, sizeBytes: 1 }, world.context());
    const most = asked.ok ? asked.value : 0;
    expect(most).toBeGreaterThan(0);
    const more = world.plan({ ...make, ...shape, sizeBytes: most + 1 });
    expect(more.ok || more.error.code).toMatch(/^space\./);
    world.do({ ...make, ...shape, sizeBytes: 'MAX' });
    expect(world.configuration.volumes[1]?.lengthBytes).toBe(most);
  });
});

describe('growing volumes', () => {
  it('lengthens the last subdisk where the disk goes on free', () => {
    const world = group(2);
    world.do({ ...make, type: 'mirror', mirrors: 2 });
    const before = world.configuration.subdisks;
    const plan = world.do({ ...grow, byBytes: 10 * mebibyte });
    expect(world.configuration.subdisks.map((one) => [one.id, one.lengthBytes])).toEqual(
      before.map((one) => [one.id, gibibyte + 10 * mebibyte]),
    );
    expect(plan.zero).toEqual(
      before.map((one) => ({ diskId: one.diskId, offsetBytes: one.diskOffsetBytes + gibibyte, lengthBytes: 10 * mebibyte })),
    );
    expect(world.configuration.volumes[0]?.lengthBytes).toBe(gibibyte + 10 * mebibyte);
  });

  it('adds a subdisk where something is in the way, also on another disk', () => {
    const world = group(2);
    world.do({ ...make, disks: ['Disk1'] });
    world.do({ ...make, volume: 'W', sizeBytes: 100 * mebibyte, disks: ['Disk1'] });
    world.do({ ...grow, byBytes: 100 * mebibyte });
    world.do({ ...grow, byBytes: gibibyte, disks: ['Disk2'] });
    const own = world.configuration.subdisks.filter((one) => one.plexId === world.configuration.plexes[0]?.id);
    expect(own.map((one) => [one.name, one.columnOffsetBytes / mebibyte])).toEqual([
      ['Disk1-01', 0],
      ['Disk1-03', 1024],
      ['Disk2-01', 1124],
    ]);
  });

  it('grows every column alike, to a size or by one', () => {
    const world = group(3);
    world.do({ ...make, type: 'stripe', columns: 3, sizeBytes: 30 * mebibyte });
    world.do({ ...grow, byBytes: undefined, toBytes: 31 * mebibyte });
    expect(world.configuration.volumes[0]?.lengthBytes).toBe(33 * mebibyte);
    expect(world.configuration.subdisks.map((one) => one.lengthBytes / mebibyte)).toEqual([11, 11, 11]);
  });

  it.each([{}, { type: 'mirror', mirrors: 2 }, { type: 'stripe', columns: 2 }, { type: 'stripe', mirrors: 2, columns: 2 }] as const)(
    'grows %j by its maximum, and not by more',
    (shape) => {
      const world = new TestWorld([
        { sizeBytes: 64 * mebibyte },
        { sizeBytes: 100 * mebibyte },
        { sizeBytes: 70 * mebibyte },
        { sizeBytes: 200 * mebibyte },
        { sizeBytes: 31 * mebibyte },
      ]);
      world.do({ ...make, ...shape, sizeBytes: 20 * mebibyte });
      const asked = queryMaximum(world.configuration, grow, world.context());
      const most = asked.ok ? asked.value : 0;
      expect(most).toBeGreaterThan(0);
      const more = world.plan({ ...grow, byBytes: most + 1 });
      expect(more.ok || more.error.code).toMatch(/^space\./);
      world.do({ ...grow, byBytes: most });
      expect(world.configuration.volumes[0]?.lengthBytes).toBe(20 * mebibyte + most);
      const none = queryMaximum(world.configuration, grow, world.context());
      expect(none.ok && none.value).toBe(0);
    },
  );
});

describe('changing volumes', () => {
  it('finds a volume by name, GUID, path, device path and letter', () => {
    const world = group(1);
    world.do({ ...make, driveLetter: 'E' });
    const id = world.volumeId('V');
    for (const name of ['v', id, `\\\\?\\Volume{${id}}\\`, '\\Device\\HarddiskDmVolumes\\dg\\V', 'e:']) {
      expect(world.plan({ command: 'volume.access', group: 'DG', volume: name, readOnly: true }).ok).toBe(true);
    }
    expect(world.plan({ command: 'volume.access', group: 'DG', volume: '\\Device\\HarddiskDmVolumes\\X\\V', readOnly: true }).ok).toBe(
      false,
    );
  });

  it('starts and stops with the states of the engine', () => {
    const world = group(2);
    world.do({ ...make, type: 'mirror', mirrors: 2 });
    world.do({ command: 'volume.start', group: 'DG', volume: 'V' });
    expect([world.configuration.volumes[0]?.state, ...world.configuration.plexes.map((plex) => plex.state)]).toEqual([
      'ACTIVE',
      'ACTIVE',
      'ACTIVE',
    ]);
    world.do({ command: 'volume.stop', group: 'DG', volume: 'V', force: false });
    expect(world.configuration.volumes[0]).toMatchObject({ state: 'CLEAN', startAtImport: false });
  });

  it('makes a mirror equal that was in use at a crash, and does not call it clean when it is stopped meanwhile', () => {
    const world = group(2);
    world.do({ ...make, type: 'mirror', mirrors: 2 });
    world.do({ command: 'volume.start', group: 'DG', volume: 'V' });
    world.started.clear();
    const plan = world.do({ command: 'volume.start', group: 'DG', volume: 'V' });
    expect([plan.bytesToCopy, world.configuration.volumes[0]?.state]).toEqual([gibibyte, 'SYNC']);
    world.started.add(world.volumeId('V'));
    world.do({ command: 'volume.stop', group: 'DG', volume: 'V', force: false });
    expect(world.configuration.volumes[0]?.state).toBe('SYNC');
    world.do({ command: 'group.deport', group: 'DG', force: false });
    expect(world.configuration.volumes[0]?.state).toBe('SYNC');
  });

  it('deletes with everything that belongs to it, and says who is cut off', () => {
    const world = group(2);
    world.do({ ...make, type: 'mirror', mirrors: 2 });
    world.do({ ...make, volume: 'W', sizeBytes: mebibyte });
    world.clients.set(world.volumeId('V'), [client]);
    const plan = world.do({ command: 'volume.delete', group: 'DG', volume: 'V', force: true });
    expect(plan.warnings).toEqual(['Disconnected: 10.0.0.1:5000.']);
    expect([world.configuration.volumes.length, world.configuration.plexes.length, world.configuration.subdisks.length]).toEqual([1, 1, 1]);
  });

  it('renames with its plexes, keeps its id, and lets it change its case', () => {
    const world = group(2);
    world.do({ ...make, type: 'mirror', mirrors: 2 });
    const id = world.volumeId('V');
    world.do({ command: 'volume.rename', group: 'DG', volume: 'V', newName: 'v' });
    world.do({ command: 'volume.rename', group: 'DG', volume: 'v', newName: 'Data' });
    expect(world.volumeId('Data')).toBe(id);
    expect(world.configuration.plexes.map((plex) => plex.name)).toEqual(['Data-01', 'Data-02']);
  });

  it('prefers a plex, assigns and frees a letter, changes access', () => {
    const world = group(2);
    world.do({ ...make, type: 'mirror', mirrors: 2 });
    world.do({ command: 'volume.rdpol', group: 'DG', volume: 'V', policy: 'prefer', plex: 'v-02' });
    expect(world.configuration.volumes[0]?.readPolicy).toEqual({ kind: 'prefer', plexId: world.configuration.plexes[1]?.id });
    world.do({ command: 'volume.assign', group: 'DG', volume: 'V', driveLetter: 'e' });
    world.do({ command: 'volume.assign', group: 'DG', volume: 'V', driveLetter: 'E:' });
    expect(world.configuration.volumes[0]?.driveLetter).toBe('E');
    world.do({ command: 'volume.assign', group: 'DG', volume: 'E:', driveLetter: '' });
    world.do({ command: 'volume.access', group: 'DG', volume: 'V', readOnly: true });
    expect(world.configuration.volumes[0]).toMatchObject({ driveLetter: '', readOnly: true });
  });
});
