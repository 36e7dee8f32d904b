/**
 * What becomes of a task that was under way when the host ended or its volume was stopped. The configuration says which work is
 * to be done; the task log only knows what it was called.
 */
import type { GroupConfiguration } from '../model/configuration.ts';
import type { DiskId, VolumeId } from '../model/identity.ts';
import type { TaskName } from '../model/task-kinds.ts';
import type { Verdict } from './task-list.ts';
import type { Task } from './task.ts';

export interface WorkFacts {
  readonly configuration: GroupConfiguration;
  readonly startedVolumeIds: ReadonlySet<VolumeId>;
  readonly usableDiskIds: ReadonlySet<DiskId>;
}

const endedWithHost: Verdict = { state: 'done', result: 'it ended as the host did' };

/** Null while the work is still to be done, here and now. */
export function verdictOn(task: Task, facts: WorkFacts): Verdict {
  const { subject } = task;
  if (task.rules.afterRestart === 'undone') {
    return { state: 'cancelled', result: `the host stopped before it ended; ${undoneWords(task)}` };
  }
  return subject.kind === 'plex' ? plexVerdict(task, facts) : volumeVerdict(task, facts);
}

const undoneWordsByName: Partial<Record<string, string>> = {
  'Rewrite': 'all of it begins again before the volume starts',
  'Verify': 'what it had compared by then is not remembered',
} satisfies Partial<Record<TaskName, string>>;

function undoneWords({ name }: Task): string {
  return undoneWordsByName[name] ?? 'its command has changed nothing';
}

function volumeVerdict({ subject }: Task, { configuration, startedVolumeIds }: WorkFacts): Verdict {
  const volume = configuration.volumes.find(({ id }) => id === subject.id);
  if (volume === undefined) return { state: 'cancelled', result: `volume ${subject.name} is no longer there` };
  if (!startedVolumeIds.has(volume.id)) {
    return { state: 'cancelled', result: `volume ${volume.name} is not started; its plexes are made equal when it is` };
  }
  return volume.state === 'SYNC' ? null : endedWithHost;
}

function plexVerdict({ subject }: Task, { configuration, startedVolumeIds, usableDiskIds }: WorkFacts): Verdict {
  const plex = configuration.plexes.find(({ id }) => id === subject.id);
  if (plex === undefined) return { state: 'cancelled', result: `plex ${subject.name} is no longer there` };
  if (plex.state === 'ACTIVE' || plex.state === 'CLEAN') return endedWithHost;
  if (!startedVolumeIds.has(plex.volumeId)) {
    return { state: 'cancelled', result: `its volume is not started; plex ${plex.name} is copied when it is` };
  }
  const lacks = configuration.subdisks.filter((subdisk) => subdisk.plexId === plex.id && !usableDiskIds.has(subdisk.diskId));
  if (lacks.length === 0) return null;
  const names = configuration.disks.filter(({ id }) => lacks.some((subdisk) => subdisk.diskId === id)).map(({ name }) => name);
  return { state: 'cancelled', result: `${names.join(', ')} missing or failed; plex ${plex.name} is copied when it is back` };
}
