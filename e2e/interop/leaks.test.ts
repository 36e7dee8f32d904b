/** The leak check must be able to see what it looks for. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { leaksIn } from '../leak-check.ts';
import { canMount } from '../mapped-volume.ts';
import { succeed, until } from '../programs.ts';
import { testStage } from '../stage.ts';

describe('the leak check', () => {
  it('sees a process that stands in the folder', async () => {
    const stage = testStage();
    const child = spawn('sleep', ['60'], { cwd: stage.folder });
    stage.atEnd(() => child.kill('SIGKILL'));
    await until('it runs', () => child.pid !== undefined);
    expect(leaksIn(stage.folder).processes).toEqual([child.pid]);
  });

  it.skipIf(!canMount)('sees a mount and a loop device', async () => {
    const stage = testStage();
    fs.mkdirSync(stage.path('mount'));
    await succeed('mount', ['-t', 'tmpfs', 'plexus-test', stage.path('mount')]);
    stage.atEnd(() => succeed('umount', [stage.path('mount')]));
    await succeed('truncate', ['-s', '1M', stage.path('image')]);
    const device = (await succeed('losetup', ['-f', '--show', stage.path('image')])).trim();
    stage.atEnd(() => succeed('losetup', ['-d', device]));
    expect(leaksIn(stage.folder)).toEqual({ processes: [], mounts: [stage.path('mount')], loops: [device.replace('/dev/', '')] });
  });
});
