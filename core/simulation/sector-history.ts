/**
 * The reference model: what a client may see in each sector of one volume. Obviously right rather than clever.
 *
 * Every write puts a fresh stamp into its sectors; 0 stands for zeros. A sector keeps the writes that could still be
 * read from it. Write `a` is superseded by write `b` when `b` was acknowledged and was sent after `a` had ended. A read
 * that began after `b` was acknowledged must not return `a`. After a power cut only an acknowledged *and flushed* `b`
 * supersedes. Writes that overlap in time, and writes whose outcome is unknown (an error, a crash), supersede nothing
 * until they are seen.
 *
 * Time is a counter that only this model advances.
 */
export interface WriteRecord {
  readonly stamp: number;
  readonly sentAt: number;
  endedAt: number;
  /** It is known to have happened: acknowledged, or read after its end. */
  certain: boolean;
  /** A flush that began after its end has completed. */
  flushed: boolean;
  /** Another outcome was read instead; it can come back only by a power cut, and only until that other one is flushed. */
  ruledOut: boolean;
}

const never = Number.POSITIVE_INFINITY;

export class SectorHistory {
  #time = 1;
  #sectorCount: number;
  readonly #records = new Map<number, WriteRecord[]>();
  readonly #unflushed = new Set<WriteRecord>();
  /** When each read in flight was sent: what it may return must not be forgotten. */
  readonly #reads = new Set<number>();
  readonly #genesis: WriteRecord = { stamp: 0, sentAt: 0, endedAt: 0, certain: true, flushed: true, ruledOut: false };

  constructor(sectorCount: number) {
    this.#sectorCount = sectorCount;
  }

  /** The same past, and a future of its own. */
  fork(): SectorHistory {
    const copy = new SectorHistory(this.#sectorCount);
    copy.#time = this.#time;
    const copies = new Map<WriteRecord, WriteRecord>();
    const copyOf = (record: WriteRecord): WriteRecord => {
      const known = copies.get(record) ?? { ...record };
      copies.set(record, known);
      return known;
    };
    for (const [sector, records] of this.#records) copy.#records.set(sector, records.map(copyOf));
    for (const record of this.#unflushed) copy.#unflushed.add(copyOf(record));
    return copy;
  }

  get sectorCount(): number {
    return this.#sectorCount;
  }

  grow(sectorCount: number): void {
    this.#sectorCount = sectorCount;
  }

  now(): number {
    this.#time += 1;
    return this.#time;
  }

  sendRead(): number {
    const sentAt = this.now();
    this.#reads.add(sentAt);
    return sentAt;
  }

  endRead(sentAt: number): void {
    this.#reads.delete(sentAt);
  }

  send(firstSector: number, count: number, stamp: number): WriteRecord {
    const record: WriteRecord = { stamp, sentAt: this.now(), endedAt: never, certain: false, flushed: false, ruledOut: false };
    for (let sector = firstSector; sector < firstSector + count; sector += 1) {
      const records = this.#of(sector);
      this.#records.set(sector, [...this.#prune(records), record]);
    }
    return record;
  }

  acknowledge(record: WriteRecord): void {
    record.endedAt = this.now();
    record.certain = true;
    this.#unflushed.add(record);
  }

  /** It returned an error: it may have happened in part. */
  fail(record: WriteRecord): void {
    record.endedAt = this.now();
  }

  /** A flush that was sent at `sentAt` completed. */
  flushed(sentAt: number): void {
    for (const record of this.#unflushed) {
      if (record.endedAt < sentAt) {
        record.flushed = true;
        this.#unflushed.delete(record);
      }
    }
  }

  /** Empty when the read is legal, else what it should have been. `sentAt` is when the read was sent. */
  check(sector: number, stamp: number, sentAt: number): string {
    const all = this.#of(sector);
    if (all.length === 1 && all[0]?.stamp === stamp) return '';
    const records = all.filter((record) => !record.ruledOut);
    const seen = records.filter((record) => record.stamp === stamp);
    if (seen.length === 0) return `holds write ${stamp}, expected one of ${records.map((record) => record.stamp).join(', ')}`;
    for (const record of seen) {
      const successor = records.find((other) => other.certain && other.endedAt < sentAt && other.sentAt > record.endedAt);
      if (!successor) return '';
    }
    const newest = records.filter((record) => record.certain).at(-1);
    return `holds write ${stamp}, which write ${newest?.stamp ?? 0} replaced before the read began`;
  }

  /** Whether a write that was sent after `time` is known to have replaced what a read sent at `sentAt` might find. */
  writtenSince(sector: number, time: number, sentAt: number): boolean {
    return this.#of(sector).some((record) => record.certain && record.sentAt > time && record.endedAt < sentAt);
  }

  /**
   * The host died. What was in flight has an unknown outcome. After a power cut each sector may hold any write that no
   * flushed one supersedes.
   */
  crash(powerCut: boolean): void {
    const at = this.now();
    for (const [sector, records] of this.#records) {
      for (const record of records) if (record.endedAt === never) record.endedAt = at;
      if (!powerCut) continue;
      if (records.length === 1 && records[0]?.certain && records[0].flushed) continue;
      const possible = records.filter((record) => !records.some((other) => replacesForGood(other, record)));
      const only = possible.length === 1;
      this.#records.set(
        sector,
        possible.map((record) => ({
          stamp: record.stamp,
          sentAt: record.sentAt,
          endedAt: record.endedAt,
          certain: only,
          flushed: only,
          ruledOut: false,
        })),
      );
    }
    this.#reads.clear();
    if (powerCut) this.#unflushed.clear();
  }

  /** After recovery, with no write in flight: what is read now is what the sector holds from now on. */
  settle(sector: number, stamp: number): void {
    const records = this.#of(sector);
    if (records.length === 1 && records[0]?.certain) return;
    const seen = records.findLast((record) => record.stamp === stamp && !record.ruledOut);
    if (!seen) return;
    const settled: WriteRecord = { ...seen, certain: true };
    this.#records.set(
      sector,
      records.map((record) => (record === seen ? settled : { ...record, ruledOut: true })),
    );
    if (!settled.flushed) this.#unflushed.add(settled);
  }

  /** Drops writes that can never be read again: something else is on the medium, and no read in flight is older than that. */
  #prune(records: readonly WriteRecord[]): readonly WriteRecord[] {
    const [oldestRead = never] = this.#reads;
    return records.filter((record) => !records.some((other) => other.endedAt < oldestRead && replacesForGood(other, record)));
  }

  #of(sector: number): readonly WriteRecord[] {
    return this.#records.get(sector) ?? [this.#genesis];
  }
}

function replacesForGood(other: WriteRecord, record: WriteRecord): boolean {
  return other.certain && other.flushed && (other.sentAt > record.endedAt || (record.ruledOut && !other.ruledOut));
}
