/**
 * The life of a disk group as one transcript: four disks, a mirrored and a striped volume with file systems, a host that is
 * killed in the middle of writes, a disk that is deleted, a move to another host. After each turn the files are there.
 */
import fs from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { canMount, MappedVolume, missingFiles, namesOf, writeFiles } from '../mapped-volume.ts';
import { PlexusHost } from '../plexus-host.ts';
import { sharedStage } from '../stage.ts';
import { SyncedWriter } from './synced-writer.ts';

describe.skipIf(!canMount)('from bare disks through crash, loss and move', () => {
  const stage = sharedStage();
  const files = (folder: string): readonly string[] => [0, 1, 2, 3].map((index) => stage.path(folder, `disk${index}.img`));
  let host: PlexusHost;
  let mirror: MappedVolume;
  let stripe: MappedVolume;
  let synced: { readonly mirror: readonly string[]; readonly stripe: readonly string[] } = { mirror: [], stripe: [] };

  async function expectFiles(volumes: readonly MappedVolume[]): Promise<void> {
    for (const volume of volumes) {
      await volume.mount();
      const acknowledged = volume.name === 'mirror' ? synced.mirror : synced.stripe;
      expect(missingFiles(volume.mountPoint, [...namesOf('quiet', 8), ...acknowledged]), volume.name).toEqual([]);
      await volume.unmap();
    }
  }

  beforeAll(async () => {
    fs.mkdirSync(stage.path('here'));
    fs.mkdirSync(stage.path('there'));
    host = await PlexusHost.start(stage);
  });

  it('four disks, a mirrored and a striped volume, two file systems', async () => {
    const [first = '', second = '', third = '', fourth = ''] = await host.attachNew(stage.path('here'), 4, '512M');
    await host.ok('vxdg', '-gdg1', 'init', first, second, third, fourth);
    await host.ok('vxassist', '-gdg1', 'make', 'mirror', '256', 'type=mirror', 'mirror=2', first, second);
    await host.ok('vxassist', '-gdg1', 'make', 'stripe', '400', 'type=stripe', 'column=2', third, fourth);
    mirror = new MappedVolume(stage, host, 'dg1', 'mirror');
    stripe = new MappedVolume(stage, host, 'dg1', 'stripe');
    await mirror.format('ext4');
    await stripe.format('xfs');
    await mirror.mount();
    await stripe.mount();
    await writeFiles(mirror.mountPoint, 'quiet', 8);
    await writeFiles(stripe.mountPoint, 'quiet', 8);
  });

  it('the host is killed in the middle of writes; afterwards every synced file is there and both file systems are sound', async () => {
    const writers = [new SyncedWriter(stage, mirror.mountPoint, 'mirror'), new SyncedWriter(stage, stripe.mountPoint, 'stripe')] as const;
    await Promise.all(writers.map((writer) => writer.untilAcknowledged(25)));
    await host.kill();
    await Promise.all(writers.map((writer) => writer.end()));
    synced = { mirror: writers[0].acknowledged(), stripe: writers[1].acknowledged() };
    await mirror.tryUnmap();
    await stripe.tryUnmap();
    await host.start();
    await host.untilStarted('dg1', 'mirror');
    await host.untilStarted('dg1', 'stripe');
    await mirror.check('ext4');
    await stripe.check('xfs');
    await expectFiles([mirror, stripe]);
  });

  it('the file of one mirror disk is deleted; after a restart the files are still there', async () => {
    await host.stop();
    const [lost = ''] = files('here');
    fs.rmSync(lost);
    await host.start();
    await host.untilStarted('dg1', 'mirror');
    await expectFiles([mirror, stripe]);
    await mirror.check('ext4');
    const { health } = await host.volume('dg1', 'mirror');
    expect(health).toMatch(/Degraded/);
  });

  it('deported, its images moved to another host, imported there: the files are there', async () => {
    await host.ok('vxdg', '-gdg1', 'deport');
    await host.stop();
    for (const [index, file] of files('here').entries()) {
      if (index > 0) fs.renameSync(file, files('there')[index] ?? '');
    }
    const other = await PlexusHost.start(stage, { state: stage.path('state2') });
    await other.ok('vxdisk', 'attach', ...files('there').slice(1));
    await other.ok('vxdg', '-gdg1', 'import');
    await other.untilStarted('dg1', 'mirror');
    const moved = [new MappedVolume(stage, other, 'dg1', 'mirror'), new MappedVolume(stage, other, 'dg1', 'stripe')];
    await expectFiles(moved);
    await moved[0]?.check('ext4');
    await moved[1]?.check('xfs');
  });
});
