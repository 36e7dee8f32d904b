/** QEMU's own NBD client: converting, comparing, mapping, and patterns with FUA. */
import fs from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { PlexusHost } from '../plexus-host.ts';
import { run, succeed } from '../programs.ts';
import { sharedStage } from '../stage.ts';

describe('qemu', () => {
  const stage = sharedStage();
  let host: PlexusHost;
  let uri = '';

  beforeAll(async () => {
    host = await PlexusHost.start(stage);
    const disks = await host.attachNew(stage.folder, 4, '256M');
    await host.ok('vxdg', '-gdg1', 'init', ...disks);
    await host.ok('vxassist', '-gdg1', 'make', 'vol', '64', 'type=stripe', 'mirror=2', 'column=2');
    uri = await host.uri('dg1', 'vol');
  });

  it('qemu-img converts onto the volume, compares equal, and sees a difference', async () => {
    const raw = stage.path('raw.img');
    fs.writeFileSync(raw, Buffer.alloc(8 * 1024 * 1024, 'plexus '));
    fs.truncateSync(raw, 64 * 1024 * 1024);
    await succeed('qemu-img', ['convert', '-n', '-f', 'raw', '-O', 'raw', raw, uri]);
    await succeed('qemu-img', ['compare', '-f', 'raw', '-F', 'raw', raw, uri]);
    await succeed('qemu-io', ['-f', 'raw', '-c', 'write -P 0x11 5M 512', uri]);
    expect((await run('qemu-img', ['compare', '-f', 'raw', '-F', 'raw', raw, uri])).code).toBe(1);
  });

  it('qemu-img maps the volume from end to end', async () => {
    const text = await succeed('qemu-img', ['map', '--output=json', '-f', 'raw', uri]);
    const map = JSON.parse(text) as { start: number; length: number; zero: boolean }[];
    expect(map.reduce((sum, extent) => sum + extent.length, 0)).toBe(64 * 1024 * 1024);
    expect(map.find((extent) => extent.start <= 0 && extent.start + extent.length > 0)?.zero).toBe(false);
    expect(map.some((extent) => extent.zero)).toBe(true);
  });

  it('qemu-io writes patterns with FUA, discards, zeroes, and reads them back', async () => {
    const out = await succeed('qemu-io', ['-f', 'raw', '-t', 'none',
      '-c', 'write -P 0xab -f 1M 1M', '-c', 'write -P 0xcd -f 1536k 64k', '-c', 'write -z 1792k 64k', '-c', 'discard 1920k 64k',
      '-c', 'read -P 0xab 1M 512k', '-c', 'read -P 0xcd 1536k 64k', '-c', 'read -P 0xab 1600k 192k', '-c', 'read -P 0 1792k 64k',
      '-c', 'read -P 0xab 1856k 64k', '-c', 'aio_write -P 0x77 8M 1M', '-c', 'aio_write -P 0x78 9M 1M', '-c', 'aio_flush', '-c', 'flush',
      '-c', 'read -P 0x77 8M 1M', '-c', 'read -P 0x78 9M 1M', uri]);
    expect(out).not.toMatch(/Pattern verification failed/);
  });

  it('a checker that can fail: the wrong pattern is noticed', async () => {
    const ended = await run('qemu-io', ['-f', 'raw', '-c', 'read -P 0x01 8M 1M', uri]);
    expect(ended.out).toMatch(/Pattern verification failed/);
  });
});
