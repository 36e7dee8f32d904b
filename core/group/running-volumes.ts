/**
 * The started volumes of a group: starts and stops them together, serves them, keeps their paths in line with what is
 * published, and turns what they report into commits.
 *
 * Invariants: a gate opens only after the commit that says ACTIVE or SYNC; a volume is marked CLEAN only after its gate
 * was closed for good and all its plexes were flushed.
 */
import type { IoError } from '../device/ports.ts';
import { recognise, recogniseHeadBytes } from '../format/recognise.ts';
import type { GroupConfiguration, VolumeRecord } from '../model/configuration.ts';
import type { DiskId, LogId, PlexId, VolumeId } from '../model/identity.ts';
import { invariant } from '../model/invariant.ts';
import type { Refusal } from '../model/refusal.ts';
import { success, type Result } from '../model/result.ts';
import { sabotaged } from '../model/sabotage.ts';
import type { FoundDifferences } from '../model/views.ts';
import type { CounterBook } from '../volume/counter-book.ts';
import { FailedVolumeLayer } from '../volume/failed-volume-layer.ts';
import type { Layer } from '../volume/layer.ts';
import type { VerifyWork } from '../volume/verify-work.ts';
import type { PlexFailure, VolumeDefinition } from '../volume/volume-definition.ts';
import type { Committer } from './committer.ts';
import {
  markedClean, withDifferingBytes, withLogsActive, withLogsStale, withPlexState, withVolumeState, type StaleMarks,
} from './configuration-marks.ts';
import { completed } from './device-promises.ts';
import { diskIdsOf, type LatePartId } from './late-parts.ts';
import type { MemberDisks } from './member-disks.ts';
import {
  cleared, copyFailed, hostFull, mirrorNotAdded, noHolder, plexesDiffer, plexStale, volumeFailed, volumeLeftStopped, volumeRecovering,
  volumeSubject,
} from './runtime-alerts.ts';
import type { RuntimeWorld } from './runtime-world.ts';
import { commitError, StaleMarkQueue } from './stale-mark-queue.ts';
import type { TaskList } from './task-list.ts';
import { UnfinishedMirrors } from './unfinished-mirrors.ts';
import { findingsAsFacts, findingsInWords, plexHistories } from './verify-findings.ts';
import { definitionOf } from './volume-definitions.ts';
import { VolumeRuntime, type VolumeGroup } from './volume-runtime.ts';

export interface RunningVolumesParts {
  readonly world: RuntimeWorld;
  readonly committer: Committer;
  readonly disks: MemberDisks;
  readonly tasks: TaskList;
  readonly counters: CounterBook;
  changed(): void;
  /** After the command that runs, and before the next. */
  inTurn(work: () => Promise<Result<null, Refusal>>): Promise<Result<null, Refusal>>;
}

export class RunningVolumes {
  readonly #parts: RunningVolumesParts;
  readonly #running = new Map<VolumeId, VolumeRuntime>();
  /** Wanted, and not running for want of a usable plex: their exports answer EIO. */
  readonly #failed = new Set<VolumeId>();
  readonly #marks: StaleMarkQueue;
  /** When plexes came back into use in this life; says which copy may be wrong when they are found to differ. */
  readonly #caughtUpAt = new Map<PlexId, string>();
  readonly #group: VolumeGroup;
  readonly #unfinished: UnfinishedMirrors;

  constructor(parts: RunningVolumesParts) {
    this.#parts = parts;
    const { world, committer, disks, tasks, counters, inTurn } = parts;
    this.#unfinished = new UnfinishedMirrors({ committer, volumes: this, inTurn });
    this.#marks = new StaleMarkQueue({
      committer,
      failedDiskIds: () => disks.failedIds(),
      startedVolumeIds: () => this.startedIds(),
      newMapId: () => world.random.guid(),
      marked: (marks, failures) => { this.#marked(marks, failures); },
      notMarked: (failure) => { if (failure.kind === 'no-holder') this.#raise(noHolder(committer.configuration)); },
    });
    this.#group = {
      clock: world.clock, log: world.log, counters, tasks,
      get mirrorDeadlineMilliseconds() { return world.mirrorDeadlineMilliseconds; },
      configuration: () => committer.configuration,
      device: (diskId) => disks.device(diskId),
      plexesFailed: (volumeId, failures, done) => { this.#plexesFailed(volumeId, failures, done); },
      logsFailed: (volumeId, logIds, error, done) => { void this.#logsFailed(volumeId, logIds, error, done); },
      logsRevived: (volumeId, logIds, stillGood) => { void this.#logsRevived(volumeId, logIds, stillGood); },
      readFailed: (_volumeId, failure) => { this.#countError(failure.diskId); },
      recovered: (volumeId) => this.#recovered(volumeId),
      attached: (plexId, stillGood) => this.#attached(plexId, stillGood),
      copyFailed: (plexId, error) => { this.#raise(copyFailed(committer.configuration, plexId, error)); },
      mirrorNotAdded: (volumeId, error) => { this.#raise(mirrorNotAdded(committer.configuration, volumeId, error)); },
      mirrorGivenUp: (plexId) => this.#unfinished.takeAway(plexId),
      verified: (volumeId, work) => this.#verified(volumeId, work),
      answersAgain: (partId) => { this.#answersAgain(partId); },
      jobEnded: (volumeId) => { this.#jobEnded(volumeId); },
      reconfigureFailed: (volumeId, error) => {
        world.log.write('error', 'a volume could not be brought in line with its configuration', { volumeId, error: error.message });
      },
    };
  }

  startedIds(): ReadonlySet<VolumeId> {
    return new Set(this.#running.keys());
  }

  /** Volumes one of whose plexes is being copied, or all of whose plexes are being made equal. */
  syncingIds(): ReadonlySet<VolumeId> {
    return new Set([...this.#running.values()].filter((volume) => volume.copying).map((volume) => volume.volumeId));
  }

  /** What the volume holds, by its first bytes; empty when nothing is recognised, or when it cannot be read now. */
  async recognise(volumeId: VolumeId): Promise<Result<string, Refusal>> {
    const volume = this.#running.get(volumeId);
    if (volume === undefined) return success('');
    const head = new Uint8Array(Math.min(recogniseHeadBytes, volume.layer.abilities.sizeBytes));
    const error = await completed((done) => volume.peek(head, 0, done));
    return success(error === null ? recognise(head, new Uint8Array(0)) : '');
  }

  /** Opens the gates and serves the volumes. The published configuration must say ACTIVE or SYNC of each. */
  open(volumeIds: Iterable<VolumeId>): void {
    const { committer, world } = this.#parts;
    for (const volumeId of volumeIds) {
      const definition = this.#definition(volumeId);
      invariant(definition.volume.state !== 'CLEAN', 'a volume that starts is not marked clean');
      const volume = new VolumeRuntime(definition, this.#group);
      this.#running.set(volumeId, volume);
      volume.start(definition);
      this.#failed.delete(volumeId);
      this.#publish(volume.layer, definition.volume);
      if (definition.volume.state === 'SYNC') world.alert(volumeRecovering(committer.configuration, volumeId));
    }
    this.#parts.changed();
  }

  /** Says why volumes that were to start did not; those that are wanted are served with errors until they start. */
  notStarted(unstartable: ReadonlyMap<VolumeId, readonly string[]>): void {
    const { configuration } = this.#parts.committer;
    for (const [volumeId, lacks] of unstartable) {
      const reason = lacks.length > 0 ? `${lacks.join(', ')} missing or failed` : 'none of its plexes is up to date';
      this.#failed.add(volumeId);
      this.#raise(volumeFailed(configuration, volumeId, reason));
    }
    for (const record of configuration.volumes.filter(({ id }) => unstartable.has(id))) this.#publishFailed(record);
  }

  /** The group leaves this host, or ends: nobody waits for its failed volumes any more. */
  async retractFailed(): Promise<void> {
    const failed = [...this.#failed];
    this.#failed.clear();
    await Promise.all(failed.map((volumeId) => this.#parts.world.exports.retract(volumeId)));
  }

  /** Says that volumes which a refused command had closed were not opened again. */
  leftStopped(volumeIds: Iterable<VolumeId>, error: IoError): void {
    for (const volumeId of volumeIds) this.#raise(volumeLeftStopped(this.#parts.committer.configuration, volumeId, error));
  }

  /**
   * Retracts the exports, closes the gates for good, flushes. Answers which volumes may be marked CLEAN: all but those
   * whose flush failed. The caller commits the mark.
   */
  async close(volumeIds: Iterable<VolumeId>): Promise<ReadonlySet<VolumeId>> {
    const { world } = this.#parts;
    const clean = new Set<VolumeId>();
    await Promise.all([...volumeIds].map(async (volumeId) => {
      const volume = this.#running.get(volumeId);
      if (volume === undefined) return;
      await world.exports.retract(volumeId);
      const error = await volume.stop();
      this.#running.delete(volumeId);
      if (error === null) clean.add(volumeId);
      else world.log.write('error', 'a volume was stopped without a flush of all its plexes', { volumeId, error: error.message });
    }));
    this.#parts.changed();
    return clean;
  }

  /** Stops the volumes and marks them CLEAN in one commit. */
  async stop(volumeIds: ReadonlySet<VolumeId>): Promise<void> {
    const { committer } = this.#parts;
    const early = sabotaged('clean-mark-before-flush');
    if (early) await committer.commit((published) => success(markedClean(published, volumeIds)), { by: 'engine' });
    const clean = await this.close(volumeIds);
    if (!early && clean.size > 0) await committer.commit((published) => success(markedClean(published, clean)), { by: 'engine' });
  }

  /** Their I/O stands still, flushed, until `release` or `releaseChanged`. Or why one could not: then none is held. */
  async hold(volumeIds: ReadonlySet<VolumeId>): Promise<{ readonly volumeId: VolumeId; readonly error: IoError } | null> {
    const held = new Set<VolumeId>();
    for (const volumeId of volumeIds) {
      const error = await this.#running.get(volumeId)?.hold() ?? null;
      if (error === null) {
        held.add(volumeId);
        continue;
      }
      this.release(held);
      return { volumeId, error };
    }
    return null;
  }

  /** As they were. */
  release(volumeIds: ReadonlySet<VolumeId>): void {
    for (const volumeId of volumeIds) this.#running.get(volumeId)?.release();
  }

  /** With the shape that is published now: what it takes from them they touch no more. */
  async releaseChanged(volumeIds: ReadonlySet<VolumeId>): Promise<void> {
    await Promise.all([...volumeIds].map(async (volumeId) => {
      const volume = this.#running.get(volumeId);
      if (volume === undefined) return;
      const definition = this.#definition(volumeId);
      await volume.update(definition);
      invariant(volume.usesOnly(definition), 'a volume that stands still takes its new shape');
      volume.release();
    }));
  }

  /** Brings every running volume in line with what is published; its name and access too. */
  async update(): Promise<void> {
    const { configuration } = this.#parts.committer;
    await Promise.all([...this.#running.values()].map(async (volume) => {
      const definition = definitionOf(configuration, volume.volumeId);
      if (definition === null) return;
      await volume.update(definition);
      if (this.#running.get(volume.volumeId) === volume) this.#publish(volume.layer, definition.volume);
    }));
    await this.#updateFailed();
    this.#parts.changed();
  }

  /** Disks came back: copies that had failed are tried again. */
  retryCopies(): void {
    for (const volume of this.#running.values()) volume.retryCopies(this.#definition(volume.volumeId));
  }

  /** A disk failed for everyone: each volume that has another plex goes on without it. */
  diskFailed(): void {
    this.#marks.markFailedDisks();
  }

  /** A started volume that copies nothing. */
  verify(volumeId: VolumeId, rightPlexId: PlexId | null): void {
    this.#running.get(volumeId)?.verify(rightPlexId);
    this.#parts.changed();
  }

  #definition(volumeId: VolumeId): VolumeDefinition {
    const definition = definitionOf(this.#parts.committer.configuration, volumeId);
    invariant(definition !== null, 'a running volume is in the configuration');
    return definition;
  }

  /** Those that were renamed are served by their new names, those that are gone or no longer wanted not at all. */
  async #updateFailed(): Promise<void> {
    const wanted = new Map(this.#parts.committer.configuration.volumes.map((record) => [record.id, record]));
    await Promise.all([...this.#failed].map(async (volumeId) => {
      const record = wanted.get(volumeId);
      if (record?.startAtImport === true) {
        this.#publishFailed(record);
        return;
      }
      this.#failed.delete(volumeId);
      await this.#parts.world.exports.retract(volumeId);
    }));
  }

  #publishFailed(record: VolumeRecord): void {
    this.#publish(new FailedVolumeLayer(record.lengthBytes, record.readOnly, this.#parts.world.clock), record);
  }

  #publish(layer: Layer, record: VolumeRecord): void {
    const { committer, world } = this.#parts;
    world.exports.publish({
      volumeId: record.id, names: [`${committer.configuration.name}/${record.name}`, record.id], description: record.name,
      layer, readOnly: record.readOnly,
    });
  }

  #raise(alert: Parameters<RuntimeWorld['alert']>[0]): void {
    this.#parts.world.alert(alert);
    this.#parts.changed();
  }

  #countError(diskId: DiskId): void {
    const member = this.#parts.disks.get(diskId);
    if (member !== undefined) member.errors += 1;
    this.#parts.changed();
  }

  #plexesFailed(volumeId: VolumeId, failures: readonly PlexFailure[], done: (error: IoError | null) => void): void {
    for (const failure of failures) {
      this.#countError(failure.diskId);
      if (failure.error.code === 'ENOSPC') this.#raise(hostFull(this.#parts.committer.configuration, failure.diskId));
    }
    this.#marks.request(volumeId, failures, done);
  }

  /** Those who asked know it by themselves; the other volumes of a failed disk are reconfigured. */
  #marked(marks: StaleMarks, failures: readonly PlexFailure[]): void {
    const { configuration } = this.#parts.committer;
    const asked = new Map(failures.map((failure): [PlexId, PlexFailure] => [failure.plexId, failure]));
    const behind = new Set<VolumeId>();
    for (const plexId of marks.staleIds) {
      const failure = asked.get(plexId);
      const plex = configuration.plexes.find((candidate) => candidate.id === plexId);
      if (plex === undefined) continue;
      this.#raise(plexStale(configuration, plexId, failure?.error.message ?? 'its disk has failed'));
      const volume = this.#running.get(plex.volumeId);
      if (volume === undefined) continue;
      if (failure !== undefined) volume.knows(this.#definition(plex.volumeId));
      // It does not know yet, or may begin the copy.
      if (failure === undefined || failure.diskIsSound) behind.add(plex.volumeId);
    }
    for (const volumeId of behind) void this.#running.get(volumeId)?.update(this.#definition(volumeId));
    if (marks.removedIds.size > 0) this.#unfinished.dropNeedlessLogs();
    this.#parts.changed();
  }

  async #logsFailed(
    volumeId: VolumeId, logIds: readonly LogId[], error: IoError, done: (error: IoError | null) => void,
  ): Promise<void> {
    const { committer, world } = this.#parts;
    world.log.write('warning', 'logs of a volume missed a mark', { volumeId, logs: logIds, error: error.message });
    const committed = await committer.commit((published) => success(withLogsStale(published, new Set(logIds))), { by: 'engine' });
    if (committed.ok) this.#running.get(volumeId)?.knows(this.#definition(volumeId));
    this.#parts.changed();
    done(committed.ok ? null : commitError(committed.error));
  }

  async #logsRevived(volumeId: VolumeId, logIds: readonly LogId[], stillGood: (logId: LogId) => boolean): Promise<void> {
    const committed = await this.#parts.committer.commit(
      (published) => success(withLogsActive(published, new Set(logIds.filter(stillGood)))),
      { by: 'engine', note: { cause: 'Logs of a volume were written anew.' } });
    if (committed.ok) this.#running.get(volumeId)?.knows(this.#definition(volumeId));
    this.#parts.changed();
  }

  async #recovered(volumeId: VolumeId): Promise<void> {
    await this.#parts.committer.commit((published) => {
      const record = published.volumes.find((volume) => volume.id === volumeId);
      return success(record?.state === 'SYNC' ? withVolumeState(published, new Set([volumeId]), 'ACTIVE') : published);
    }, { by: 'engine' });
  }

  async #attached(plexId: PlexId, stillGood: () => boolean): Promise<boolean> {
    let good = false;
    const committed = await this.#parts.committer.commit((published): { readonly ok: true; readonly value: GroupConfiguration } => {
      const state = published.plexes.find((plex) => plex.id === plexId)?.state;
      good = (state === 'STALE' || state === 'TEMPRMSD') && stillGood();
      return success(good ? withPlexState(published, new Set([plexId]), 'ACTIVE') : published);
    }, { by: 'engine' });
    if (committed.ok && good) this.#caughtUpAt.set(plexId, this.#parts.world.clock.timestamp());
    return committed.ok && good;
  }

  async #verified(
    volumeId: VolumeId, { differences: found, repairedBytes }: VerifyWork,
  ): Promise<{ readonly words: string; readonly differences: FoundDifferences }> {
    const { committer, disks } = this.#parts;
    const differingBytes = found.differingBytes - repairedBytes;
    await committer.commit((published) => success(withDifferingBytes(published, volumeId, differingBytes)), {
      by: 'engine', note: { cause: differingBytes > 0 ? 'Plexes were compared, and differ.' : 'Plexes that differed are equal.' },
    });
    const { configuration } = committer;
    const subject = volumeSubject(configuration, volumeId);
    const histories = plexHistories(configuration, volumeId, disks, this.#caughtUpAt);
    const words = findingsInWords({ group: configuration.name, volume: subject.name }, found, repairedBytes, histories);
    if (differingBytes === 0) this.#raise(cleared('volume.plexes-differ', subject));
    else this.#raise(plexesDiffer(subject, words, found));
    return { words, differences: findingsAsFacts(found, repairedBytes, histories) };
  }

  /** The next commit names them among its holders, as it does any member that serves. */
  #answersAgain(partId: LatePartId): void {
    const { committer, disks } = this.#parts;
    for (const diskId of diskIdsOf(committer.configuration, partId)) {
      const member = disks.get(diskId);
      if (member?.silent === true && member.leftOut && !member.writing && !member.failed) member.leftOut = false;
    }
  }

  #jobEnded(volumeId: VolumeId): void {
    const volume = this.#running.get(volumeId);
    const definition = definitionOf(this.#parts.committer.configuration, volumeId);
    if (volume !== undefined && definition !== null) void volume.update(definition);
    this.#parts.changed();
  }
}
