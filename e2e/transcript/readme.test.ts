/** The README's path from a bare disk to a mounted file system, run as it stands there. */
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { canMount, MappedVolume } from '../mapped-volume.ts';
import { distFolder, PlexusHost } from '../plexus-host.ts';
import { succeed, systemPath } from '../programs.ts';
import { testStage } from '../stage.ts';

const heading = 'From bare disk to a mounted file system';

function pathOfReadme(): string {
  const readme = fs.readFileSync(path.resolve(import.meta.dirname, '../../README.md'), 'utf8');
  const section = readme.slice(readme.indexOf(heading));
  return /```sh\n([^]*?)```/.exec(section)?.[1] ?? '';
}

describe.skipIf(!canMount)('the README', () => {
  const script = pathOfReadme();

  it('walks from a bare disk to a mounted file system in under ten lines', () => {
    const lines = script.split('\n').filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.length).toBeLessThan(10);
  });

  it('does what it says', async () => {
    const stage = testStage();
    const host = await PlexusHost.start(stage);
    const group = /-g\s?(\w+)/.exec(script)?.[1] ?? '';
    const volume = /make (\w+)/.exec(script)?.[1] ?? '';
    const mapped = new MappedVolume(stage, host, group, volume);
    // The README may start a host of its own; here one runs already, and the paths lie in the test's folder.
    const here = script.replace(/^.*plexus serve.*$/gm, '').replaceAll('/mnt', mapped.mountPoint);
    fs.writeFileSync(stage.path('walk.sh'), `set -eu\n${here}`);
    await succeed('bash', [stage.path('walk.sh')], {
      directory: stage.folder,
      environment: { PLEXUS_STATE: host.state, PATH: `${path.join(distFolder, 'bin')}:${path.dirname(process.execPath)}:${systemPath}` },
    });
    expect(await succeed('findmnt', ['-n', '-o', 'FSTYPE', mapped.mountPoint])).toMatch(/ext4|xfs/);
    await mapped.unmap();
  });
});
