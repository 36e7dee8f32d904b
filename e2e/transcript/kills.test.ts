/**
 * The host is killed again and again: in the middle of synced writes on ext4 and XFS, and under fio on a third mirror. After
 * each kill both file systems are sound, every file that was reported safe is there, and the plexes of every volume are
 * equal. PLEXUS_KILLS says how often. The last line of its output is the count.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../core/simulation/seeded-random.ts';
import { canMount, MappedVolume, missingFiles } from '../mapped-volume.ts';
import type { FileSystem } from '../mapped-volume.ts';
import { PlexusHost } from '../plexus-host.ts';
import { until } from '../programs.ts';
import { testStage, type Stage } from '../stage.ts';
import { SyncedWriter } from './synced-writer.ts';

const kills = Number(process.env['PLEXUS_KILLS'] ?? '2');
const seed = Number(process.env['PLEXUS_KILL_SEED'] ?? '1');
const fileSystems: readonly (readonly [string, FileSystem & ('ext4' | 'xfs')])[] = [['small', 'ext4'], ['large', 'xfs']];
const names = ['small', 'large', 'raw'] as const;

interface Life {
  readonly stage: Stage;
  readonly host: PlexusHost;
  readonly volumes: readonly MappedVolume[];
}

async function begin(): Promise<Life> {
  const stage = testStage();
  const host = await PlexusHost.start(stage);
  const disks = await host.attachNew(stage.folder, 3, '1G');
  await host.ok('vxdg', '-gdg1', 'init', ...disks);
  await host.ok('vxassist', '-gdg1', 'make', 'small', '96', 'type=mirror', 'mirror=2');
  await host.ok('vxassist', '-gdg1', 'make', 'large', '320', 'type=mirror', 'mirror=2');
  await host.ok('vxassist', '-gdg1', 'make', 'raw', '64', 'type=mirror', 'mirror=3');
  const volumes = fileSystems.map(([name]) => new MappedVolume(stage, host, 'dg1', name));
  for (const [index, [, fileSystem]] of fileSystems.entries()) await volumes[index]?.format(fileSystem);
  return { stage, host, volumes };
}

/** Random writes without an end; it dies with the host. */
function startFio(stage: Stage, uri: string): ChildProcess {
  const child = spawn('fio', [
    '--name=kills', '--ioengine=nbd', `--uri=${uri}`, '--rw=randwrite', '--bs=4k', '--iodepth=16', '--time_based', '--runtime=600',
    '--size=64m', '--output=/dev/null',
  ], { cwd: stage.folder, stdio: 'ignore' });
  stage.atEnd(() => { child.kill('SIGKILL'); });
  return child;
}

/** The same folder holds the files of all rounds: each file's content tells its name, and a writer begins anew in each round. */
async function oneRound({ stage, host, volumes }: Life, filesBeforeKill: number): Promise<readonly (readonly string[])[]> {
  const writers: SyncedWriter[] = [];
  for (const volume of volumes) {
    await volume.mount();
    writers.push(new SyncedWriter(stage, volume.mountPoint, volume.name));
  }
  const fio = startFio(stage, await host.uri('dg1', 'raw'));
  await until('fio is connected', async () => (await host.volume('dg1', 'raw')).clients.length > 0);
  await Promise.all(writers.map((writer) => writer.untilAcknowledged(filesBeforeKill)));
  await host.kill();
  for (const writer of writers) await writer.end();
  fio.kill('SIGKILL');
  for (const volume of volumes) await volume.tryUnmap();
  return writers.map((writer) => writer.acknowledged());
}

/** Ends when no copy runs; then a comparison of all plexes must find nothing. */
async function expectEqualPlexes(host: PlexusHost): Promise<void> {
  for (const name of names) {
    await until(`${name} is healthy`, async () => (await host.volume('dg1', name)).health === 'Healthy');
    const compared = await host.run('vxvol', '-gdg1', 'verify', name);
    expect([compared.code, compared.out + compared.error], name).toEqual([0, '']);
  }
}

describe.skipIf(!canMount)('the host is killed under load', () => {
  it('every synced file is there, both file systems are sound, and the plexes are equal, each time', async () => {
    const life = await begin();
    const random = new SeededRandom(seed, 'kills');
    let files = 0;
    for (let round = 0; round < kills; round += 1) {
      const acknowledged = await oneRound(life, 5 + random.below(20));
      await life.host.start();
      for (const name of names) await life.host.untilStarted('dg1', name);
      for (const [index, [name, fileSystem]] of fileSystems.entries()) {
        const volume = life.volumes[index];
        const safe = acknowledged[index] ?? [];
        await volume?.check(fileSystem, () => { expect(missingFiles(volume.mountPoint, safe), `${name}, round ${round}`).toEqual([]); });
        files += safe.length;
      }
      await expectEqualPlexes(life.host);
    }
    console.log(JSON.stringify({ kills, seed, files, violations: 0 }));
  }, 60_000 + kills * 60_000);
});
