/** A resynchronisation on real files that a person paused: after the host was killed it is still paused, and ends when resumed. */
import { describe, expect, it } from 'vitest';
import { nbdShell } from '../interop/nbd-shell.ts';
import { PlexusHost } from '../plexus-host.ts';
import { run } from '../programs.ts';
import { testStage } from '../stage.ts';

interface TaskLine {
  readonly number: number;
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly doneBytes: number;
  readonly slowMilliseconds: number;
}

const sizeMebibytes = 512;
/** The copy may be over before the first pause arrives: then the host is killed again. */
const triesMaximum = 6;

async function tasks(host: PlexusHost, ...words: readonly string[]): Promise<readonly TaskLine[]> {
  return (await host.json<{ tasks: readonly TaskLine[] }>('vxtask', 'list', ...words)).tasks;
}

/** Kills the host after a write and starts it again, until a resynchronisation could be paused. */
async function pausedResync(host: PlexusHost): Promise<TaskLine> {
  for (let tries = 1; tries <= triesMaximum; tries += 1) {
    await nbdShell(await host.uri('dg1', 'vol'), `h.pwrite(pattern(${tries}, 1 << 20), 5 << 20); h.flush()`);
    await host.kill();
    await host.start();
    const [found] = (await tasks(host)).filter((task) => task.name === 'Resynchronise' && task.state === 'running');
    if (found !== undefined && (await host.run('vxtask', 'pause', String(found.number))).code === 0) return found;
    await host.untilStarted('dg1', 'vol');
  }
  throw new Error('no resynchronisation was met under way');
}

describe('a task that was paused', () => {
  it('stays paused when the host is killed, and goes on under its number when it is resumed', async () => {
    const stage = testStage();
    const host = await PlexusHost.start(stage);
    const disks = await host.attachNew(stage.folder, 2, '640M');
    await host.ok('vxdg', '-gdg1', 'init', ...disks);
    await host.ok('vxassist', '-gdg1', 'make', 'vol', String(sizeMebibytes), 'type=mirror', 'mirror=2', 'log=0');
    const { number, id } = await pausedResync(host);
    await host.ok('vxtask', 'set', 'slow=1', String(number));

    await host.kill();
    await host.start();
    await host.untilStarted('dg1', 'vol');
    expect((await tasks(host, '-p'))[0]).toMatchObject({ number, id, state: 'paused', doneBytes: 0, slowMilliseconds: 1 });
    await nbdShell(await host.uri('dg1', 'vol'), "h.pwrite(b'while it is paused', 77 << 20); h.flush()");
    const { state, subdisks: [one, other] } = await host.volume('dg1', 'vol');
    expect(state).toBe('SYNC');

    await host.ok('vxtask', 'set', 'slow=0', id);
    await host.ok('vxtask', 'resume', String(number));
    await host.ok('vxtask', 'wait', String(number));
    expect((await tasks(host)).find((task) => task.number === number)).toMatchObject({ id, state: 'done' });
    await host.stop();
    const compared = await run('cmp', [`--ignore-initial=${one?.diskOffsetBytes}:${other?.diskOffsetBytes}`,
      `--bytes=${sizeMebibytes << 20}`, stage.path('disk0.img'), stage.path('disk1.img')]);
    expect(compared.code, compared.out + compared.error).toBe(0);

    await host.start();
    const ended = (await tasks(host, '-a')).find((task) => task.id === id);
    expect(ended).toMatchObject({ number, state: 'done' });
  }, 120_000);
});
