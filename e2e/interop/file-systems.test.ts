/** File systems of the kernel and NTFS by ntfs-3g on mapped volumes: made, filled, taken away, checked, found again. */
import fs from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { canMount, contentOf, MappedVolume, missingFiles, namesOf, writeFiles } from '../mapped-volume.ts';
import { PlexusHost } from '../plexus-host.ts';
import { succeed } from '../programs.ts';
import { sharedStage } from '../stage.ts';

describe.skipIf(!canMount)('file systems on mapped volumes', () => {
  const stage = sharedStage();
  let host: PlexusHost;

  beforeAll(async () => {
    host = await PlexusHost.start(stage);
    const disks = await host.attachNew(stage.folder, 3, '1G');
    await host.ok('vxdg', '-gdg1', 'init', ...disks);
  });

  async function volume(name: string, ...words: readonly string[]): Promise<MappedVolume> {
    await host.ok('vxassist', '-gdg1', 'make', name, '320', ...words);
    return new MappedVolume(stage, host, 'dg1', name);
  }

  it.each([['ext4', 'type=mirror'], ['xfs', 'type=stripe']] as const)('%s on %s', async (fileSystem, type) => {
    const mapped = await volume(fileSystem, type);
    await mapped.format(fileSystem);
    await mapped.mount();
    await writeFiles(mapped.mountPoint, 'file', 12);
    fs.writeFileSync(`${mapped.mountPoint}/large`, Buffer.alloc(24 * 1024 * 1024, 'plexus'));
    fs.rmSync(`${mapped.mountPoint}/file3`);
    await succeed('fstrim', [mapped.mountPoint]);
    await mapped.unmap();
    await mapped.check(fileSystem);
    await mapped.mount();
    const kept = namesOf('file', 12).filter((name) => name !== 'file3');
    expect(missingFiles(mapped.mountPoint, kept)).toEqual([]);
    expect(fs.readFileSync(`${mapped.mountPoint}/large`).equals(Buffer.alloc(24 * 1024 * 1024, 'plexus'))).toBe(true);
    await mapped.unmap();
  });

  it('NTFS by ntfs-3g', async () => {
    const mapped = await volume('ntfs');
    await mapped.format('ntfs');
    await mapped.mount();
    fs.writeFileSync(`${mapped.mountPoint}/report.txt`, contentOf('report'));
    await succeed('sync', ['-f', mapped.mountPoint]);
    await mapped.unmap();
    await succeed('ntfsfix', ['-n', await mapped.map()]);
    await mapped.unmap();
    await mapped.mount();
    expect(fs.readFileSync(`${mapped.mountPoint}/report.txt`).equals(contentOf('report'))).toBe(true);
    await mapped.unmap();
  });

  it('a mapped volume is in use: it is neither stopped nor mapped twice', async () => {
    const mapped = await volume('inuse');
    await mapped.map();
    expect((await host.run('vxvol', '-gdg1', 'stop', 'inuse')).code).toBe(3);
    expect((await host.run('plexus', 'map', '-gdg1', 'inuse')).code).toBe(12);
    await mapped.unmap();
    await host.ok('vxvol', '-gdg1', 'stop', 'inuse');
    expect((await host.run('plexus', 'unmap', '-gdg1', 'inuse')).code).toBe(2);
  });
});
