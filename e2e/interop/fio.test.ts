/** fio's own NBD engine writes, reads back and verifies checksums, at several depths, on every layout. */
import { beforeAll, describe, expect, it } from 'vitest';
import { PlexusHost } from '../plexus-host.ts';
import { run, succeed } from '../programs.ts';
import { sharedStage } from '../stage.ts';
import { nbdShell } from './nbd-shell.ts';

const layouts: readonly { readonly name: string; readonly words: readonly string[] }[] = [
  { name: 'plain', words: [] },
  { name: 'striped', words: ['type=stripe', 'column=4', 'stripeunit=32K'] },
  { name: 'mirrored', words: ['type=mirror', 'mirror=3'] },
];

function job(uri: string, name: string, words: readonly string[]): string[] {
  const verify = ['--verify=crc32c', '--verify_fatal=1', '--randseed=5'];
  return [`--name=${name}`, '--ioengine=nbd', `--uri=${uri}`, '--size=32M', ...verify, ...words];
}

describe('fio with verification', () => {
  const stage = sharedStage();
  let host: PlexusHost;

  beforeAll(async () => {
    host = await PlexusHost.start(stage);
    const disks = await host.attachNew(stage.folder, 4, '256M');
    await host.ok('vxdg', '-gdg1', 'init', ...disks);
    for (const { name, words } of layouts) await host.ok('vxassist', '-gdg1', 'make', name, '32', ...words);
  });

  const runs = layouts.flatMap(({ name }) => [1, 8, 32].map((depth) => ({ name, depth })));
  it.each(runs)('$name, depth $depth', async ({ name, depth }) => {
    const uri = await host.uri('dg1', name);
    await succeed('fio', job(uri, name, ['--rw=randwrite', '--bsrange=4k-64k', `--iodepth=${depth}`, '--fsync=64', '--do_verify=1']),
      { directory: stage.folder });
  });

  it('a checker that can fail: damage behind its back is noticed', async () => {
    const uri = await host.uri('dg1', 'plain');
    const write = ['--rw=write', '--bs=16k', '--iodepth=8'];
    await succeed('fio', job(uri, 'damage', [...write, '--do_verify=0']), { directory: stage.folder });
    await nbdShell(uri, "h.pwrite(b'x', (5 << 20) + 77)");
    expect((await run('fio', job(uri, 'damage', [...write, '--verify_only=1']), { directory: stage.folder })).code).not.toBe(0);
  });
});
