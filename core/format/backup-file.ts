/**
 * A backup of a group's configuration: a text file that people can read, with no user data in it.
 *
 * Invariants:
 * - The file says what it is and its version; a newer version is not guessed at.
 * - `checksum` is the CRC-32 (hexadecimal) of the content as `JSON.stringify` writes it: blanks do not matter, values do.
 * - A bare configuration, as the host keeps the last ones of each group in its state folder, is taken too.
 * - The configuration is as sound as one that is read from a disk.
 */
import { crc32 } from 'node:zlib';
import * as z from 'zod';
import type { GroupConfiguration } from '../model/configuration.ts';
import { violatedInvariants } from '../model/configuration-invariants.ts';
import type { DiskId } from '../model/identity.ts';
import { mebibyte } from '../model/limits.ts';
import { failure, success, type Result } from '../model/result.ts';
import { configurationSchema, malformedAt } from './configuration-schema.ts';

export const backupVersion = 1;
/** A file that is larger is not read. */
export const backupBytesMaximum = 64 * mebibyte;
const format = 'plexus-backup';

export interface GroupBackup {
  /** ISO 8601, UTC; empty in a bare configuration. */
  readonly at: string;
  readonly hostName: string;
  readonly configuration: GroupConfiguration;
  /** The headers that were there, for people: which disk was which file. */
  readonly disks: readonly BackupDisk[];
}

export interface BackupDisk {
  readonly id: DiskId;
  readonly name: string;
  readonly location: string;
  readonly sizeBytes: number;
  readonly present: boolean;
}

const diskSchema = z.strictObject({
  id: z.string().min(1).max(63), name: z.string().max(63), location: z.string().max(4096), sizeBytes: z.number(), present: z.boolean(),
});
const contentSchema = z.strictObject({
  at: z.string().max(64), hostName: z.string().max(255), configuration: configurationSchema, disks: z.array(diskSchema),
});

function checksumOf(content: unknown): string {
  return crc32(Buffer.from(JSON.stringify(content), 'utf8')).toString(16).padStart(8, '0');
}

export function encodeBackup(backup: GroupBackup): string {
  return `${JSON.stringify({ format, version: backupVersion, checksum: checksumOf(backup), content: backup }, null, 1)}\n`;
}

/** The failure is the end of a sentence: why the file is none. */
export function decodeBackup(text: string): Result<GroupBackup, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return failure('it is no JSON text');
  }
  const head = (typeof value === 'object' && value !== null ? value : {}) as Readonly<Record<string, unknown>>;
  return head['format'] === undefined ? bareConfiguration(value) : framed(head);
}

function framed(head: Readonly<Record<string, unknown>>): Result<GroupBackup, string> {
  const { format: found, version, checksum, content } = head;
  if (found !== format) return failure('it is no backup of a disk group');
  if (typeof version !== 'number' || version > backupVersion) {
    return failure(`it has version ${String(version)}, this release knows up to ${backupVersion}`);
  }
  if (checksum !== checksumOf(content)) return failure('its content does not match its checksum');
  const shape = contentSchema.safeParse(content);
  if (!shape.success) return failure(`it is malformed at ${malformedAt(shape.error)}`);
  return sound({ ...shape.data, disks: shape.data.disks.map((disk) => ({ ...disk, id: disk.id as DiskId })) });
}

function bareConfiguration(value: unknown): Result<GroupBackup, string> {
  const shape = configurationSchema.safeParse(value);
  if (!shape.success) return failure('it is neither a backup nor a configuration');
  return sound({ at: '', hostName: '', configuration: shape.data, disks: [] });
}

function sound(backup: GroupBackup): Result<GroupBackup, string> {
  const [broken] = violatedInvariants(backup.configuration);
  return broken === undefined ? success(backup) : failure(`its records contradict each other: ${broken}`);
}
