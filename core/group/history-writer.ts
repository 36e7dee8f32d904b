/**
 * Notes each published commit in the history rings of its holders, behind the commit's back: nothing waits for it, and a
 * disk that does not take it is no worse for that.
 *
 * Invariants:
 * - One record is under way at a time, on all holders; a disk that did not answer in time gets no other until it has.
 * - Each record leads back to the last one that at least one ring took, so the chain has no hole but at its newest end: what
 *   could not be written is told by the next record, whose delta then spans several commits.
 * - The first record of a ring, the first behind a hole of that ring, and every 32nd carry the whole configuration.
 */
import type { Clock, Log } from '../device/ports.ts';
import { encodeHistoryPayload, encodeHistoryRecord, encodedHistoryBytes } from '../format/history-record.ts';
import type { HistoryPayload, HistoryRecord } from '../format/history-record.ts';
import { deltaBetween } from '../model/configuration-delta.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { CommitNote } from '../model/history.ts';
import { holderTimeoutMilliseconds, within, writeBytesDurably } from './device-promises.ts';
import type { HistoryDisk } from './history-answers.ts';
import { historyBase } from './history-chain.ts';
import { placeInRing, readHistoryRing, recordsOf, ringAfter, type HistoryRing } from './history-ring.ts';
import type { MemberDisk, MemberDisks } from './member-disks.ts';

/** Commits that wait to be noted; beyond it they are noted together. */
export const historyWaitingMaximum = 64;
export const wholeEveryRecords = 32;
/** Of a command or a cause that several commits share. */
const noteCharactersMaximum = 1024;

export interface HistoryWriterWorld {
  readonly clock: Clock;
  readonly log: Log;
  readonly disks: MemberDisks;
}

interface WaitingCommit {
  readonly after: GroupConfiguration;
  readonly at: string;
  readonly note: CommitNote;
}

/** What a disk's ring is for us: not read yet, out of use, or where the next record goes. */
type RingState = { readonly kind: 'busy' } | { readonly kind: 'broken' } | { readonly kind: 'ready'; readonly ring: HistoryRing };

export class HistoryWriter {
  readonly #world: HistoryWriterWorld;
  readonly #rings = new WeakMap<MemberDisk, RingState>();
  /** The configuration that the newest record is about; `unknown` until the rings have been read. */
  #base: GroupConfiguration | null | 'unknown';
  readonly #believed: GroupConfiguration;
  #waiting: WaitingCommit[] = [];
  #running: Promise<void> | null = null;
  #stopped = false;

  /** `believed`: what the group's life here begins with; of sequence 0 when the group is only being made. */
  constructor(world: HistoryWriterWorld, believed: GroupConfiguration) {
    this.#world = world;
    this.#believed = believed;
    this.#base = believed.sequence === 0 ? null : 'unknown';
  }

  /** Whose rings can be read, once all that is under way is on them. */
  async disks(): Promise<readonly HistoryDisk[]> {
    await this.settled();
    const disks = this.#world.disks.all().filter((disk) => !disk.failed);
    return disks.map(({ header: { diskId }, device, layout }) => ({ diskId, device, layout }));
  }

  published(after: GroupConfiguration, note: CommitNote): void {
    if (this.#stopped) return;
    const at = this.#world.clock.timestamp();
    if (this.#waiting.length >= historyWaitingMaximum) {
      const last = this.#waiting.pop();
      this.#waiting.push({ after, at, note: together(last?.note ?? {}, note) });
    } else {
      this.#waiting.push({ after, at, note });
    }
    this.#running ??= this.#run().finally(() => { this.#running = null; });
  }

  /** Resolves when all that was published is noted, or could not be within the time that a holder has. */
  async settled(): Promise<void> {
    const deadline = this.#world.clock.nowMilliseconds() + holderTimeoutMilliseconds;
    for (let left = holderTimeoutMilliseconds; this.#running !== null && left > 0;) {
      await within(this.#world.clock, left, this.#running, undefined);
      left = deadline - this.#world.clock.nowMilliseconds();
    }
  }

  stop(): void {
    this.#stopped = true;
    this.#waiting = [];
  }

  async #run(): Promise<void> {
    // The commit's own callers come first.
    await new Promise<void>((resolve) => { this.#world.clock.soon(resolve); });
    for (let next = this.#waiting.shift(); next !== undefined && !this.#stopped; next = this.#waiting.shift()) await this.#note(next);
  }

  async #note({ after, at, note }: WaitingCommit): Promise<void> {
    const members = after.holders.flatMap((diskId) => this.#world.disks.get(diskId) ?? [])
      .filter((disk) => !disk.leftOut && !disk.failed && !disk.device.readOnly);
    const rings = await this.#readyRings(members, after);
    if (this.#base === 'unknown') this.#base = this.#findBase([...rings.values()]);
    const base = this.#base;
    const { id: groupId, sequence, commitId } = after;
    const record: HistoryRecord = {
      groupId, sequence, commitId, at, actor: note.actor ?? '', command: note.command ?? '', cause: note.cause ?? '',
      previous: base === null ? null : { sequence: base.sequence, commitId: base.commitId },
      delta: base === null ? [] : deltaBetween(base, after), whole: null,
    };
    const taken = await this.#writeAll(record, after, rings);
    if (taken) this.#base = after;
  }

  /** Most often the record of what is believed is there, and no other need be decoded. */
  #findBase(rings: readonly HistoryRing[]): GroupConfiguration | null {
    const believed = this.#believed;
    const base = historyBase(believed, rings.map((ring) => recordsOf(ring, believed.commitId)));
    return base === believed ? believed : historyBase(believed, rings.map((ring) => recordsOf(ring)));
  }

  async #readyRings(members: readonly MemberDisk[], { id: groupId }: GroupConfiguration): Promise<ReadonlyMap<MemberDisk, HistoryRing>> {
    const ready = new Map<MemberDisk, HistoryRing>();
    await Promise.all(members.map(async (disk) => {
      if (!this.#rings.has(disk)) {
        this.#rings.set(disk, { kind: 'busy' });
        const reading = readHistoryRing(disk.device, disk.layout.history, disk.header.diskId, groupId).then((ring) => {
          this.#rings.set(disk, ring.ok ? { kind: 'ready', ring: ring.value } : { kind: 'broken' });
        });
        await within(this.#world.clock, holderTimeoutMilliseconds, reading, undefined);
      }
      const state = this.#rings.get(disk);
      if (state?.kind === 'ready') ready.set(disk, state.ring);
    }));
    return ready;
  }

  /** True when at least one ring has it. */
  async #writeAll(record: HistoryRecord, after: GroupConfiguration, rings: ReadonlyMap<MemberDisk, HistoryRing>): Promise<boolean> {
    const payloads = new Map<boolean, HistoryPayload>();
    const payloadOf = (whole: boolean): HistoryPayload => {
      const made = payloads.get(whole) ?? encodeHistoryPayload(whole ? { ...record, whole: after } : record);
      payloads.set(whole, made);
      return made;
    };
    const written = await Promise.all([...rings].map(async ([disk, ring]) => {
      const whole = record.previous === null || ring.lastCommitId !== record.previous.commitId || ring.nextNumber % wholeEveryRecords === 0;
      const wanted = payloadOf(whole);
      const fits = placeInRing(ring, encodedHistoryBytes(wanted.deflated.length)) !== null;
      return this.#write(disk, ring, fits ? wanted : payloadOf(false));
    }));
    return written.includes(true);
  }

  async #write(disk: MemberDisk, ring: HistoryRing, payload: HistoryPayload): Promise<boolean> {
    const bytes = encodeHistoryRecord(payload, disk.header.diskId, ring.nextNumber);
    const place = placeInRing(ring, bytes.byteLength);
    if (place === null) return false;
    this.#rings.set(disk, { kind: 'busy' });
    const work = writeBytesDurably(disk.device, ring.area.offsetBytes + place, bytes).then((error) => {
      const ready = { kind: 'ready', ring: ringAfter(ring, place + bytes.byteLength, payload.commitId) } as const;
      this.#rings.set(disk, error === null ? ready : { kind: 'broken' });
      if (error !== null && !this.#stopped) {
        this.#world.log.write('warning', `The history is no longer kept on ${disk.opening.hostName}: ${error.message}.`);
      }
      return error === null;
    });
    return within(this.#world.clock, holderTimeoutMilliseconds, work, false);
  }
}

function together(earlier: CommitNote, later: CommitNote): CommitNote {
  const join = (one: string | undefined, other: string | undefined, between: string): string =>
    [...new Set([one ?? '', other ?? ''])].filter((text) => text !== '').join(between).slice(0, noteCharactersMaximum);
  return {
    command: join(earlier.command, later.command, '; '), actor: join(earlier.actor, later.actor, ', '),
    cause: join(earlier.cause, later.cause, ' '),
  };
}

