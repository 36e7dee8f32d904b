/**
 * The power fails under ext4 and XFS on mirrored volumes. A real host is recorded while programs write and sync; then its
 * disks are made as they would be found after a cut at many instants, and a host starts on each: both file systems must be
 * sound, and every file that was reported safe before the instant must be there. PLEXUS_POWER_CUTS says how many cuts,
 * PLEXUS_POWER_SEED where they lie. The last line of its output is the count.
 */
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { canMount, MappedVolume, missingFiles } from '../mapped-volume.ts';
import type { FileSystem } from '../mapped-volume.ts';
import { PlexusHost } from '../plexus-host.ts';
import { PowerCutReplay, readRecording } from '../power-cut-log.ts';
import { succeed } from '../programs.ts';
import { testStage, type Stage } from '../stage.ts';
import { SeededRandom } from '../../core/simulation/seeded-random.ts';
import { SyncedWriter } from './synced-writer.ts';

const cuts = Number(process.env['PLEXUS_POWER_CUTS'] ?? '4');
const seed = Number(process.env['PLEXUS_POWER_SEED'] ?? '1');
const filesPerVolume = 40;
const fileSystems: readonly (readonly [string, FileSystem & ('ext4' | 'xfs')])[] = [['small', 'ext4'], ['large', 'xfs']];

async function copyFolder(from: string, to: string): Promise<void> {
  fs.rmSync(to, { recursive: true, force: true });
  await succeed('cp', ['-r', '--sparse=always', '--no-target-directory', from, to]);
}

/** Leaves the disks and the state of the host as they were before the recording in `before` and `state-before`. */
async function recordWriters(stage: Stage): Promise<readonly SyncedWriter[]> {
  fs.mkdirSync(stage.path('disks'));
  fs.mkdirSync(stage.path('log'));
  const environment = {
    NODE_OPTIONS: `--require=${path.resolve(import.meta.dirname, '../write-recorder.cjs')}`,
    PLEXUS_RECORD: stage.path('disks'), PLEXUS_RECORD_LOG: stage.path('log'),
  };
  const host = await PlexusHost.start(stage);
  const names = await host.attachNew(stage.path('disks'), 3, '768M');
  await host.ok('vxdg', '-gdg1', 'init', ...names);
  await host.ok('vxassist', '-gdg1', 'make', 'small', '96', 'type=mirror', 'mirror=2');
  await host.ok('vxassist', '-gdg1', 'make', 'large', '320', 'type=mirror', 'mirror=2');
  for (const [name, fileSystem] of fileSystems) await new MappedVolume(stage, host, 'dg1', name).format(fileSystem);
  await host.stop();
  await copyFolder(stage.path('disks'), stage.path('before'));
  await copyFolder(host.state, stage.path('state-before'));
  const recorded = await PlexusHost.start(stage, { state: host.state, environment });
  const volumes = fileSystems.map(([name]) => new MappedVolume(stage, recorded, 'dg1', name));
  const writers: SyncedWriter[] = [];
  for (const volume of volumes) {
    await recorded.untilStarted('dg1', volume.name);
    await volume.mount();
    writers.push(new SyncedWriter(stage, volume.mountPoint, volume.name));
  }
  await Promise.all(writers.map((writer) => writer.untilAcknowledged(filesPerVolume)));
  await recorded.kill();
  for (const writer of writers) await writer.end();
  for (const volume of volumes) await volume.tryUnmap();
  return writers;
}

async function expectSound(stage: Stage, state: string, writers: readonly SyncedWriter[], instant: bigint): Promise<void> {
  const host = await PlexusHost.start(stage, { state });
  for (const [index, [name, fileSystem]] of fileSystems.entries()) {
    await host.untilStarted('dg1', name);
    const volume = new MappedVolume(stage, host, 'dg1', name);
    await volume.check(fileSystem);
    await volume.mount();
    expect(missingFiles(volume.mountPoint, writers[index]?.acknowledgedBefore(instant) ?? []), name).toEqual([]);
    await volume.unmap();
  }
  await host.kill();
}

describe.skipIf(!canMount)('the power fails', () => {
  it('every synced file is there, and both file systems are sound', async () => {
    const stage = testStage();
    const writers = await recordWriters(stage);
    const events = readRecording(stage.path('log'));
    expect(events.length).toBeGreaterThan(filesPerVolume);
    const random = new SeededRandom(seed, 'power cuts');
    const instants = Array.from({ length: cuts }, () => 1 + random.below(events.length - 1)).sort((one, other) => one - other);
    const replay = new PowerCutReplay(events, stage.path('before'));
    let lostSectors = 0;
    for (const index of instants) {
      replay.advance(index);
      await copyFolder(stage.path('before'), stage.path('disks'));
      await copyFolder(stage.path('state-before'), stage.path('state-cut'));
      lostSectors += replay.cut(stage.path('disks'), () => random.fraction());
      await expectSound(stage, stage.path('state-cut'), writers, events[index]?.at ?? 0n);
    }
    const files = writers.reduce((sum, writer) => sum + writer.acknowledged().length, 0);
    console.log(JSON.stringify({ powerCuts: cuts, seed, events: events.length, lostSectors, files, violations: 0 }));
  }, 60_000 + cuts * 30_000);
});
