/**
 * A slot: one whole configuration of the group on one disk. Each disk has two.
 *
 * Invariants:
 * - A slot is a header block and, right behind it, the payload: the configuration as JSON, deflated, filled with zeros to
 *   4 KiB. The header carries the payload's length and CRC-32, so a torn write is never taken for a configuration.
 * - The header names the disk and the group: a slot that was written to the wrong disk, or copied there, is not believed.
 * - Sequence and commit id stand in the header and in the payload and are equal.
 * - A commit writes the slot that does *not* hold the disk's newest valid configuration, so that one survives any crash.
 * What is checked when a slot is read is asserted before it is written.
 */
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import type { GroupConfiguration } from '../model/configuration.ts';
import { violatedInvariants } from '../model/configuration-invariants.ts';
import type { CommitId, DiskId, GroupId } from '../model/identity.ts';
import { invariant } from '../model/invariant.ts';
import { mebibyte } from '../model/limits.ts';
import { failure, success, type Result } from '../model/result.ts';
import { sabotaged } from '../model/sabotage.ts';
import { configurationSchema, malformedAt } from './configuration-schema.ts';
import { formatError, type FormatError, type FormatErrorReason, type RecordCopy } from './format-error.ts';
import {
  checkBlock, isZero, openBlock, putNumber, putText, recordBlockBytes, recordFieldsOffsetBytes, sealBlock, takeNumber, takeText,
} from './record-block.ts';

export const slotVersion = 1;
const slotMagic = 'PLEXUSCS';
/** A configuration larger than this is not ours, whatever its checksum says. */
export const configurationTextBytesMaximum = 64 * mebibyte;

export type SlotIndex = 0 | 1;

/** The part that all holders share; deflated once a commit. */
export interface SlotPayload {
  readonly groupId: GroupId;
  readonly sequence: number;
  readonly commitId: CommitId;
  readonly deflated: Uint8Array;
}

export interface SlotHeader {
  readonly diskId: DiskId;
  readonly groupId: GroupId;
  readonly commitId: CommitId;
  readonly sequence: number;
  readonly payloadBytes: number;
  readonly payloadChecksum: number;
}

const idFieldBytes = 64;
const sequencePlace = recordFieldsOffsetBytes;
const lengthPlace = sequencePlace + 8;
const checksumPlace = lengthPlace + 8;
const diskIdPlace = checksumPlace + 8;
const groupIdPlace = diskIdPlace + idFieldBytes;
const commitIdPlace = groupIdPlace + idFieldBytes;
const reservedPlace = commitIdPlace + idFieldBytes;

function padded(lengthBytes: number): number {
  return Math.ceil(lengthBytes / recordBlockBytes) * recordBlockBytes;
}

/** What a release of the configuration's own version can read. */
function asVersioned(configuration: GroupConfiguration): unknown {
  if (configuration.version >= 2) return configuration;
  const { logs: _logs, ...rest } = configuration;
  return {
    ...rest,
    volumes: configuration.volumes.map(({ mapRegionBytes: _region, differingBytes: _differing, ...volume }) => volume),
    plexes: configuration.plexes.map(({ missed: _missed, ...plex }) => plex),
  };
}

export function encodePayload(configuration: GroupConfiguration): SlotPayload {
  invariant(configurationSchema.safeParse(configuration).success, 'a configuration that is written has the shape of one');
  const broken = violatedInvariants(configuration);
  invariant(broken.length === 0, `a configuration that is written is sound: ${broken.join('; ')}`);
  const { id: groupId, sequence, commitId } = configuration;
  return { groupId, sequence, commitId, deflated: deflateSync(JSON.stringify(asVersioned(configuration)), { level: 1 }) };
}

/** The bytes for one disk's slot; null when they do not fit into it. */
export function encodeSlot(payload: SlotPayload, diskId: DiskId, slotLengthBytes: number): Uint8Array | null {
  const { deflated } = payload;
  const lengthBytes = recordBlockBytes + padded(deflated.length);
  if (lengthBytes > slotLengthBytes) return null;
  const header = openBlock(slotMagic, slotVersion);
  putNumber(header, sequencePlace, payload.sequence);
  putNumber(header, lengthPlace, deflated.length);
  putNumber(header, checksumPlace, crc32(deflated));
  putText(header, diskIdPlace, idFieldBytes, diskId);
  putText(header, groupIdPlace, idFieldBytes, payload.groupId);
  putText(header, commitIdPlace, idFieldBytes, payload.commitId);
  const bytes = new Uint8Array(lengthBytes);
  bytes.set(sealBlock(header), 0);
  bytes.set(deflated, recordBlockBytes);
  return bytes;
}

export function decodeSlotHeader(bytes: Uint8Array, slot: SlotIndex, slotLengthBytes: number): Result<SlotHeader, FormatError> {
  const copy = slot === 0 ? 'slot 0' : 'slot 1';
  const checked = checkBlock(bytes, slotMagic, slotVersion, copy);
  if (!checked.ok) return checked;
  const block = checked.value;
  if (!isZero(block, reservedPlace, recordBlockBytes)) return failure(formatError(copy, 'reserved', 'reserved bytes are not zero'));
  const sequence = takeNumber(block, sequencePlace);
  const payloadBytes = takeNumber(block, lengthPlace);
  const payloadChecksum = takeNumber(block, checksumPlace);
  const diskId = takeText(block, diskIdPlace, idFieldBytes);
  const groupId = takeText(block, groupIdPlace, idFieldBytes);
  const commitId = takeText(block, commitIdPlace, idFieldBytes);
  if (sequence === null || payloadBytes === null || payloadChecksum === null || !diskId || !groupId || !commitId) {
    return failure(formatError(copy, 'content', 'a field of the header is malformed'));
  }
  if (payloadBytes === 0 || payloadBytes > slotLengthBytes - recordBlockBytes) {
    return failure(formatError(copy, 'content', `a payload of ${payloadBytes} bytes does not fit the slot`));
  }
  return success({
    diskId: diskId as DiskId, groupId: groupId as GroupId, commitId: commitId as CommitId, sequence, payloadBytes, payloadChecksum,
  });
}

/** How many bytes of the slot must be read to decode it. */
export function encodedSlotBytes(header: SlotHeader): number {
  return recordBlockBytes + padded(header.payloadBytes);
}

function inflated(payload: Uint8Array): string | null {
  try {
    return inflateSync(payload, { maxOutputLength: configurationTextBytesMaximum }).toString('utf8');
  } catch {
    return null;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * What the disks of one group have in common: the same payload read from many disks is inflated and checked once. Lives
 * as long as one look at the disks.
 */
export type DecodedPayloads = Map<string, GroupConfiguration>;

/** `bytes` begin at the start of the slot and hold at least `encodedSlotBytes`. `diskId` is the disk they were read from. */
export function decodeSlot(
  bytes: Uint8Array, slot: SlotIndex, slotLengthBytes: number, diskId: DiskId, known: DecodedPayloads = new Map(),
): Result<GroupConfiguration, FormatError> {
  const copy = slot === 0 ? 'slot 0' : 'slot 1';
  const bad = (reason: FormatErrorReason, detail: string) => failure(formatError(copy, reason, detail));
  const decoded = decodeSlotHeader(bytes, slot, slotLengthBytes);
  if (!decoded.ok) return decoded;
  const header = decoded.value;
  if (header.diskId !== diskId) return bad('owner', `written for disk ${header.diskId}`);
  const end = recordBlockBytes + header.payloadBytes;
  if (bytes.byteLength < encodedSlotBytes(header)) return bad('truncated', 'the payload is cut off');
  const payload = bytes.subarray(recordBlockBytes, end);
  if (crc32(payload) !== header.payloadChecksum && !sabotaged('checksum-ignored')) return bad('checksum',
    'the payload does not match its checksum');
  if (!isZero(bytes, end, encodedSlotBytes(header))) return bad('reserved', 'bytes behind the payload are not zero');
  const key = `${header.groupId} ${header.sequence} ${header.commitId} ${header.payloadBytes} ${header.payloadChecksum}`;
  const before = known.get(key);
  if (before !== undefined) return success(before);
  const decodedPayload = decodePayload(payload, header, copy);
  if (decodedPayload.ok) known.set(key, decodedPayload.value);
  return decodedPayload;
}

function decodePayload(payload: Uint8Array, header: SlotHeader, copy: RecordCopy): Result<GroupConfiguration, FormatError> {
  const bad = (reason: FormatErrorReason, detail: string) => failure(formatError(copy, reason, detail));
  const text = inflated(payload);
  if (text === null) return bad('content', 'the payload cannot be inflated');
  const shape = configurationSchema.safeParse(parsed(text));
  if (!shape.success) return bad('content', `the configuration is malformed at ${malformedAt(shape.error)}`);
  const configuration: GroupConfiguration = shape.data;
  if (configuration.id !== header.groupId || configuration.sequence !== header.sequence || configuration.commitId !== header.commitId) {
    return bad('content', 'header and payload name different commits');
  }
  const [broken] = violatedInvariants(configuration);
  return broken === undefined ? success(configuration) : bad('content', `records contradict each other: ${broken}`);
}
