/**
 * One entry of the history ring: what one published commit changed, who gave it and when (design section 4).
 *
 * Invariants:
 * - A record begins on a border of 4 KiB. Its first block carries magic, version, CRC-32 and the fields; the payload follows
 *   from `payloadPlace` on, over as many blocks as it needs, filled with zeros. The payload has a CRC-32 of its own, so a
 *   record that was torn, or whose end a later one has overwritten, is not believed.
 * - A record names the disk and the group that it was written for, and the commit that it is about.
 * - The delta leads from the configuration of `commitId` back to that of `previous`, and nowhere else: it says what both
 *   were. `previous` is null where nothing earlier was known; then the delta is empty. So a reader who begins with a
 *   configuration that he believes finds each earlier one by the commit id that the record before names, or ends.
 * - `whole` is the configuration of `commitId`; it stands in the first record of a ring, after a gap, and now and then.
 * - `number` counts the records of one disk's ring: the highest is the newest, and the next is written behind it.
 */
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import * as z from 'zod';
import type { ConfigurationDelta } from '../model/configuration-delta.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { CommitId, DiskId, GroupId } from '../model/identity.ts';
import { invariant } from '../model/invariant.ts';
import { failure, success, type Result } from '../model/result.ts';
import { configurationSchema } from './configuration-schema.ts';
import { configurationTextBytesMaximum } from './configuration-slot.ts';
import { formatError, type FormatError } from './format-error.ts';
import {
  checkBlock, isZero, openBlock, putNumber, putText, recordBlockBytes, recordFieldsOffsetBytes, sealBlock, takeNumber, takeText,
} from './record-block.ts';

export const historyRecordVersion = 1;
const magic = 'PLEXUSHR';
const copy = 'history';

export interface HistoryRecord {
  readonly groupId: GroupId;
  readonly sequence: number;
  readonly commitId: CommitId;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Who gave the command; empty for what the engine did by itself. */
  readonly actor: string;
  /** The command line that does the same; empty for what the engine did by itself. */
  readonly command: string;
  /** Why the engine did it; may be empty. */
  readonly cause: string;
  readonly previous: { readonly sequence: number; readonly commitId: CommitId } | null;
  readonly delta: ConfigurationDelta;
  readonly whole: GroupConfiguration | null;
}

/** What the rings of all disks share of one record. */
export interface HistoryPayload {
  readonly groupId: GroupId;
  readonly sequence: number;
  readonly commitId: CommitId;
  readonly deflated: Uint8Array;
}

export interface HistoryRecordHeader {
  readonly diskId: string;
  readonly groupId: string;
  readonly commitId: string;
  readonly sequence: number;
  readonly number: number;
  readonly payloadBytes: number;
  readonly payloadChecksum: number;
}

const idFieldBytes = 64;
const sequencePlace = recordFieldsOffsetBytes;
const numberPlace = sequencePlace + 8;
const lengthPlace = numberPlace + 8;
const checksumPlace = lengthPlace + 8;
const diskIdPlace = checksumPlace + 8;
const groupIdPlace = diskIdPlace + idFieldBytes;
const commitIdPlace = groupIdPlace + idFieldBytes;
const reservedPlace = commitIdPlace + idFieldBytes;
const payloadPlace = 512;

const commitSchema = z.strictObject({ sequence: z.number().int().min(0), commitId: z.string().min(1).max(63) });
const placedSchema = z.strictObject({ at: z.number().int().min(0), record: z.unknown() }).nullable();
const changeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('value'), field: z.string(), before: z.unknown(), after: z.unknown() }),
  z.strictObject({
    kind: z.literal('records'), field: z.string(),
    changes: z.array(z.strictObject({ id: z.string(), before: placedSchema, after: placedSchema })),
  }),
]);
const payloadSchema = z.strictObject({
  at: z.string().max(64), actor: z.string(), command: z.string(), cause: z.string(), previous: commitSchema.nullable(),
  delta: z.array(changeSchema), whole: configurationSchema.nullable(),
});

export function encodedHistoryBytes(payloadBytes: number): number {
  return Math.ceil((payloadPlace + payloadBytes) / recordBlockBytes) * recordBlockBytes;
}

export function encodeHistoryPayload(record: HistoryRecord): HistoryPayload {
  const { groupId, sequence, commitId, at, actor, command, cause, previous, delta, whole } = record;
  invariant(whole === null || (whole.commitId === commitId && whole.sequence === sequence), 'a whole configuration is that of its record');
  invariant(previous === null || previous.sequence < sequence, 'history goes back');
  const text = JSON.stringify({ at, actor, command, cause, previous, delta, whole });
  return { groupId, sequence, commitId, deflated: deflateSync(text, { level: 1 }) };
}

export function encodeHistoryRecord(payload: HistoryPayload, diskId: DiskId, number: number): Uint8Array {
  const { deflated } = payload;
  const bytes = new Uint8Array(encodedHistoryBytes(deflated.length));
  const block = openBlock(magic, historyRecordVersion);
  putNumber(block, sequencePlace, payload.sequence);
  putNumber(block, numberPlace, number);
  putNumber(block, lengthPlace, deflated.length);
  putNumber(block, checksumPlace, crc32(deflated));
  putText(block, diskIdPlace, idFieldBytes, diskId);
  putText(block, groupIdPlace, idFieldBytes, payload.groupId);
  putText(block, commitIdPlace, idFieldBytes, payload.commitId);
  block.set(deflated.subarray(0, recordBlockBytes - payloadPlace), payloadPlace);
  bytes.set(sealBlock(block));
  bytes.set(deflated.subarray(recordBlockBytes - payloadPlace), recordBlockBytes);
  return bytes;
}

/** `areaBytes`: what is left of the ring's area from the record on. */
export function decodeHistoryHeader(bytes: Uint8Array, areaBytes: number): Result<HistoryRecordHeader, FormatError> {
  const checked = checkBlock(bytes, magic, historyRecordVersion, copy);
  if (!checked.ok) return checked;
  const block = checked.value;
  if (!isZero(block, reservedPlace, payloadPlace)) return failure(formatError(copy, 'reserved', 'reserved bytes are not zero'));
  const [sequence, number] = [takeNumber(block, sequencePlace), takeNumber(block, numberPlace)];
  const [payloadBytes, payloadChecksum] = [takeNumber(block, lengthPlace), takeNumber(block, checksumPlace)];
  const diskId = takeText(block, diskIdPlace, idFieldBytes);
  const groupId = takeText(block, groupIdPlace, idFieldBytes);
  const commitId = takeText(block, commitIdPlace, idFieldBytes);
  if (sequence === null || number === null || payloadBytes === null || payloadChecksum === null || !diskId || !groupId || !commitId) {
    return failure(formatError(copy, 'content', 'a field of the record is malformed'));
  }
  if (payloadBytes === 0 || encodedHistoryBytes(payloadBytes) > areaBytes) {
    return failure(formatError(copy, 'content', `a payload of ${payloadBytes} bytes does not fit the ring`));
  }
  return success({ diskId, groupId, commitId, sequence, number, payloadBytes, payloadChecksum });
}

/**
 * Whether the record is whole and was written for `diskId`, from which it was read; its content is not looked at. `bytes` begin
 * at the record and hold all of it.
 */
export function checkHistoryRecord(bytes: Uint8Array, diskId: DiskId): Result<HistoryRecordHeader, FormatError> {
  const decoded = decodeHistoryHeader(bytes, bytes.byteLength);
  if (!decoded.ok) return decoded;
  const header = decoded.value;
  if (header.diskId !== diskId) return failure(formatError(copy, 'owner', `written for disk ${header.diskId}`));
  const end = payloadPlace + header.payloadBytes;
  const payload = bytes.subarray(payloadPlace, end);
  if (crc32(payload) !== header.payloadChecksum) return failure(formatError(copy, 'checksum', 'the payload does not match its checksum'));
  if (!isZero(bytes, end, encodedHistoryBytes(header.payloadBytes))) {
    return failure(formatError(copy, 'reserved', 'bytes behind the payload are not zero'));
  }
  return decoded;
}

/** `bytes` and `diskId` as for `checkHistoryRecord`. */
export function decodeHistoryRecord(bytes: Uint8Array, diskId: DiskId): Result<HistoryRecord, FormatError> {
  const checked = checkHistoryRecord(bytes, diskId);
  if (!checked.ok) return checked;
  const { groupId, sequence, commitId, payloadBytes } = checked.value;
  const content = contentOf(bytes.subarray(payloadPlace, payloadPlace + payloadBytes));
  if (content === null) return failure(formatError(copy, 'content', 'the payload is malformed'));
  const { whole, previous } = content;
  if (whole !== null && (whole.commitId !== commitId || whole.sequence !== sequence || whole.id !== groupId)) {
    return failure(formatError(copy, 'content', 'header and payload name different commits'));
  }
  if (previous !== null && previous.sequence >= sequence) return failure(formatError(copy, 'content', 'it goes forward'));
  return success({ ...content, groupId: groupId as GroupId, sequence, commitId: commitId as CommitId });
}

type Content = Omit<HistoryRecord, 'groupId' | 'sequence' | 'commitId'>;

function contentOf(payload: Uint8Array): Content | null {
  try {
    const text = inflateSync(payload, { maxOutputLength: configurationTextBytesMaximum }).toString('utf8');
    const shape = payloadSchema.safeParse(JSON.parse(text));
    const delta = shape.success ? shape.data.delta.map(normalised) : [];
    return shape.success && !delta.includes(null) ? { ...shape.data, delta } as Content : null;
  } catch {
    return null;
  }
}

/**
 * Records of an earlier release get the fields that have come since, as they do when they are read from a slot. Null for a
 * field that no configuration has; what does not have its shape is thrown by the schema, and caught above.
 */
function normalised(change: z.infer<typeof changeSchema>): z.infer<typeof changeSchema> | null {
  const fields = configurationSchema.shape as Readonly<Record<string, z.ZodType>>;
  const schema = fields[change.field];
  if (schema === undefined) return null;
  if (change.kind === 'value') return { ...change, before: schema.parse(change.before), after: schema.parse(change.after) };
  const record = (placed: z.infer<typeof placedSchema>): z.infer<typeof placedSchema> =>
    (placed === null ? null : { at: placed.at, record: (schema.parse([placed.record]) as unknown[])[0] });
  return { ...change, changes: change.changes.map(({ id, before, after }) => ({ id, before: record(before), after: record(after) })) };
}
