import { describe, expect, it } from 'vitest';
import type { IoError } from '../device/ports.ts';
import { standardLayout } from '../format/private-region-layout.ts';
import type { DiskId } from '../model/identity.ts';
import { privateRegionSmallBytes } from '../model/limits.ts';
import { formatDisk } from './disk-writer.ts';
import { makeMirror, TestHost } from './group-world.test-double.ts';
import { renewIds } from './renew-ids.ts';

async function copied(...names: string[]) {
  const host = new TestHost();
  for (const name of ['A', 'B']) host.addDisk(name);
  const runtime = await host.init('Data', 'A', 'B');
  await host.run(runtime, makeMirror('V1'));
  await host.run(runtime, { ...makeMirror('S1', 1), disks: ['B'] });
  await host.write('V1', 0, 6);
  await host.settle(runtime.close());
  const elsewhere = new TestHost('beta');
  for (const name of names) elsewhere.addDisk(name).content.set(host.disk(name).content);
  return { host, elsewhere, configuration: runtime.configuration };
}

const images = (host: TestHost) => [...host.disks].map(([name, device]) => ({ opening: host.opening(name), device }));

describe('renewids', () => {
  it('images of one group given together stay one group, deported, with no id in common with the original', async () => {
    const { elsewhere, configuration } = await copied('A', 'B');
    const renewed = await elsewhere.settle(renewIds(images(elsewhere), elsewhere.world().random));
    expect(renewed.ok).toBe(true);
    if (!renewed.ok) return;
    const [a, b] = [await elsewhere.inspect('A'), await elsewhere.inspect('B')];
    expect(a.header?.groupId).toBe(b.header?.groupId);
    expect([a.header?.stamp, a.configuration?.stamp, a.damage]).toEqual([null, null, []]);
    const ids = (of: typeof configuration) =>
      [of.id, ...of.disks, ...of.volumes, ...of.plexes, ...of.subdisks].map((item) => (typeof item === 'string' ? item : item.id));
    const old = new Set<string>(ids(configuration));
    expect(a.configuration === null ? ['none'] : ids(a.configuration).filter((id) => old.has(id))).toEqual([]);
    const groupId = renewed.value[0]?.groupId;
    const imported = groupId ? await elsewhere.import(groupId) : null;
    expect(imported?.ok).toBe(true);
    expect(await elsewhere.read('V1', 0)).toBe(6);
  });

  it('a disk that is not given is dropped with the plexes and volumes that need it', async () => {
    const { elsewhere } = await copied('A');
    const renewed = await elsewhere.settle(renewIds(images(elsewhere), elsewhere.world().random));
    const groupId = renewed.ok ? renewed.value[0]?.groupId : '';
    const imported = groupId ? await elsewhere.import(groupId) : null;
    expect(imported?.ok).toBe(true);
    if (imported?.ok !== true) return;
    expect(imported.value.configuration.disks).toHaveLength(1);
    expect(imported.value.configuration.volumes.map((volume) => volume.name)).toEqual(['V1']);
    expect(await elsewhere.read('V1', 0)).toBe(6);
  });

  it('two copies of one disk in one command are refused, and a disk that is not ours too', async () => {
    const { elsewhere } = await copied('A');
    const twice = await elsewhere.settle(renewIds([...images(elsewhere), ...images(elsewhere)], elsewhere.world().random));
    expect(twice.ok ? '' : twice.error.code).toBe('disk.copied');
    elsewhere.addDisk('blank');
    const blank = await elsewhere.settle(renewIds(images(elsewhere).slice(1), elsewhere.world().random));
    expect(blank.ok ? '' : blank.error.code).toBe('disk.unreadable');
  });

  it('a free disk, and a member that has lost both configurations, are free disks with other ids', async () => {
    const { elsewhere } = await copied('A');
    const { slots } = standardLayout(privateRegionSmallBytes);
    for (const { offsetBytes } of slots) elsewhere.disk('A').content.fill(0, offsetBytes, offsetBytes + 4096);
    const free = elsewhere.addDisk('free');
    expect(await elsewhere.settle(formatDisk(free, {
      diskId: 'free disk' as DiskId, groupId: '', groupName: '', stamp: null, serial: 0, failed: false,
      regionBytes: privateRegionSmallBytes, writes: 1,
    }))).toBeNull();
    const before = await elsewhere.inspect('A');
    const renewed = await elsewhere.settle(renewIds(images(elsewhere), elsewhere.world().random));
    expect(renewed.ok && renewed.value.map(({ oldDiskId, groupId }) => [oldDiskId, groupId]))
      .toEqual([[before.header?.diskId, ''], ['free disk', '']]);
    for (const name of ['A', 'free']) {
      const { header, configuration } = await elsewhere.inspect(name);
      expect([header?.groupId, header?.serial, configuration]).toEqual(['', 0, null]);
      expect([before.header?.diskId, 'free disk']).not.toContain(header?.diskId);
    }
  });

  it('an image that cannot be read or written is refused with the reason', async () => {
    const { elsewhere } = await copied('A');
    const broken: IoError = { code: 'EIO', message: 'broken' };
    for (const failing of ['read', 'writeDurable']) {
      elsewhere.disk('A').fault = (operation) => (operation === failing ? broken : null);
      const refused = await elsewhere.settle(renewIds(images(elsewhere), elsewhere.world().random));
      expect(refused.ok ? null : [refused.error.code, refused.error.evidence['message']]).toEqual(['disk.unreadable', 'broken']);
    }
  });
});
