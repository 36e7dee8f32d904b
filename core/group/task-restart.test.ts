/** Tasks over a restart: same id, same wishes; what is not there any more ends with its reason. */
import { afterEach, describe, expect, it } from 'vitest';
import type { IoError } from '../device/ports.ts';
import { mebibyte } from '../model/limits.ts';
import { setSabotages } from '../model/sabotage.ts';
import type { TaskView } from '../model/views.ts';
import type { GroupRuntime } from './group-runtime.ts';
import { makeMirror, TestHost } from './group-world.test-double.ts';
import type { TaskWish } from './task-list.ts';

afterEach(() => { setSabotages([]); });

const volumeBytes = 6 * mebibyte;

async function started(disks = ['A', 'B']) {
  const host = new TestHost();
  for (const name of disks) host.addDisk(name);
  const runtime = await host.init('Data', ...disks);
  await host.run(runtime, { ...makeMirror('V1', disks.length, volumeBytes), logs: 0 });
  await host.write('V1', 0, 1);
  return { host, groupId: runtime.configuration.id };
}

/** After a crash: the group again, with its resynchronisation just begun. */
async function resyncing(disks = ['A', 'B']) {
  const { host, groupId } = await started(disks);
  host.crash();
  return { host, groupId, runtime: await imported(host, groupId) };
}

async function imported(host: TestHost, groupId: GroupRuntime['configuration']['id']): Promise<GroupRuntime> {
  const again = await host.import(groupId);
  if (!again.ok) throw new Error(JSON.stringify(again.error));
  return again.value;
}

const tasksOf = (runtime: GroupRuntime): readonly TaskView[] => runtime.status().tasks;

function only(runtime: GroupRuntime): TaskView {
  const [task] = tasksOf(runtime).filter(({ name }) => name !== 'Initialise');
  if (task === undefined) throw new Error('there is a task');
  return task;
}

function ask(host: TestHost, runtime: GroupRuntime, wish: TaskWish, id = only(runtime).id) {
  return host.settle(runtime.askTask({ id, shownAs: '7', wish }));
}

/** A plex that missed a write has its disk again, and is being copied. */
async function fillingPlex() {
  const { host, groupId } = await started();
  host.absent.add('B');
  await host.write('V1', 0, 2);
  host.crash();
  host.absent.clear();
  const runtime = await imported(host, groupId);
  const copyOfPlex = (): TaskView | undefined => tasksOf(runtime).find(({ subject }) => subject.kind === 'plex');
  await host.until(() => copyOfPlex() !== undefined);
  return { host, groupId, runtime, copying: copyOfPlex() as TaskView };
}

/** Time enough for any copy of these tests to end. The status of a task that is there is sent each second, so time goes on. */
function muchLater(host: TestHost): Promise<void> {
  const at = host.clock.now + 60_000;
  return host.until(() => host.clock.now >= at);
}

const untilDone = (host: TestHost, runtime: GroupRuntime): Promise<void> => host.until(() => only(runtime).endedAt !== '');

describe('a resynchronisation that was paused', () => {
  it.each([['killed', true], ['stopped', false]])('stays paused when the host is %s, under its id, and ends when it is resumed',
    async (_how, killed) => {
      const { host, groupId, runtime } = await resyncing();
      const { id, startedAt } = only(runtime);
      expect(await ask(host, runtime, { kind: 'slow', milliseconds: 20 })).toMatchObject({ ok: true, value: { slowMilliseconds: 20 } });
      expect(await ask(host, runtime, { kind: 'pause' })).toMatchObject({ ok: true, value: { state: 'paused' } });
      const before = only(runtime).doneBytes;
      await muchLater(host);
      expect(only(runtime)).toMatchObject({ id, state: 'paused' });
      expect(only(runtime).doneBytes).toBeLessThanOrEqual(before + mebibyte);
      if (killed) host.crash();
      else await host.settle(runtime.close());
      const again = await imported(host, groupId);
      expect(only(again)).toMatchObject({ id, startedAt, state: 'paused', slowMilliseconds: 20 });
      await muchLater(host);
      expect(only(again)).toMatchObject({ id, state: 'paused', doneBytes: 0 });
      expect(again.configuration.volumes[0]?.state).toBe('SYNC');
      await ask(host, again, { kind: 'resume' });
      await untilDone(host, again);
      expect(only(again)).toMatchObject({ id, state: 'done', doneBytes: volumeBytes });
      expect(again.configuration.volumes[0]?.state).toBe('ACTIVE');
    });

  it('sabotaged, it runs again', async () => {
    setSabotages(['paused-task-forgotten']);
    const { host, groupId, runtime } = await resyncing();
    await ask(host, runtime, { kind: 'pause' });
    host.crash();
    expect(only(await imported(host, groupId)).state).not.toBe('paused');
  });

  it('is paused on every disk: either alone brings it back', async () => {
    for (const absent of ['A', 'B']) {
      const { host, groupId, runtime } = await resyncing(['A', 'B', 'C']);
      await ask(host, runtime, { kind: 'pause' });
      host.crash();
      host.absent.add(absent);
      expect(only(await imported(host, groupId)).state).toBe('paused');
    }
  });

  it('is told when no disk took the note; it stands still all the same', async () => {
    const { host, runtime } = await resyncing();
    const fault: IoError = { code: 'EIO', message: 'broken' };
    const klog = (offset: number): boolean => offset >= 64 * 1024 && offset < 4 * mebibyte;
    for (const disk of host.disks.values()) {
      disk.fault = (operation, offset, length) => (operation === 'writeDurable' && length === 4096 && klog(offset) ? fault : null);
    }
    expect(await ask(host, runtime, { kind: 'pause' })).toMatchObject({ ok: false, error: { code: 'task.not-noted' } });
    expect(only(runtime).state).toBe('paused');
  });
});

describe('an abort', () => {
  it('leaves the volume in SYNC, and is not undone by itself; the next start resynchronises under a new id', async () => {
    const { host, groupId, runtime } = await resyncing();
    const { id } = only(runtime);
    expect(await ask(host, runtime, { kind: 'abort' })).toMatchObject({ ok: true, value: { state: 'cancelled' } });
    await host.write('V1', 0, 2);
    expect(runtime.configuration.volumes[0]?.state).toBe('SYNC');
    expect(tasksOf(runtime).filter(({ endedAt }) => endedAt === '')).toEqual([]);
    host.crash();
    const again = await imported(host, groupId);
    expect(only(again).id).not.toBe(id);
    await untilDone(host, again);
    expect(only(again).state).toBe('done');
  });

  it('of a paused task ends it', async () => {
    const { host, runtime } = await resyncing();
    await ask(host, runtime, { kind: 'pause' });
    expect(await ask(host, runtime, { kind: 'abort' })).toMatchObject({ ok: true, value: { state: 'cancelled' } });
    expect(await ask(host, runtime, { kind: 'resume' })).toMatchObject({ ok: false, error: { code: 'task.ended' } });
  });

  it('of a plex that is filled leaves it STALE, and clients write it no more', async () => {
    const { host, runtime, copying } = await fillingPlex();
    await ask(host, runtime, { kind: 'pause' }, copying.id);
    expect(await ask(host, runtime, { kind: 'abort' }, copying.id)).toMatchObject({ ok: true, value: { state: 'cancelled' } });
    const writes = host.disk('B').counts.write;
    await host.write('V1', 8192, 3);
    expect(host.disk('B').counts.write).toBe(writes);
    expect(runtime.configuration.plexes.map(({ state }) => state).sort()).toEqual(['ACTIVE', 'STALE']);
    expect(tasksOf(runtime).filter(({ endedAt }) => endedAt === '')).toEqual([]);
  });

  it('sabotaged, clients write a plex that nobody keeps', async () => {
    setSabotages(['abort-leaves-plex-written']);
    const { host, runtime, copying } = await fillingPlex();
    await ask(host, runtime, { kind: 'pause' }, copying.id);
    await ask(host, runtime, { kind: 'abort' }, copying.id);
    const writes = host.disk('B').counts.write;
    await host.write('V1', 8192, 3);
    expect(host.disk('B').counts.write).toBeGreaterThan(writes);
  });
});

describe('a task whose work is not there any more', () => {
  it('ends with the reason when its disk is missing at the start', async () => {
    const { host, groupId, runtime, copying } = await fillingPlex();
    await ask(host, runtime, { kind: 'pause' }, copying.id);
    host.crash();
    host.absent.add('B');
    const again = await imported(host, groupId);
    const ended = tasksOf(again).find(({ id }) => id === copying.id);
    expect(ended).toMatchObject({ state: 'cancelled' });
    expect(ended?.result).toMatch(/missing or failed; plex .* is copied when it is back/);
  });

  it('ends when its volume is stopped', async () => {
    const { host, runtime } = await resyncing();
    await ask(host, runtime, { kind: 'pause' });
    const stopped = await host.run(runtime, { command: 'volume.stop', group: 'Data', volume: 'V1', force: true });
    expect(stopped).toMatchObject({ ok: true });
    expect(only(runtime)).toMatchObject({ state: 'cancelled' });
    expect(only(runtime).result).toMatch(/is not started/);
  });

  it('of a command that died with the host is undone, and says so', async () => {
    const { host, groupId, runtime } = await resyncing();
    await untilDone(host, runtime);
    for (const disk of host.disks.values()) disk.hangs = (operation) => operation === 'zero';
    void runtime.execute({
      command: { ...makeMirror('V2', 2, 4 * mebibyte), logs: 0 }, dryRun: false, actor: 'test',
    });
    await host.until(() => tasksOf(runtime).some(({ name, endedAt }) => name === 'Initialise' && endedAt === ''));
    for (let turns = 0; turns < 20; turns += 1) host.clock.runNext();
    await host.settle(Promise.resolve());
    host.crash();
    for (const disk of host.disks.values()) disk.hangs = () => false;
    const again = await imported(host, groupId);
    expect(tasksOf(again).find(({ name }) => name === 'Initialise')).toMatchObject({ state: 'cancelled' });
    expect(again.configuration.volumes).toHaveLength(1);
  });
});

describe('what a task cannot', () => {
  it('is refused with the reason and the way out', async () => {
    const { host, runtime } = await resyncing();
    await untilDone(host, runtime);
    expect(await ask(host, runtime, { kind: 'pause' }, 'nobody')).toMatchObject({ ok: false, error: { code: 'task.unknown' } });
    for (const disk of host.disks.values()) disk.hangs = (operation) => operation === 'zero';
    void runtime.execute({ command: { ...makeMirror('V2', 2, 4 * mebibyte), logs: 0 }, dryRun: false, actor: 'test' });
    await host.until(() => tasksOf(runtime).some(({ name }) => name === 'Initialise'));
    const id = tasksOf(runtime).find(({ name }) => name === 'Initialise')?.id ?? '';
    for (const [kind, code] of [['pause', 'task.not-pausable'], ['abort', 'task.not-abortable']] as const) {
      const asked = await ask(host, runtime, { kind }, id);
      expect(asked).toMatchObject({ ok: false, error: { code, remedy: { advice: 'Wait until it has ended: vxtask wait 7' } } });
    }
  });
});

describe('copies of many volumes', () => {
  it('run four at a time; the others wait for their turn', async () => {
    const host = new TestHost();
    for (const name of ['A', 'B']) host.addDisk(name, 40 * mebibyte);
    const born = await host.init('Data', 'A', 'B');
    for (let index = 1; index <= 6; index += 1) {
      await host.run(born, { ...makeMirror(`V${index}`, 2, 4 * mebibyte), logs: 0 });
      await host.write(`V${index}`, 0, 1);
    }
    host.crash();
    const runtime = await imported(host, born.configuration.id);
    const states = (): string[] => tasksOf(runtime).map(({ state }) => state);
    expect(states().filter((state) => state === 'running').length).toBe(4);
    expect(states().filter((state) => state === 'waiting').length).toBe(2);
    await host.until(() => states().every((state) => state === 'done'));
    expect(states()).toHaveLength(6);
  });
});
