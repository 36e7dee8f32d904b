/**
 * The header of a disk: who the disk is, whose it is, and where its private region ends.
 *
 * Invariants:
 * - Two copies, byte for byte the same: A in the first 4 KiB of the disk, B in the last 4 KiB of the private region.
 *   A is written first; a reader takes the valid copy with the higher `writes`, A when they are equal.
 * - `diskId` never changes but by `renewids`. `groupId` and `groupName` are both empty on a free disk.
 * - `stamp` is the host that may write; null on a free disk and in a deported group.
 * - `serial` only grows; it is written after the configuration that expects it (decision 0002), so a header is never
 *   ahead of what all holders know.
 * - `failed` says that a flush of the disk failed: what was acknowledged before it may be lost though it can be read, for
 *   as long as the system runs. A later process must not flush as if nothing had happened (decision 0001).
 */
import { privateRegionBytes, privateRegionSmallBytes } from '../model/limits.ts';
import type { HostStamp } from '../model/configuration.ts';
import type { DiskId, GroupId, HostId } from '../model/identity.ts';
import { failure, success, type Result } from '../model/result.ts';
import { formatError, type FormatError } from './format-error.ts';
import {
  checkBlock, isZero, openBlock, putNumber, putText, recordBlockBytes, recordFieldsOffsetBytes, sealBlock, takeNumber, takeText,
} from './record-block.ts';

export const diskHeaderVersion = 1;
export const diskHeaderMagic = 'PLEXUSDH';
export const diskHeaderBytes = recordBlockBytes;
/** Host names longer than this are cut before they are written. */
export const stampNameBytesMaximum = 255;

export interface DiskHeader {
  readonly diskId: DiskId;
  /** Empty on a free disk. */
  readonly groupId: GroupId | '';
  readonly groupName: string;
  readonly stamp: HostStamp | null;
  readonly serial: number;
  /** A flush failed; out of use until the disk is attached anew. */
  readonly failed: boolean;
  readonly regionBytes: number;
  /** How often this header was written; the higher of two copies is the newer. */
  readonly writes: number;
}

export type HeaderCopy = 'header A' | 'header B';

const failedFlag = 1;
const idFieldBytes = 64;
const nameFieldBytes = 64;
const hostNameFieldBytes = stampNameBytesMaximum + 1;
const place = (() => {
  const writes = recordFieldsOffsetBytes;
  const regionBytes = writes + 8;
  const serial = regionBytes + 8;
  const flags = serial + 8;
  const diskId = flags + 8;
  const groupId = diskId + idFieldBytes;
  const groupName = groupId + idFieldBytes;
  const hostId = groupName + nameFieldBytes;
  const hostName = hostId + idFieldBytes;
  return { writes, regionBytes, serial, flags, diskId, groupId, groupName, hostId, hostName, reserved: hostName + hostNameFieldBytes };
})();

function cutName(name: string): string {
  const bytes = Buffer.from(name.replaceAll('\0', ''), 'utf8');
  if (bytes.length <= stampNameBytesMaximum) return bytes.toString('utf8');
  return bytes.subarray(0, stampNameBytesMaximum).toString('utf8').replace(/\uFFFD+$/u, '');
}

export function encodeDiskHeader(header: DiskHeader): Uint8Array {
  const block = openBlock(diskHeaderMagic, diskHeaderVersion);
  putNumber(block, place.writes, header.writes);
  putNumber(block, place.regionBytes, header.regionBytes);
  putNumber(block, place.serial, header.serial);
  putNumber(block, place.flags, header.failed ? failedFlag : 0);
  putText(block, place.diskId, idFieldBytes, header.diskId);
  putText(block, place.groupId, idFieldBytes, header.groupId);
  putText(block, place.groupName, nameFieldBytes, header.groupName);
  putText(block, place.hostId, idFieldBytes, header.stamp?.id ?? '');
  putText(block, place.hostName, hostNameFieldBytes, cutName(header.stamp?.name ?? ''));
  return sealBlock(block);
}

export function decodeDiskHeader(bytes: Uint8Array, copy: HeaderCopy): Result<DiskHeader, FormatError> {
  const checked = checkBlock(bytes, diskHeaderMagic, diskHeaderVersion, copy);
  if (!checked.ok) return checked;
  const block = checked.value;
  const bad = (detail: string) => failure(formatError(copy, 'content', detail));
  if (!isZero(block, place.reserved, diskHeaderBytes)) return failure(formatError(copy, 'reserved', 'reserved bytes are not zero'));
  const flags = takeNumber(block, place.flags);
  if (flags !== 0 && flags !== failedFlag) return failure(formatError(copy, 'reserved', 'flags that this release does not know'));
  const writes = takeNumber(block, place.writes);
  const regionBytes = takeNumber(block, place.regionBytes);
  const serial = takeNumber(block, place.serial);
  const diskId = takeText(block, place.diskId, idFieldBytes);
  const groupId = takeText(block, place.groupId, idFieldBytes);
  const groupName = takeText(block, place.groupName, nameFieldBytes);
  const hostId = takeText(block, place.hostId, idFieldBytes);
  const hostName = takeText(block, place.hostName, hostNameFieldBytes);
  if (writes === null || serial === null) return bad('a counter is out of range');
  if (regionBytes !== privateRegionBytes && regionBytes !== privateRegionSmallBytes) return bad('no such size of a private region');
  if (diskId === null || groupId === null || groupName === null || hostId === null || hostName === null) return bad('a text is malformed');
  if (diskId === '') return bad('the disk has no id');
  if ((groupId === '') !== (groupName === '')) return bad('the group has an id or a name, not both');
  if (hostId === '' && hostName !== '') return bad('a host name without a host');
  if (groupId === '' && hostId !== '') return bad('a free disk bears a stamp');
  const stamp = hostId === '' ? null : { id: hostId as HostId, name: hostName };
  const failed = flags === failedFlag;
  return success({ diskId: diskId as DiskId, groupId: groupId as GroupId | '', groupName, stamp, serial, failed, regionBytes, writes });
}
