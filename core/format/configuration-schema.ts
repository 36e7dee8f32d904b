/** The shape that a configuration must have when it comes from a disk. What the fields must mean together is in `model/`. */
import * as z from 'zod';
import { configurationVersion, oldestConfigurationVersion, type GroupConfiguration } from '../model/configuration.ts';
import type { CommitId, DiskId, GroupId, HostId, LogId, PlexId, SubdiskId, VolumeId } from '../model/identity.ts';
import { columnsPerPlexMaximum, disksPerGroupMaximum, holdersMaximum, mapSlotsPerLog, volumesPerGroupMaximum } from '../model/limits.ts';

const idText = z.string().min(1).max(63);
function id<Id extends string>(): z.ZodType<Id> {
  return idText as unknown as z.ZodType<Id>;
}
const name = z.string().min(1).max(63);
const words = z.string().max(4096);
const bytes = z.number().int().min(0);
const count = z.number().int().min(0);

const diskSchema = z.strictObject({
  id: id<DiskId>(), name, lastAccess: words, sizeBytes: bytes, dataStartBytes: bytes, dataLengthBytes: bytes,
  enclosure: z.string().max(255), site: z.string().max(255), serial: count, failing: z.boolean(),
});

const subdiskSchema = z.strictObject({
  id: id<SubdiskId>(), name, diskId: id<DiskId>(), plexId: id<PlexId>(), column: count,
  diskOffsetBytes: bytes, columnOffsetBytes: bytes, lengthBytes: bytes,
});

const plexSchema = z.strictObject({
  id: id<PlexId>(), name, volumeId: id<VolumeId>(), layout: z.enum(['concatenated', 'striped']),
  columns: z.number().int().min(1).max(columnsPerPlexMaximum), stripeUnitBytes: bytes,
  state: z.enum(['ACTIVE', 'CLEAN', 'STALE', 'OFFLINE', 'TEMPRMSD']),
  missed: z.strictObject({ slot: z.number().int().min(1).max(mapSlotsPerLog - 1), id: idText }).nullable().default(null),
});

const logSchema = z.strictObject({
  id: id<LogId>(), name, volumeId: id<VolumeId>(), diskId: id<DiskId>(), diskOffsetBytes: bytes, lengthBytes: bytes,
  state: z.enum(['ACTIVE', 'STALE']),
});

const readPolicySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('select') }),
  z.strictObject({ kind: z.literal('round') }),
  z.strictObject({ kind: z.literal('prefer'), plexId: id<PlexId>() }),
]);

const volumeSchema = z.strictObject({
  id: id<VolumeId>(), name, lengthBytes: bytes, state: z.enum(['CLEAN', 'ACTIVE', 'SYNC']), readPolicy: readPolicySchema,
  driveLetter: z.string().max(1), startAtImport: z.boolean(), readOnly: z.boolean(),
  mapRegionBytes: bytes.default(0), differingBytes: bytes.default(0),
});

export const configurationSchema = z.strictObject({
  version: z.number().int().min(oldestConfigurationVersion).max(configurationVersion),
  id: id<GroupId>(), name, sequence: count, commitId: id<CommitId>(),
  stamp: z.strictObject({ id: id<HostId>(), name: z.string().max(255) }).nullable(),
  noAutoImport: z.boolean(),
  holders: z.array(id<DiskId>()).min(1).max(holdersMaximum),
  disks: z.array(diskSchema).min(1).max(disksPerGroupMaximum),
  volumes: z.array(volumeSchema).max(volumesPerGroupMaximum),
  plexes: z.array(plexSchema),
  subdisks: z.array(subdiskSchema),
  logs: z.array(logSchema).default([]),
}) satisfies z.ZodType<GroupConfiguration>;

/** Where in a text its shape is not that of the schema: a path with dots. */
export function malformedAt({ issues }: z.ZodError): string {
  const path = issues.slice(0, 1).map((issue) => issue.path.join('.')).join('');
  return path === '' ? 'its outermost part' : path;
}
