/**
 * The history ring of one disk: read once, whole, then written on.
 *
 * Invariants:
 * - Records stand one behind another from the start of the area; the next goes behind the one with the highest number, and to
 *   the start when it does not fit before the end. What it overwrites are the oldest.
 * - The region was zeroed when the disk was initialised. So a block of zeros where a record should begin is a place that was
 *   never written to, and nothing stands behind it.
 */
import type { BlockDevice, IoError } from '../device/ports.ts';
import {
  checkHistoryRecord, decodeHistoryHeader, decodeHistoryRecord, encodedHistoryBytes, type HistoryRecord,
} from '../format/history-record.ts';
import type { Area } from '../format/private-region-layout.ts';
import { isZero, recordBlockBytes } from '../format/record-block.ts';
import type { CommitId, DiskId, GroupId } from '../model/identity.ts';
import { kibibyte } from '../model/limits.ts';
import { failure, success, type Result } from '../model/result.ts';
import { readBytes } from './device-promises.ts';

/** A record with a whole configuration that is larger than this part of its ring is written without it. */
const wholePartOfRing = 4;
const windowBytes = 128 * kibibyte;

export interface HistoryRing {
  readonly area: Area;
  /** What was read, until the ring is written on. */
  readonly stored: readonly StoredRecord[];
  /** From the start of the area. */
  readonly nextOffsetBytes: number;
  readonly nextNumber: number;
  readonly lastCommitId: CommitId | null;
}

/** Whole, and this group's. What it says is decoded when somebody asks: the writer needs one record, and rings hold hundreds. */
interface StoredRecord {
  readonly number: number;
  readonly endBytes: number;
  readonly commitId: CommitId;
  readonly diskId: DiskId;
  readonly bytes: Uint8Array;
}

class AreaReader {
  readonly #device: BlockDevice;
  readonly #area: Area;
  #window: Uint8Array = new Uint8Array(0);
  #start = 0;

  constructor(device: BlockDevice, area: Area) {
    this.#device = device;
    this.#area = area;
  }

  /** `offsetBytes` from the start of the area. */
  async bytes(offsetBytes: number, lengthBytes: number): Promise<Result<Uint8Array, IoError>> {
    const end = offsetBytes + lengthBytes;
    if (offsetBytes < this.#start || end > this.#start + this.#window.byteLength) {
      const wanted = Math.min(Math.max(lengthBytes, windowBytes), this.#area.lengthBytes - offsetBytes);
      const read = await readBytes(this.#device, this.#area.offsetBytes + offsetBytes, wanted);
      if (!read.ok) return read;
      this.#window = read.value;
      this.#start = offsetBytes;
    }
    return success(this.#window.subarray(offsetBytes - this.#start, end - this.#start));
  }
}

export async function readHistoryRing(
  device: BlockDevice, area: Area, diskId: DiskId, groupId: GroupId,
): Promise<Result<HistoryRing, IoError>> {
  const reader = new AreaReader(device, area);
  const found: StoredRecord[] = [];
  for (let at = 0; at < area.lengthBytes;) {
    const head = await reader.bytes(at, recordBlockBytes);
    if (!head.ok) return failure(head.error);
    if (isZero(head.value, 0, recordBlockBytes)) break;
    const header = decodeHistoryHeader(head.value, area.lengthBytes - at);
    const lengthBytes = header.ok ? encodedHistoryBytes(header.value.payloadBytes) : recordBlockBytes;
    const whole = header.ok ? await reader.bytes(at, lengthBytes) : head;
    if (!whole.ok) return failure(whole.error);
    const record = header.ok ? checkHistoryRecord(whole.value, diskId) : header;
    if (record.ok && record.value.groupId === groupId) {
      const { number, commitId } = record.value;
      found.push({ number, endBytes: at + lengthBytes, commitId: commitId as CommitId, diskId, bytes: whole.value });
    }
    at += record.ok ? lengthBytes : recordBlockBytes;
  }
  const inOrder = found.sort((one, other) => one.number - other.number);
  const newest = inOrder.at(-1);
  return success({
    area, stored: inOrder, nextOffsetBytes: newest?.endBytes ?? 0, nextNumber: (newest?.number ?? -1) + 1,
    lastCommitId: newest?.commitId ?? null,
  });
}

/** Oldest first; with `commitId` those of one commit. A record whose content is not understood has no say. */
export function recordsOf({ stored }: HistoryRing, commitId?: CommitId): readonly HistoryRecord[] {
  const wanted = stored.filter((record) => commitId === undefined || record.commitId === commitId);
  return wanted.flatMap(({ bytes, diskId }) => {
    const decoded = decodeHistoryRecord(bytes, diskId);
    return decoded.ok ? [decoded.value] : [];
  });
}

/** Where the next record of this length goes, from the start of the area; null when it is too large for the ring. */
export function placeInRing(ring: HistoryRing, recordBytes: number): number | null {
  if (recordBytes > ring.area.lengthBytes / wholePartOfRing) return null;
  return ring.nextOffsetBytes + recordBytes <= ring.area.lengthBytes ? ring.nextOffsetBytes : 0;
}

export function ringAfter(ring: HistoryRing, endOffsetBytes: number, commitId: CommitId): HistoryRing {
  return { ...ring, stored: [], nextOffsetBytes: endOffsetBytes, nextNumber: ring.nextNumber + 1, lastCommitId: commitId };
}
