/** The drill of docs/mirrors.md, run as it stands there, but with smaller figures: a disk goes and comes back under fio's check. */
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { canMount } from '../mapped-volume.ts';
import { distFolder, PlexusHost } from '../plexus-host.ts';
import { run, systemPath } from '../programs.ts';
import { testStage } from '../stage.ts';

function drill(): string {
  const page = fs.readFileSync(path.resolve(import.meta.dirname, '../../docs/mirrors.md'), 'utf8');
  return /## A drill\n[^]*?```sh\n([^]*?)```/.exec(page)?.[1] ?? '';
}

/** What the page says of four minutes holds for seconds; every replacement must find its text. */
const smaller: readonly (readonly [string, string])[] = [
  ['--create 1G', '--create 96M'], ['make V1 500M', 'make V1 24M'], ['--size=400m', '--size=20m'], ['sleep 60', 'sleep 1'],
  ['vxtask list -a  ', 'vxtask list -l -a  '], ['--verify=crc32c &', '--verify=crc32c --output=fio.out &'],
];

describe.skipIf(!canMount)('the drill of the guide', () => {
  it('does what it says: clients see no error, and the disk is caught up by its map', async () => {
    const stage = testStage();
    const host = await PlexusHost.start(stage);
    let script = drill();
    for (const [from, to] of smaller) {
      expect(script).toContain(from);
      script = script.replace(from, to);
    }
    fs.writeFileSync(stage.path('drill.sh'), `set -eu\n${script.replace(/^wait .*$/m, 'wait $!')}`);
    const ended = await run('bash', [stage.path('drill.sh')], {
      directory: stage.folder, limitMilliseconds: 150_000,
      environment: { PLEXUS_STATE: host.state, PATH: `${path.join(distFolder, 'bin')}:${path.dirname(process.execPath)}:${systemPath}` },
    });
    expect([ended.code, ended.error]).toEqual([0, expect.not.stringContaining('ERROR')]);
    expect(ended.out).toMatch(/V1 .* Degraded /);
    expect(ended.out).toMatch(/Name: +Attach plex\n[^]*Copies: +changed regions/);
    expect(fs.readFileSync(stage.path('fio.out'), 'utf8')).toMatch(/err= 0/);
  }, 180_000);
});
