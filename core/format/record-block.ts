/**
 * What all fixed blocks of the private region have in common. Invariants, for every version that will ever be:
 * - A block is 4,096 bytes: magic (8 bytes of ASCII), version (u32), CRC-32 of the block with this field zero (u32), fields.
 * - Numbers are little endian. Texts are UTF-8 in a field of fixed size, filled with zeros; the last byte is always zero.
 * - Bytes that no field owns are zero, and a reader insists on it.
 * The version is believed only after the checksum holds, so a flipped bit is never taken for a newer release.
 */
import { crc32 } from 'node:zlib';
import { invariant } from '../model/invariant.ts';
import { failure, success, type Result } from '../model/result.ts';
import { sabotaged } from '../model/sabotage.ts';
import { formatError, type FormatError, type RecordCopy } from './format-error.ts';

export const recordBlockBytes = 4096;
const versionOffsetBytes = 8;
const checksumOffsetBytes = 12;
/** Fields begin here. */
export const recordFieldsOffsetBytes = 16;

const checksumBlank = new Uint8Array(4);

function blockChecksum(block: Uint8Array): number {
  const head = crc32(block.subarray(0, checksumOffsetBytes));
  const blank = crc32(checksumBlank, head);
  return crc32(block.subarray(checksumOffsetBytes + 4, recordBlockBytes), blank);
}

function view(block: Uint8Array): DataView {
  return new DataView(block.buffer, block.byteOffset, block.byteLength);
}

/** An empty block with magic and version; `sealBlock` after the fields are written. */
export function openBlock(magic: string, version: number): Uint8Array {
  invariant(magic.length === 8, 'a magic is eight characters');
  const block = new Uint8Array(recordBlockBytes);
  block.set(Buffer.from(magic, 'latin1'), 0);
  view(block).setUint32(versionOffsetBytes, version, true);
  return block;
}

export function sealBlock(block: Uint8Array): Uint8Array {
  const fields = view(block);
  fields.setUint32(checksumOffsetBytes, 0, true);
  fields.setUint32(checksumOffsetBytes, crc32(block), true);
  return block;
}

/** Magic, checksum and version of the block at the start of `bytes`; the fields are the caller's. */
export function checkBlock(bytes: Uint8Array, magic: string, version: number, copy: RecordCopy): Result<Uint8Array, FormatError> {
  if (bytes.byteLength < recordBlockBytes) {
    return failure(formatError(copy, 'truncated', `${bytes.byteLength} bytes, expected ${recordBlockBytes}`));
  }
  const block = bytes.subarray(0, recordBlockBytes);
  if (Buffer.from(block.subarray(0, 8)).toString('latin1') !== magic) {
    return failure(formatError(copy, 'absent', 'no magic number'));
  }
  if (view(block).getUint32(checksumOffsetBytes, true) !== blockChecksum(block) && !sabotaged('checksum-ignored')) {
    return failure(formatError(copy, 'checksum', 'the checksum does not match'));
  }
  const found = view(block).getUint32(versionOffsetBytes, true);
  if (found > version) return failure(formatError(copy, 'future-version', `version ${found}, this release knows up to ${version}`));
  if (found !== version) return failure(formatError(copy, 'content', `version ${found} never existed`));
  return success(block);
}

export function putText(block: Uint8Array, offset: number, sizeBytes: number, text: string): void {
  const encoded = Buffer.from(text, 'utf8');
  invariant(encoded.length < sizeBytes && !encoded.includes(0), `a text fits its field of ${sizeBytes} bytes`);
  block.set(encoded, offset);
}

/** Null when the field is not a zero-filled text. */
export function takeText(block: Uint8Array, offset: number, sizeBytes: number): string | null {
  const end = block.indexOf(0, offset);
  if (end < 0 || end >= offset + sizeBytes || !isZero(block, end, offset + sizeBytes)) return null;
  const field = Buffer.from(block.buffer, block.byteOffset + offset, end - offset);
  const text = field.toString('utf8');
  return Buffer.from(text, 'utf8').equals(field) ? text : null;
}

export function putNumber(block: Uint8Array, offset: number, value: number): void {
  invariant(Number.isSafeInteger(value) && value >= 0, 'a number on disk is a whole number');
  view(block).setBigUint64(offset, BigInt(value), true);
}

/** Null when the number is too large to be ours. */
export function takeNumber(block: Uint8Array, offset: number): number | null {
  const value = view(block).getBigUint64(offset, true);
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : null;
}

/** True when `block[from .. to)` holds zeros only. */
export function isZero(block: Uint8Array, from: number, to: number): boolean {
  for (let index = from; index < to; index += 1) if (block[index] !== 0) return false;
  return true;
}
