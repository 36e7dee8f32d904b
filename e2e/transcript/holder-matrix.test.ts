/**
 * Which disks may be lost, and when (design section 4): groups of 1, 2 and 3 disks under a mirror over all of them, each disk dead
 * while the host runs, dead at its start, or there alone with what it last knew while the fresh ones are away.
 */
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { FaultyDisk } from '../faulty-disk.ts';
import { nbdShell } from '../interop/nbd-shell.ts';
import { canMount } from '../mapped-volume.ts';
import { PlexusHost } from '../plexus-host.ts';
import { until } from '../programs.ts';
import { testStage } from '../stage.ts';
import type { Stage } from '../stage.ts';

const diskBytes = 64 * 1024 * 1024;
const read = `print(bytes(h.pread(5, 0)).decode())`;
const write = (word: string): string => `h.pwrite(b'${word}', 0); h.flush()`;

interface Group { readonly host: PlexusHost; readonly disks: readonly FaultyDisk[] }

async function mirrorOver(stage: Stage, count: number): Promise<Group> {
  const disks = await Promise.all(Array.from({ length: count }, (_, index) => FaultyDisk.start(stage, `disk${index}`, diskBytes)));
  const host = await PlexusHost.start(stage);
  await host.ok('vxdisk', 'attach', ...disks.map((disk) => disk.path));
  const names = await host.diskNames(disks.map((disk) => disk.path));
  await host.ok('vxdg', '-gdg1', 'init', ...names);
  await host.ok('vxassist', '-gdg1', 'make', 'vol', '16', ...(count > 1 ? ['type=mirror', `mirror=${count}`] : []));
  await nbdShell(await host.uri('dg1', 'vol'), write('first'));
  return { host, disks };
}

/** The images at their places, but for those that are to be away: in another folder, since a host looks around in the same one. */
function keepOnly(disks: readonly FaultyDisk[], present: (index: number) => boolean): void {
  for (const [index, disk] of disks.entries()) {
    const away = path.join(path.dirname(disk.path), 'away', path.basename(disk.path));
    fs.mkdirSync(path.dirname(away), { recursive: true });
    if (present(index) && fs.existsSync(away)) fs.renameSync(away, disk.path);
    if (!present(index) && fs.existsSync(disk.path)) fs.renameSync(disk.path, away);
  }
}

async function groupStatus(host: PlexusHost): Promise<string> {
  const { groups } = await host.json<{ groups: readonly { name: string; status: string }[] }>('vxdg', 'list');
  return groups.find((group) => group.name === 'dg1')?.status ?? 'absent';
}

async function expectWord(host: PlexusHost, word: string): Promise<void> {
  const { uri } = await host.untilStarted('dg1', 'vol');
  expect(await nbdShell(uri, read)).toContain(word);
}

const cells = [1, 2, 3].flatMap((count) => Array.from({ length: count }, (_, index) => ({ count, index })));

describe.skipIf(!canMount)('the matrix of lost disks', () => {
  it.each(cells.filter(({ count }) => count > 1))('$count disks, disk $index dies while the host runs', async ({ count, index }) => {
    const stage = testStage();
    const { host, disks } = await mirrorOver(stage, count);
    const uri = await host.uri('dg1', 'vol');
    disks[index]?.fail();
    await nbdShell(uri, `${write('fresh')}\n${read}`);
    await until('its plex is marked stale', async () => (await host.volume('dg1', 'vol')).plexes.some((plex) => plex.state === 'STALE'));
    await host.kill();
    for (const disk of disks) await disk.becomePlainFile();

    keepOnly(disks, (one) => one !== index);
    await host.start();
    await expectWord(host, 'fresh');
    await host.kill();

    keepOnly(disks, (one) => one === index);
    await host.start();
    expect(await groupStatus(host)).not.toBe('imported');
    const refused = await host.run('vxdg', '-gdg1', 'import');
    expect(refused.code).toBe(4);
    for (const one of disks.keys()) if (one !== index) expect(refused.error).toMatch(new RegExp(`Disk${one + 1}\\b`));
    expect(refused.error).toMatch(/newer data/);
    await host.kill();

    keepOnly(disks, () => true);
    await host.start();
    await expectWord(host, 'fresh');
    const states = async (): Promise<string[]> => (await host.volume('dg1', 'vol')).plexes.map((plex) => plex.state);
    await until('the stale plex is copied again', async () => (await states()).every((state) => state === 'ACTIVE'));
    expect(await nbdShell(await host.uri('dg1', 'vol'), `${read}\n`.repeat(8))).not.toContain('first');
  });

  it('1 disk dies while the host runs: errors to the client, a living host, and the data back with the disk', async () => {
    const stage = testStage();
    const { host, disks } = await mirrorOver(stage, 1);
    disks[0]?.fail();
    await nbdShell(await host.uri('dg1', 'vol'), "assert error_of(lambda: h.pwrite(b'fresh', 0)) == 'EIO'");
    expect(host.running).toBe(true);
    await host.kill();
    await disks[0]?.becomePlainFile();
    await host.start();
    await expectWord(host, 'first');
  });

  it.each(cells)('$count disks, disk $index is gone at the start', async ({ count, index }) => {
    const stage = testStage();
    const { host, disks } = await mirrorOver(stage, count);
    await host.stop();
    for (const disk of disks) await disk.becomePlainFile();
    keepOnly(disks, (one) => one !== index);
    await host.start();
    if (count > 1) {
      await expectWord(host, 'first');
      await nbdShell(await host.uri('dg1', 'vol'), write('later'));
      await host.kill();
    } else {
      expect(await groupStatus(host)).not.toBe('imported');
      await host.stop();
    }
    keepOnly(disks, () => true);
    await host.start();
    await expectWord(host, count > 1 ? 'later' : 'first');
  });
});
