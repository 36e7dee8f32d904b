/**
 * Commits of the group's configuration (decision 0002).
 *
 * Invariants:
 * - One commit at a time; each builds on the configuration that was published last.
 * - Each *attempt* takes a sequence that no earlier attempt took: a holder that was left out may still bear what it was
 *   given, and must never look as new as what was published without it. None is written before the host foresees its sequence and
 *   the one that would overtake it, so that an import without the disk that bears it goes on above.
 * - Published implies durable on every holder that the configuration names, and noted in the host's witness.
 * - A commit that goes on without a holder of the published configuration raises the serial numbers of those that it
 *   writes: in the configuration, and after the witness in their headers. No header ever bears a serial number that a
 *   later configuration does not expect.
 * - A foreign stamp on a holder freezes the group for good: no commit follows.
 * - States change only along the edges of `core/model/states.ts`, and no volume loses its last good plex but with itself.
 */
import type { Clock, IoError, Random } from '../device/ports.ts';
import { encodePayload } from '../format/configuration-slot.ts';
import type { DiskRecord, GroupConfiguration, HostStamp } from '../model/configuration.ts';
import type { CommitNote } from '../model/history.ts';
import type { CommitId, DiskId } from '../model/identity.ts';
import { invariant } from '../model/invariant.ts';
import { holdersMaximum } from '../model/limits.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success, type Result } from '../model/result.ts';
import { sabotaged } from '../model/sabotage.ts';
import { unnamedChanges } from '../model/state-changes.ts';
import { holderTimeoutMilliseconds, silence, within } from './device-promises.ts';
import { readHeader } from './disk-reader.ts';
import { highestForeseen } from './foreseen-sequences.ts';
import type { MemberDisk, MemberDisks } from './member-disks.ts';
import { fits, writeConfiguration } from './slot-writer.ts';

/** How long a commit that a write waits for is held while there is no holder. */
export const commitHoldMilliseconds = 30_000;
const commitRetryMilliseconds = 1_000;
/** Commits that wait for their turn; more are refused, so a group that cannot commit does not gather them for ever. */
export const commitsWaitingMaximum = 256;

export interface CommitterWorld {
  readonly clock: Clock;
  readonly random: Random;
  readonly host: HostStamp;
  readonly disks: MemberDisks;
  /** Rejects when the host cannot note it. */
  witness(configuration: GroupConfiguration): Promise<void>;
  /** Attempts up to this sequence may come to lie on a disk. Rejects when the host cannot note it. */
  foresee(configuration: GroupConfiguration, sequence: number): Promise<void>;
  /** Writes both into the header of a disk that is still ours. */
  bringHeader(disk: MemberDisk, header: { readonly serial: number; readonly groupName: string }): Promise<IoError | null>;
  published(configuration: GroupConfiguration, note: CommitNote): void;
  leftOut(disk: MemberDisk, error: IoError): void;
  frozen(reason: string): void;
}

export type CommitFailure =
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'frozen'; readonly reason: string }
  | { readonly kind: 'no-holder' }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'witness'; readonly message: string }
  /** An administrator's change, rolled back. */
  | { readonly kind: 'rolled-back'; readonly disks: readonly string[]; readonly error: IoError };

/**
 * Called at the commit's turn, again for each attempt, with the configuration published last. Sequence, commit id and the
 * order of the holders are the committer's. To answer with the very configuration that it was given means: nothing to do.
 */
export type Change = (published: GroupConfiguration) => Result<GroupConfiguration, Refusal>;

export interface CommitOptions {
  /**
   * `administrator`: refused and rolled back when a holder fails under it. `engine`: a mark that must be made; goes on
   * with the holders that are left, and is held while there is none.
   */
  readonly by: 'administrator' | 'engine';
  /** For the history; a commit that says nothing of itself is told by what it changed. */
  readonly note?: CommitNote | undefined;
}

const rolledBackNote: CommitNote = { cause: 'A command that a disk did not take was rolled back.' };

type Committed = Result<GroupConfiguration, CommitFailure>;
interface HolderFailure { readonly disk: MemberDisk; readonly error: IoError }
type AttemptOutcome =
  | { readonly kind: 'ended'; readonly committed: Committed }
  | { readonly kind: 'failed'; readonly failed: readonly HolderFailure[] };
type StampReading =
  | { readonly kind: 'ours' }
  | { readonly kind: 'foreign'; readonly disk: MemberDisk; readonly host: HostStamp | null }
  | { readonly kind: 'failed'; readonly failure: HolderFailure };

export class Committer {
  readonly #world: CommitterWorld;
  #published: GroupConfiguration;
  #sequence: number;
  /** Up to here the host knows that a disk may bear an attempt. */
  #foreseen: number;
  #frozenBecause = '';
  /** Serial numbers that some attempt may have brought to a header: no configuration expects less. */
  readonly #serialsTried = new Map<DiskId, number>();
  /** An attempt was begun and not published: a holder may bear its content. */
  #attemptMayLie = false;
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** `sequenceFloor`: the highest sequence seen anywhere, believed or not; `foreseen`: see `foreseen-sequences.ts`. */
  constructor(world: CommitterWorld, published: GroupConfiguration, sequenceFloor: number, foreseen: number) {
    this.#world = world;
    this.#foreseen = foreseen;
    this.#published = published;
    this.#sequence = Math.max(sequenceFloor, published.sequence);
  }

  get configuration(): GroupConfiguration {
    return this.#published;
  }

  /** Empty while commits are possible. */
  get frozenBecause(): string {
    return this.#frozenBecause;
  }

  /** A disk that came back bears this sequence: later commits must be newer. */
  sawSequence(sequence: number): void {
    this.#sequence = Math.max(this.#sequence, sequence);
  }

  /** False while a configuration that was not published may lie on a disk, and might be found there at the next start. */
  get settled(): boolean {
    return !this.#attemptMayLie;
  }

  /** What a header of the disk may bear without knowing more than we do. */
  expectedSerial(record: DiskRecord): number {
    return Math.max(record.serial, this.#serialsTried.get(record.id) ?? 0);
  }

  commit(change: Change, options: CommitOptions): Promise<Committed> {
    if (this.#waiting >= commitsWaitingMaximum) return Promise.resolve(failure({ kind: 'busy' }));
    this.#waiting += 1;
    const deadline = this.#world.clock.nowMilliseconds() + commitHoldMilliseconds;
    const turn = this.#turn.then(() => this.#run(change, options, deadline)).finally(() => { this.#waiting -= 1; });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #run(change: Change, options: CommitOptions, deadline: number): Promise<Committed> {
    const tried = new Set<MemberDisk>();
    for (;;) {
      if (this.#frozenBecause !== '') return failure({ kind: 'frozen', reason: this.#frozenBecause });
      const changed = change(this.#published);
      if (!changed.ok) return failure({ kind: 'refused', refusal: changed.error });
      if (changed.value === this.#published && this.settled) return success(this.#published);
      const unnamed = unnamedChanges(this.#published, changed.value);
      invariant(unnamed.length === 0, `a commit changes states only as the tables say: ${unnamed.join('; ')}`);
      const outcome = await this.#attempt(changed.value, options, tried, deadline);
      if (outcome.kind === 'ended') return outcome.committed;
      if (options.by === 'administrator') return this.#rollBack(outcome.failed, tried, deadline);
      if (!(await this.#goOnWithout(outcome.failed, tried, deadline))) return failure({ kind: 'no-holder' });
    }
  }

  /** `failed` is empty when there was no holder to write to. */
  async #attempt(
    content: GroupConfiguration, options: CommitOptions, tried: ReadonlySet<MemberDisk>, deadline: number,
  ): Promise<AttemptOutcome> {
    const holders = this.#holders(content, tried);
    if (holders.length === 0) return { kind: 'failed', failed: [] };
    this.#sequence += 1;
    const commitId = this.#world.random.guid() as CommitId;
    const holderIds = holders.map((disk) => disk.header.diskId);
    const disks = this.#withRaisedSerials(content.disks, holderIds);
    const candidate: GroupConfiguration = { ...content, disks, sequence: this.#sequence, commitId, holders: holderIds };
    const payload = encodePayload(candidate);
    if (holders.some((disk) => !fits(disk, payload))) return { kind: 'ended', committed: failure({ kind: 'too-large' }) };
    const stamp = await this.#readStampBack(holders);
    if (stamp.kind === 'foreign') return { kind: 'ended', committed: this.#freeze(stamp.disk, stamp.host) };
    if (stamp.kind === 'failed') return { kind: 'failed', failed: [stamp.failure] };
    const noteDeadline = options.by === 'engine' ? deadline : -Infinity;
    const unforeseen = await this.#foresee(candidate, noteDeadline);
    if (unforeseen !== null) return { kind: 'ended', committed: failure({ kind: 'witness', message: unforeseen }) };
    this.#attemptMayLie = true;
    const failed = await this.#writeHolders(holders, payload);
    if (failed.length > 0) return { kind: 'failed', failed };
    for (const disk of holders) disk.leftOut = false;
    if (sabotaged('publish-before-witness')) this.#publish(candidate, options);
    const noted = await this.#note(() => this.#world.witness(candidate), noteDeadline);
    if (noted !== null) {
      if (options.by === 'administrator') await this.#overtake(holders);
      return { kind: 'ended', committed: failure({ kind: 'witness', message: noted }) };
    }
    const unraised = await this.#bringHeaders(candidate, holders);
    if (unraised.length > 0) return { kind: 'failed', failed: unraised };
    this.#publish(candidate, options);
    this.#attemptMayLie = false;
    return { kind: 'ended', committed: success(candidate) };
  }

  #publish(candidate: GroupConfiguration, { note }: CommitOptions): void {
    if (this.#published.sequence === candidate.sequence) return;
    invariant(candidate.sequence > this.#published.sequence, 'the sequence of a group only grows');
    this.#published = candidate;
    this.#foreseen = highestForeseen(candidate.sequence, this.#foreseen);
    this.#world.published(candidate, note ?? {});
  }

  /** Those that the configuration names, as far as they serve; filled up from other members, if need be from those left out. */
  #holders(content: GroupConfiguration, tried: ReadonlySet<MemberDisk>): readonly MemberDisk[] {
    const present = content.disks.flatMap((record) => this.#world.disks.get(record.id) ?? []);
    const members = present.filter((disk) => !disk.device.readOnly && !disk.writing && !tried.has(disk));
    const named = new Set<DiskId>(content.holders);
    const serving = members.filter((disk) => !disk.leftOut);
    const chosen = serving.filter((disk) => named.has(disk.header.diskId));
    const others = serving.filter((disk) => !named.has(disk.header.diskId));
    const holders = [...chosen, ...others].slice(0, holdersMaximum);
    return holders.length > 0 ? holders : members.slice(0, holdersMaximum);
  }

  async #readStampBack(holders: readonly MemberDisk[]): Promise<StampReading> {
    const [disk] = holders;
    invariant(disk !== undefined, 'a commit has a holder');
    const { clock, host } = this.#world;
    const header = await within(clock, holderTimeoutMilliseconds, readHeader(disk.device), null);
    if (header === null) return { kind: 'failed', failure: { disk, error: silence } };
    if (!header.ok) {
      const error = header.error.kind === 'io' ? header.error.error : { code: 'EIO', message: 'its header is damaged' } as const;
      return { kind: 'failed', failure: { disk, error } };
    }
    const { stamp } = header.value.header;
    return stamp?.id === host.id ? { kind: 'ours' } : { kind: 'foreign', disk, host: stamp };
  }

  async #writeHolders(holders: readonly MemberDisk[], payload: ReturnType<typeof encodePayload>): Promise<readonly HolderFailure[]> {
    const needed = sabotaged('commit-one-holder-is-durable') ? holders.slice(0, 1) : holders;
    const errors = await Promise.all(needed.map((disk) => writeConfiguration(this.#world.clock, disk, payload)));
    return needed.flatMap((disk, index) => {
      const error = errors[index] ?? null;
      return error === null ? [] : [{ disk, error }];
    });
  }

  /**
   * A holder of the published configuration that is not written may be imported alone, and knows nothing of what follows.
   * A content that raises the number by itself (an import) is left as it is.
   */
  #withRaisedSerials(records: readonly DiskRecord[], holderIds: readonly DiskId[]): readonly DiskRecord[] {
    const written = new Set(holderIds);
    const known = new Map(this.#published.disks.map((record) => [record.id, record.serial]));
    const left = records.some((record) => this.#published.holders.includes(record.id) && !written.has(record.id));
    const raise = left && !sabotaged('serial-not-raised');
    return records.map((record) => {
      const raised = raise && written.has(record.id) && record.serial === known.get(record.id) ? record.serial + 1 : record.serial;
      const serial = Math.max(raised, this.#serialsTried.get(record.id) ?? 0);
      return serial === record.serial ? record : { ...record, serial };
    });
  }

  /** After the witness: a header that bears more than what this host knows would show a fork where there is none. */
  async #bringHeaders(candidate: GroupConfiguration, holders: readonly MemberDisk[]): Promise<readonly HolderFailure[]> {
    const groupName = candidate.name;
    const failures = await Promise.all(candidate.disks.map(async ({ id, serial }) => {
      const disk = this.#world.disks.get(id);
      if (disk === undefined || disk.leftOut || disk.device.readOnly) return [];
      if (disk.header.serial >= serial && disk.header.groupName === groupName) return [];
      this.#serialsTried.set(id, serial);
      const work = this.#world.bringHeader(disk, { serial, groupName });
      const error = await within(this.#world.clock, holderTimeoutMilliseconds, work, silence);
      return error !== null && holders.includes(disk) ? [{ disk, error }] : [];
    }));
    return failures.flat();
  }

  /**
   * The published content once more over a refused one, where not even the witness can be told. Holders that do not take
   * it are left out: they are older than the others then, and bear what was refused.
   */
  async #overtake(holders: readonly MemberDisk[]): Promise<void> {
    for (let left = holders; left.length > 0 && this.#sequence < this.#foreseen;) {
      this.#sequence += 1;
      const commitId = this.#world.random.guid() as CommitId;
      const holderIds = left.map((disk) => disk.header.diskId);
      const disks = this.#withRaisedSerials(this.#published.disks, holderIds);
      const content = { ...this.#published, disks, sequence: this.#sequence, commitId, holders: holderIds };
      const failed = await this.#writeHolders(left, encodePayload(content));
      if (failed.length === 0) {
        this.#attemptMayLie = left.length < holders.length;
        return;
      }
      for (const { disk, error } of failed) this.#leaveOut(disk, error);
      left = left.filter((disk) => failed.every((failure) => failure.disk !== disk));
    }
  }

  /** Null when an import without the holders would go on above this attempt, and above the one that may have to overtake it. */
  async #foresee(candidate: GroupConfiguration, deadline: number): Promise<string | null> {
    const sequence = candidate.sequence + 1;
    if (sequence <= this.#foreseen || sabotaged('attempt-not-foreseen')) return null;
    const problem = await this.#note(() => this.#world.foresee(candidate, sequence), deadline);
    if (problem === null) this.#foreseen = sequence;
    return problem;
  }

  /** Null when noted; else why it was not. */
  async #note(work: () => Promise<void>, deadline: number): Promise<string | null> {
    for (;;) {
      const problem = await work()
        .then(() => null, (error: unknown) => (error instanceof Error ? error.message : String(error)));
      if (problem === null) return null;
      if (this.#world.clock.nowMilliseconds() >= deadline) return problem;
      await this.#pause();
    }
  }

  /** Leaves the failed holders out. When all have been tried it waits a little and tries all again; false when the time is up. */
  async #goOnWithout(failed: readonly HolderFailure[], tried: Set<MemberDisk>, deadline: number): Promise<boolean> {
    for (const { disk, error } of failed) {
      tried.add(disk);
      if (!disk.leftOut) this.#leaveOut(disk, error);
    }
    if (failed.length > 0) return true;
    if (this.#world.clock.nowMilliseconds() >= deadline) return false;
    tried.clear();
    await this.#pause();
    return true;
  }

  #leaveOut(disk: MemberDisk, error: IoError): void {
    disk.leftOut = true;
    disk.silent = error.code === 'ETIMEDOUT';
    this.#world.leftOut(disk, error);
  }

  /** Between commits: a group that another host took over is to know it though nothing changes here. */
  async lookAtStamp(): Promise<void> {
    const [disk] = this.#holders(this.#published, new Set());
    if (disk === undefined || this.#frozenBecause !== '') return;
    const stamp = await this.#readStampBack([disk]);
    if (stamp.kind === 'foreign' && this.#frozenBecause === '') this.#freeze(stamp.disk, stamp.host);
  }

  #freeze(disk: MemberDisk, host: HostStamp | null): Committed {
    const stamp = host === null ? 'no stamp any more' : `the stamp of host ${host.name} (${host.id})`;
    this.#frozenBecause = `disk ${disk.opening.hostName} bears ${stamp}`;
    this.#world.frozen(this.#frozenBecause);
    return failure({ kind: 'frozen', reason: this.#frozenBecause });
  }

  /** The old content once more, newer than what was refused, so that the refused configuration cannot reappear. */
  async #rollBack(failed: readonly HolderFailure[], tried: Set<MemberDisk>, deadline: number): Promise<Committed> {
    const [first] = failed;
    if (first === undefined) return failure({ kind: 'no-holder' });
    const names = failed.map(({ disk }) => disk.opening.hostName);
    const rolledBack = failure({ kind: 'rolled-back', disks: names, error: first.error } as const);
    if (sabotaged('rollback-omitted')) return rolledBack;
    let lost = failed;
    while (await this.#goOnWithout(lost, tried, deadline)) {
      const outcome = await this.#attempt(this.#published, { by: 'engine', note: rolledBackNote }, tried, deadline);
      if (outcome.kind === 'ended') return outcome.committed.ok ? rolledBack : outcome.committed;
      lost = outcome.failed;
    }
    return failure({ kind: 'no-holder' });
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => { this.#world.clock.after(commitRetryMilliseconds, resolve); });
  }
}
