import { describe, expect, it } from 'vitest';
import { sampleConfiguration } from '../format/sample-configuration.test-double.ts';
import type { TaskNote } from '../format/klog.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { GroupId } from '../model/identity.ts';
import { remarksMaximum, Task } from './task.ts';
import { verdictOn, type WorkFacts } from './task-verdicts.ts';

const groupId = 'group-1' as GroupId;
const configuration = sampleConfiguration(1);
const [volume] = configuration.volumes;
const [plex] = configuration.plexes;

function note(change: Partial<TaskNote> = {}): TaskNote {
  return {
    taskId: 'task-1', sequence: 1, underWay: true, name: 'Resynchronise', objectKind: 'volume', objectId: volume?.id ?? '',
    objectName: 'V0', paused: false, slowMilliseconds: 0, startedAt: '2030-01-01T00:00:00.000Z', cause: 'after a crash', ...change,
  };
}

const remembered = (change: Partial<TaskNote> = {}): Task => Task.remembered(note(change), groupId);

describe('a task', () => {
  it('with remarks ends as such; the same remark counts once, and those beyond the bound are counted', () => {
    const task = remembered();
    for (let number = 0; number < remarksMaximum + 2; number += 1) {
      task.remark(`remark ${number}`);
      task.remark('remark 0');
    }
    task.settle('done', 'all is equal', '2030-01-01T00:01:00.000Z');
    expect(task.state).toBe('done with remarks');
    expect(task.result.split('; ')).toEqual(['all is equal', ...Array.from({ length: remarksMaximum }, (_, number) => `remark ${number}`),
      '2 more remarks']);
  });

  it('of a newer release is left alone: neither paused nor aborted', () => {
    const { rules } = remembered({ name: 'Defragment' });
    expect([rules.pausable, rules.abortable]).toEqual([false, false]);
  });

  it('keeps its wishes while nothing works at it, and gives them to the copy that takes it up', () => {
    const task = remembered({ slowMilliseconds: 20 });
    expect(task.wished).toBe(true);
    task.slowMilliseconds = 40;
    expect(task.view(0)).toMatchObject({ state: 'waiting', slowMilliseconds: 40 });
    const progress = () => ({ doneBytes: 1, totalBytes: 4 });
    task.takeUp({ name: 'Resynchronise', subject: task.subject, cause: '', copies: 'full', progress });
    expect(task.view(0)).toMatchObject({ state: 'running', doneBytes: 1, totalBytes: 4, copyShare: 0, clientsBusy: false });
    task.interrupt();
    expect(task.view(0)).toMatchObject({ state: 'waiting', doneBytes: 1 });
  });

  it('of a group is noted with the id of the group', () => {
    expect(remembered({ objectKind: 'group', objectId: 'group-1' }).note()).toMatchObject({ objectKind: 'group', objectId: 'group-1' });
    const subject = { kind: 'group', name: 'Data' } as const;
    const begun = Task.begun('task-2', groupId, '', { name: 'Initialise', subject, cause: '', copies: 'none',
      progress: () => ({ doneBytes: 0, totalBytes: 0 }) });
    expect(begun.note()).toMatchObject({ objectKind: 'group', objectId: 'group-1' });
  });
});

describe('what becomes of a task after a restart', () => {
  const usableDiskIds = new Set(configuration.disks.map((disk) => disk.id));
  const startedVolumeIds = new Set(configuration.volumes.map(({ id }) => id));
  const facts = (change: Partial<WorkFacts> = {}): WorkFacts => ({ configuration, startedVolumeIds, usableDiskIds, ...change });
  const inState = (state: 'STALE' | 'ACTIVE'): GroupConfiguration =>
    ({ ...configuration, plexes: configuration.plexes.map((one) => (one === plex ? { ...one, state } : one)) });
  const syncing = { ...configuration, volumes: configuration.volumes.map((one) => ({ ...one, state: 'SYNC' as const })) };
  const gone = { ...configuration, volumes: [], plexes: [], subdisks: [] };
  const ofPlex = { name: 'Attach plex', objectKind: 'plex', objectId: plex?.id ?? '', objectName: 'V0-01' } as const;

  it.each<readonly [string, Partial<TaskNote>, Partial<WorkFacts>, string | null]>([
    ['a volume that is to be made equal', {}, { configuration: syncing }, null],
    ['a volume that is equal', {}, {}, 'it ended as the host did'],
    ['a volume that is gone', {}, { configuration: gone }, 'volume V0 is no longer there'],
    ['a stopped volume', {}, { startedVolumeIds: new Set() }, 'volume V0 is not started; its plexes are made equal when it is'],
    ['a plex that is stale', ofPlex, { configuration: inState('STALE') }, null],
    ['a plex that is up to date', ofPlex, { configuration: inState('ACTIVE') }, 'it ended as the host did'],
    ['a plex that is gone', ofPlex, { configuration: gone }, 'plex V0-01 is no longer there'],
    ['a plex of a stopped volume', ofPlex, { configuration: inState('STALE'), startedVolumeIds: new Set() },
      'its volume is not started; plex V0-01 is copied when it is'],
    ['a plex without its disk', ofPlex, { configuration: inState('STALE'), usableDiskIds: new Set() },
      'Disk1 missing or failed; plex V0-01 is copied when it is back'],
    ['a comparison', { name: 'Verify' }, {}, 'the host stopped before it ended; what it had compared by then is not remembered'],
    ['work that this release does not know', { name: 'Defragment' }, {},
      'the host stopped before it ended; its command has changed nothing'],
  ])('%s', (_what, change, given, result) => {
    expect(verdictOn(remembered(change), facts(given))?.result ?? null).toBe(result);
  });
});
