/**
 * Where is a disk? What a path leads to, and which file of a folder bears a disk's id. A path is how a person names a disk
 * once; afterwards the id in its header finds it, also under another name in the same folder.
 */
import { readdirSync, realpathSync, statSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { DiskInspection } from '../group/disk-reader.ts';
import { inspectDisk } from '../group/disk-reader.ts';
import { smallestDiskBytes } from '../model/limits.ts';
import { isRemoteLocation, parseRemoteAddress } from '../device/remote-address.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { DiskAccess } from './disk-access.ts';
import { systemReason } from './state-folder.ts';

/** Files of one folder that are looked into for a disk that has moved. */
export const searchedFilesMaximum = 1_000;

export interface DiskPlace {
  /** Absolute, without links: two names of one file give one place. Of a remote disk the canonical address. */
  readonly location: string;
  readonly type: 'image file' | 'block device' | 'remote';
  /** The same for every name of the same disk. */
  readonly identity: string;
  /** Which file it is, over restarts of the system too; empty for devices and servers, which give no such sign. */
  readonly medium: string;
}

/** Where the time of birth is not kept the system gives none, or that of the last change. */
function mediumOf({ ino, birthtimeNs, ctimeNs }: BigIntStats): string {
  return `${ino} ${birthtimeNs === ctimeNs ? 0n : birthtimeNs}`;
}

/** False where the file is known to be another one: put in the place of the one that was there. */
export function mayBeSameMedium(one: string, other: string): boolean {
  const [inode, birth] = one.split(' ');
  const [otherInode, otherBirth] = other.split(' ');
  if (one === '' || other === '') return true;
  return inode === otherInode && (birth === otherBirth || birth === '0' || otherBirth === '0');
}

export interface DiskReport {
  readonly sizeBytes: number;
  readonly inspection: DiskInspection;
}

export function diskPlace(location: string): Result<DiskPlace, Refusal> {
  if (isRemoteLocation(location)) {
    const address = parseRemoteAddress(location);
    if (!address.ok) return address;
    const { canonical } = address.value;
    return success({ location: canonical, type: 'remote', identity: `remote ${canonical}`, medium: '' });
  }
  try {
    const real = realpathSync(resolve(location));
    const facts = statSync(real, { bigint: true });
    if (facts.isBlockDevice()) return success({ location: real, type: 'block device', identity: `device ${facts.rdev}`, medium: '' });
    const medium = mediumOf(facts);
    if (facts.isFile()) return success({ location: real, type: 'image file', identity: `file ${facts.dev}:${facts.ino}`, medium });
    return failure(refusal('argument.invalid', { kind: 'disk', name: location },
      { argument: 'the path', reason: 'is neither a file nor a block device' },
      'Name an image file or a block device.'));
  } catch (error) {
    return failure(refusal('disk.gone', { kind: 'disk', name: location },
      { location: resolve(location), state: 'not there', cause: systemReason(error) },
      'Check the path, or make a new image with --create SIZE.'));
  }
}

/** What the disk at this place says of itself. It is read and nothing else; `readOnly` false asks also whether it could be written. */
export async function reportDisk(access: DiskAccess, location: string, readOnly: boolean): Promise<Result<DiskReport, Refusal>> {
  const device = await access.open(location, readOnly);
  if (!device.ok) return device;
  try {
    const { sizeBytes } = device.value;
    if (sizeBytes < smallestDiskBytes) {
      return failure(refusal('disk.too-small', { kind: 'disk', name: location }, { sizeBytes, smallestBytes: smallestDiskBytes },
        'Attach a larger one.'));
    }
    const inspection = await inspectDisk(device.value);
    if (inspection.ok) return success({ sizeBytes, inspection: inspection.value });
    return failure(refusal('disk.unreadable', { kind: 'disk', name: location }, { reason: inspection.error.message },
      'Check the medium and the cable, then attach it again.'));
  } finally {
    device.value.close();
  }
}

/** The file in the folder of `location` that bears this disk id; null when there is none, or more than one. A server has no folder. */
export async function findMoved(
  access: DiskAccess, location: string, diskId: string, skip: ReadonlySet<string>,
): Promise<DiskPlace | null> {
  if (isRemoteLocation(location)) return null;
  const found: DiskPlace[] = [];
  for (const name of filesIn(dirname(location))) {
    const place = diskPlace(join(dirname(location), name));
    if (!place.ok || place.value.type !== 'image file' || skip.has(place.value.location)) continue;
    const report = await reportDisk(access, place.value.location, true);
    if (report.ok && report.value.inspection.header?.diskId === diskId) found.push(place.value);
  }
  return found.length === 1 ? found[0]! : null;
}

function filesIn(folder: string): string[] {
  try {
    const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile() || entry.isSymbolicLink());
    return files.slice(0, searchedFilesMaximum).map((entry) => entry.name);
  } catch {
    return [];
  }
}
