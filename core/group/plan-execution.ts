/**
 * Carries a plan out. Order: new space zeroed and flushed, new logs written; volumes that lose space stand still, volumes that end
 * are retracted, drained and flushed; the commit; then what runs is brought in line with what is written. Before the commit nothing
 * is changed that the refusal of it would not undo.
 */
import { commandLine } from '../model/command-line.ts';
import type { IoError } from '../device/ports.ts';
import type { Command } from '../model/command.ts';
import type { GroupConfiguration, PlexRecord } from '../model/configuration.ts';
import type { VolumeId } from '../model/identity.ts';
import { withMissedMaps } from '../model/missed-maps.ts';
import { sameName } from '../model/name-rules.ts';
import { refusal, type Refusal } from '../model/refusal.ts';
import { failure, success, type Result } from '../model/result.ts';
import { sabotaged } from '../model/sabotage.ts';
import type { Plan, ZeroRange } from '../planner/plan.ts';
import { commitRefusal } from './commit-refusals.ts';
import type { Committer } from './committer.ts';
import { markedClean, withLogsStale, withPlexState, withVolumeState } from './configuration-marks.ts';
import { flushDevice, zeroBytes } from './device-promises.ts';
import { writeNewLogs } from './log-images.ts';
import type { MemberDisks } from './member-disks.ts';
import { brokenPremise } from './plan-premises.ts';
import { rebase } from './plan-rebase.ts';
import { diskSubject, groupSubject, volumeSubject } from './runtime-alerts.ts';
import type { RunningVolumes } from './running-volumes.ts';
import { shrinkingVolumes } from './shrinking-volumes.ts';
import { commitError } from './stale-mark-queue.ts';
import type { TaskList } from './task-list.ts';
import { startVolumes, type VolumeStart } from './volume-start.ts';

export interface ExecutionParts {
  readonly committer: Committer;
  readonly disks: MemberDisks;
  readonly volumes: RunningVolumes;
  readonly tasks: TaskList;
  readonly newMapId: () => string;
}

export interface ExecutablePlan {
  readonly plan: Plan;
  /** The configuration that it was made on. */
  readonly before: GroupConfiguration;
  readonly after: GroupConfiguration;
  /** Who gave the command. */
  readonly actor: string;
}

/** The volumes that the plan starts, and those that it ends or stops. */
interface Effects {
  readonly starting: ReadonlySet<VolumeId>;
  readonly ending: ReadonlySet<VolumeId>;
}

function effectsOf({ plan: { command }, before, after }: ExecutablePlan, volumes: RunningVolumes): Effects {
  const running = volumes.startedIds();
  if (command.command === 'group.deport') return { starting: new Set(), ending: running };
  const known = new Set(before.volumes.map((volume) => volume.id));
  const kept = new Set(after.volumes.map((volume) => volume.id));
  const named = 'volume' in command ? after.volumes.find((volume) => sameName(volume.name, command.volume))?.id : undefined;
  const stopped = command.command === 'volume.stop' ? named : undefined;
  const started = command.command === 'volume.start' ? named : undefined;
  return {
    starting: new Set(after.volumes
      .filter((volume) => !running.has(volume.id) && (volume.id === started || (!known.has(volume.id) && volume.startAtImport)))
      .map((volume) => volume.id)),
    ending: new Set([...running].filter((volumeId) => !kept.has(volumeId) || volumeId === stopped)),
  };
}

/** The runtime owns the states of what it starts and stops: the plan's stand for what it will do. */
function withStatesOf(after: GroupConfiguration, published: GroupConfiguration, volumeIds: ReadonlySet<VolumeId>): GroupConfiguration {
  const volumeStates = new Map(published.volumes.map((volume) => [volume.id, volume.state]));
  const plexStates = new Map(published.plexes.map((plex) => [plex.id, plex.state]));
  return {
    ...after,
    volumes: after.volumes.map((volume) =>
      (volumeIds.has(volume.id) ? { ...volume, state: volumeStates.get(volume.id) ?? volume.state } : volume)),
    plexes: after.plexes.map((plex) => (volumeIds.has(plex.volumeId) ? { ...plex, state: plexStates.get(plex.id) ?? plex.state } : plex)),
  };
}

/** Space that was not zeroed may differ from plex to plex: its volume is made equal like after a crash, whatever its map says. */
function withUnequalSpace(after: GroupConfiguration, command: Command, running: ReadonlySet<VolumeId>): GroupConfiguration {
  if ((command.command !== 'volume.make' && command.command !== 'volume.grow') || command.zeroed) return after;
  const volume = after.volumes.find((candidate) => sameName(candidate.name, command.volume));
  if (volume === undefined) return after;
  const plexes = after.plexes.filter((plex) => plex.volumeId === volume.id && (plex.state === 'CLEAN' || plex.state === 'ACTIVE'));
  if (plexes.length < 2) return after;
  const state = running.has(volume.id) ? 'SYNC' : 'ACTIVE';
  const grown = command.command === 'volume.grow' ? after.logs.filter((log) => log.volumeId === volume.id) : [];
  const unmapped = withLogsStale(after, new Set(grown.map((log) => log.id)));
  return withPlexState(withVolumeState(unmapped, new Set([volume.id]), state), new Set(plexes.map((plex) => plex.id)), 'ACTIVE');
}

/** Zeros what the plan brings into use, and makes the zeros durable. */
export async function zeroRanges(ranges: readonly ZeroRange[], command: Command, parts: ExecutionParts): Promise<Refusal | null> {
  if (ranges.length === 0) return null;
  const { committer, disks, tasks } = parts;
  const totalBytes = ranges.reduce((sum, range) => sum + range.lengthBytes, 0);
  let endedBytes = 0;
  let doneBytes = 0;
  const task = tasks.begin({
    name: 'Initialise', subject: 'volume' in command ? { kind: 'volume', name: command.volume } : groupSubject(committer.configuration),
    cause: 'New space reads as zeros on every plex.', copies: 'none', progress: () => ({ doneBytes, totalBytes }),
  });
  for (const range of ranges) {
    const device = disks.device(range.diskId);
    const error = device === null ? { code: 'EIO', message: 'the disk is missing' } as const
      : await zeroBytes(device, range.offsetBytes, range.lengthBytes, false, (bytes) => { doneBytes = endedBytes + bytes; })
        ?? await flushDevice(device);
    endedBytes += range.lengthBytes;
    if (error === null) continue;
    tasks.end(task, 'failed', error.message);
    return refusal(error.code === 'ENOSPC' ? 'space.host-full' : 'io.failed', diskSubject(committer.configuration, range.diskId),
      { error: error.code, message: error.message },
      error.code === 'ENOSPC' ? 'Free space under the disk, then repeat the command.' : 'Check the disk, then repeat the command.');
  }
  tasks.end(task, 'done', '');
  return null;
}

/** The slots that the plan chose may be another plex's by now, and a plex that it takes out may have left with a map by itself. */
function withMapsOfPlan({ before, after }: ExecutablePlan, published: GroupConfiguration, newMapId: () => string): GroupConfiguration {
  const was = new Map(before.plexes.map((plex) => [plex.id, plex]));
  const isChosen = ({ id, missed }: PlexRecord): boolean => missed !== null && was.get(id)?.missed?.id !== missed.id;
  const chosen = new Set(after.plexes.filter(isChosen).map(({ id }) => id));
  const left = new Map(published.plexes.filter(({ id, state }) => chosen.has(id) && state !== 'ACTIVE' && state !== 'CLEAN')
    .map((plex) => [plex.id, plex.missed]));
  const rebased = rebase(before, after, published);
  const plexes = rebased.plexes.map((plex) => (left.has(plex.id) ? { ...plex, missed: left.get(plex.id) ?? null } : plex));
  return withMissedMaps({ ...rebased, plexes }, new Set([...chosen].filter((id) => !left.has(id))), newMapId);
}

/** Commits the plan's outcome. The answer says what was started and what could not be. */
async function commitPlan(
  { plan, before, after, actor }: ExecutablePlan, effects: Effects, clean: ReadonlySet<VolumeId>, parts: ExecutionParts,
): Promise<Result<VolumeStart, Refusal>> {
  const { committer, disks, volumes } = parts;
  const ownStates = new Set([...effects.starting, ...effects.ending]);
  let start: VolumeStart | null = null;
  const committed = await committer.commit((published) => {
    const rebased = withMapsOfPlan({ plan, before, after, actor }, published, parts.newMapId);
    const broken = brokenPremise(published, rebased);
    if (broken !== null) return failure(broken);
    const current = withStatesOf(rebased, published, ownStates);
    const wanted = withUnequalSpace(current, plan.command, volumes.startedIds());
    start = startVolumes(markedClean(wanted, clean), effects.starting, disks.usableIds(), parts.newMapId);
    return success(start.configuration);
  }, { by: 'administrator', note: { command: commandLine(plan.command), actor } });
  const made = start as VolumeStart | null;
  return committed.ok && made !== null ? success(made)
    : failure(commitRefusal(committed.ok ? { kind: 'no-holder' } : committed.error, committer.configuration));
}

/**
 * After a refusal. The refused content may still lie on a disk, which the next start would believe; and what was known of
 * unequal regions went with the volumes that were closed. So the content is committed once more, with those that are not
 * clean to be made equal. Volumes for which that is impossible stay stopped.
 */
async function reopen(closed: ReadonlySet<VolumeId>, clean: ReadonlySet<VolumeId>, { committer, volumes }: ExecutionParts): Promise<void> {
  if (closed.size === 0) return;
  const unequal = [...closed].filter((volumeId) => !clean.has(volumeId));
  if (unequal.length > 0 || !committer.settled) {
    const committed = await committer.commit((published) => {
      const mirrored = unequal.filter((volumeId) =>
        published.plexes.filter((plex) => plex.volumeId === volumeId && plex.state === 'ACTIVE').length > 1);
      return success(withVolumeState(published, new Set(mirrored), 'SYNC'));
    }, { by: 'engine' });
    if (!committed.ok) {
      volumes.leftStopped(closed, commitError(committed.error));
      return;
    }
  }
  volumes.open(closed);
}

async function perform(executable: ExecutablePlan, parts: ExecutionParts): Promise<Result<VolumeStart, Refusal>> {
  const { volumes } = parts;
  const effects = effectsOf(executable, volumes);
  const running = new Set([...volumes.startedIds()].filter((volumeId) => !effects.ending.has(volumeId)));
  const held = shrinkingVolumes(executable.before, executable.after, running);
  const notHeld = await volumes.hold(held);
  if (notHeld !== null) return failure(busyRefusal(executable.before, notHeld.volumeId, notHeld.error));
  const clean = await volumes.close(effects.ending);
  const committed = await commitPlan(executable, effects, clean, parts);
  if (!committed.ok) {
    volumes.release(held);
    await reopen(new Set([...effects.ending].filter((volumeId) => !volumes.startedIds().has(volumeId))), clean, parts);
    return committed;
  }
  await volumes.releaseChanged(held);
  volumes.open(committed.value.startedIds);
  volumes.notStarted(committed.value.unstartable);
  await volumes.update();
  return committed;
}

function busyRefusal(configuration: GroupConfiguration, volumeId: VolumeId, error: IoError): Refusal {
  return refusal('volume.busy', volumeSubject(configuration, volumeId), { reason: `it did not come to rest: ${error.message}` },
    'Look at its disks (vxdisk list), then repeat the command.');
}

/** For every command that leaves a group behind, but deport: its parts beyond the configuration are the caller's. */
export async function executePlan(executable: ExecutablePlan, parts: ExecutionParts): Promise<Result<VolumeStart, Refusal>> {
  const { plan, before, after } = executable;
  if (sabotaged('grow-before-zero')) {
    const early = await perform(executable, parts);
    await zeroRanges(plan.zero, plan.command, parts);
    return early;
  }
  if (sabotaged('log-image-after-commit')) {
    const early = await perform(executable, parts);
    await writeNewLogs(before, after, parts.disks);
    return early;
  }
  const notZeroed = await zeroRanges(plan.zero, plan.command, parts);
  if (notZeroed !== null) return failure(notZeroed);
  const notWritten = await writeNewLogs(before, after, parts.disks);
  return notWritten === null ? perform(executable, parts) : failure(notWritten);
}
