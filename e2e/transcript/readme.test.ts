/**
 * The README's path from its first command to a mounted file system, run as it stands there: `npm start` in this checkout, with the
 * modules that are installed already and what is built, then the ten lines in a second shell.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { canMount, MappedVolume } from '../mapped-volume.ts';
import { distFolder, PlexusHost } from '../plexus-host.ts';
import { succeed, systemPath, until } from '../programs.ts';
import { testStage } from '../stage.ts';
import type { Stage } from '../stage.ts';

const root = path.resolve(import.meta.dirname, '../..');
const readme = fs.readFileSync(path.join(root, 'README.md'), 'utf8');
const heading = 'From bare disk to a mounted file system';

/** The commands at the top, without their remarks. */
function firstCommands(): readonly string[] {
  const block = /```sh\n([^]*?)```/.exec(readme)?.[1] ?? '';
  return block.split('\n').map((line) => line.replace(/#.*$/, '').trim()).filter((line) => line !== '');
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** Sends the signal to a command and to whatever it has started; false when none of them is left. */
function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-leader, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** Until it prints the console's address; ended with the stage, and what it started with it. */
async function start(stage: Stage, command: string, state: string): Promise<void> {
  const [program = '', ...words] = command.split(' ');
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...environment } = process.env;
  const child = spawn(program, words, {
    cwd: root, detached: true, stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environment, PLEXUS_STATE: state, PATH: `${path.dirname(process.execPath)}:${systemPath}`, UV_USE_IO_URING: '0' },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => { said += part.toString(); });
  stage.atEnd(async () => {
    const leader = child.pid ?? 0;
    signalGroup(leader, 'SIGTERM');
    await until('the start command ends, and what it started', () => hasEnded(child) && !signalGroup(leader, 0));
  });
  await until('the console can be opened', () => hasEnded(child) || /^ready: http/m.test(said), 120_000);
  expect(said).toMatch(/^ready: http/m);
}

function pathOfReadme(): string {
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

  it('begins with the two commands that package.json has', () => {
    expect(firstCommands()).toEqual(['npm start', 'npm test']);
  });

  it('does what it says', async () => {
    const stage = testStage();
    const host = new PlexusHost(stage);
    await start(stage, firstCommands()[0] ?? '', host.state);
    const group = /-g\s?(\w+)/.exec(script)?.[1] ?? '';
    const volume = /make (\w+)/.exec(script)?.[1] ?? '';
    const mapped = new MappedVolume(stage, host, group, volume);
    // The disks and the mount lie in the test's folder.
    const here = script.replaceAll('/mnt', mapped.mountPoint);
    fs.writeFileSync(stage.path('walk.sh'), `set -eu\n${here}`);
    await succeed('bash', [stage.path('walk.sh')], {
      directory: stage.folder,
      environment: { PLEXUS_STATE: host.state, PATH: `${path.join(distFolder, 'bin')}:${path.dirname(process.execPath)}:${systemPath}` },
    });
    expect(await succeed('findmnt', ['-n', '-o', 'FSTYPE', mapped.mountPoint])).toMatch(/ext4|xfs/);
    await mapped.unmap();
  }, 240_000);
});
