/**
 * Ids of their own for copied images: of the disks, of the group, of every volume, plex and subdisk. All images of one
 * copied group that are given together stay one group; disks of it that are not given are dropped with the plexes that
 * need them. The outcome is a deported group.
 *
 * Per image the order is the slot that does not hold its newest configuration, headers, the other slot: a crash leaves
 * each image with its old ids or its new ones, whole. It may leave some with the one and some with the other; then the
 * images are copied once more from where they came.
 */
import type { BlockDevice, Random } from '../device/ports.ts';
import { encodePayload, encodeSlot } from '../format/configuration-slot.ts';
import { recordBlockBytes } from '../format/record-block.ts';
import { encodeTableOfContents, tableOfContentsOffsetBytes } from '../format/private-region-layout.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { CommitId, DiskId, GroupId, LogId, PlexId, SubdiskId, VolumeId } from '../model/identity.ts';
import { refusal, type Refusal } from '../model/refusal.ts';
import { failure, success, type Result } from '../model/result.ts';
import { chooseHolders } from '../planner/holders.ts';
import { withoutPlexes } from './configuration-marks.ts';
import { writeBytesDurably } from './device-promises.ts';
import { newestConfiguration, newestSlot, readDisk, type DiskReading } from './disk-reader.ts';
import { writeHeader } from './disk-writer.ts';
import type { DiskOpening } from './runtime-protocol.ts';

export interface CopiedImage {
  readonly opening: DiskOpening;
  readonly device: BlockDevice;
}

interface ReadImage extends CopiedImage {
  readonly reading: DiskReading;
}

export interface Renewed {
  readonly location: string;
  readonly oldDiskId: DiskId;
  readonly newDiskId: DiskId;
  /** Empty for a free disk. */
  readonly groupId: GroupId | '';
}

class NewIds {
  readonly #random: Random;
  readonly #known = new Map<string, string>();

  constructor(random: Random) {
    this.#random = random;
  }

  of<Id extends string>(old: Id): Id {
    const known = this.#known.get(old);
    if (known !== undefined) return known as Id;
    const made = this.#random.guid();
    this.#known.set(old, made);
    return made as Id;
  }
}

/**
 * The configuration with new ids, of the given disks only. Pure but for the ids. Logs are STALE: their sectors bear the old ids,
 * so the maps in them go, and what lacked something by a map lacks everything.
 */
function renewedConfiguration(
  configuration: GroupConfiguration, given: ReadonlySet<DiskId>, newId: <Id extends string>(old: Id) => Id, commitId: CommitId,
): GroupConfiguration {
  const lost = new Set(configuration.subdisks.filter((subdisk) => !given.has(subdisk.diskId)).map((subdisk) => subdisk.plexId));
  const kept = withoutPlexes(configuration, lost);
  const served = new Set(kept.plexes.map((plex) => plex.volumeId));
  const logs = kept.logs.filter((log) => given.has(log.diskId) && served.has(log.volumeId));
  const logged = new Set(logs.map((log) => log.volumeId));
  const disks = kept.disks.filter((disk) => given.has(disk.id)).map((disk) => ({ ...disk, id: newId(disk.id), serial: 1, failing: false }));
  return {
    ...kept, id: newId(kept.id), sequence: kept.sequence + 1, commitId, stamp: null, disks,
    holders: chooseHolders(disks, () => true, []),
    volumes: kept.volumes.filter((volume) => served.has(volume.id)).map((volume) => ({
      ...volume, id: newId<VolumeId>(volume.id), mapRegionBytes: logged.has(volume.id) ? volume.mapRegionBytes : 0,
      readPolicy: volume.readPolicy.kind === 'prefer' ? { kind: 'prefer', plexId: newId<PlexId>(volume.readPolicy.plexId) }
        : volume.readPolicy,
    })),
    plexes: kept.plexes.map((plex) => ({ ...plex, id: newId<PlexId>(plex.id), volumeId: newId<VolumeId>(plex.volumeId), missed: null })),
    subdisks: kept.subdisks.map((subdisk) => ({
      ...subdisk, id: newId<SubdiskId>(subdisk.id), plexId: newId<PlexId>(subdisk.plexId), diskId: newId<DiskId>(subdisk.diskId),
    })),
    logs: logs.map((log) => ({
      ...log, id: newId<LogId>(log.id), volumeId: newId<VolumeId>(log.volumeId), diskId: newId<DiskId>(log.diskId), state: 'STALE',
    })),
  };
}

function imageRefusal({ opening }: CopiedImage, message: string): Refusal {
  return refusal('disk.unreadable', { kind: 'disk', name: opening.hostName, id: opening.diskId }, { location: opening.location, message },
    'Check the image, then repeat the command.');
}

async function readImages(images: readonly CopiedImage[]): Promise<Result<readonly ReadImage[], Refusal>> {
  const read: ReadImage[] = [];
  for (const image of images) {
    const reading = await readDisk(image.device);
    if (!reading.ok) return failure(imageRefusal(image,
      reading.error.kind === 'io' ? reading.error.error.message : 'it bears no undamaged header'));
    const { diskId } = reading.value.header;
    if (read.some((other) => other.reading.header.diskId === diskId)) {
      return failure(refusal('disk.copied', { kind: 'disk', name: image.opening.hostName, id: diskId },
        { location: image.opening.location },
        'Give one copy of each disk in one command.'));
    }
    read.push({ ...image, reading: reading.value });
  }
  return success(read);
}

function newestOf(images: readonly ReadImage[], groupId: GroupId): GroupConfiguration | null {
  const found = images.flatMap((image) => newestConfiguration(image.reading) ?? []).filter((configuration) => configuration.id === groupId);
  return found.sort((one, other) => other.sequence - one.sequence)[0] ?? null;
}

async function writeImage(image: ReadImage, configuration: GroupConfiguration | null, diskId: DiskId): Promise<Refusal | null> {
  const { device, reading: { header, layout } } = image;
  const target = newestSlot(image.reading) === 0 ? 1 : 0;
  const steps: (() => Promise<{ readonly message: string } | null>)[] = [];
  if (configuration !== null) {
    const bytes = encodeSlot(encodePayload(configuration), diskId, layout.slots[target].lengthBytes);
    if (bytes === null) return imageRefusal(image, 'the configuration does not fit into the private region');
    steps.push(() => writeBytesDurably(device, layout.slots[target].offsetBytes, bytes));
  }
  const renewed = {
    ...header, diskId, groupId: configuration?.id ?? '', groupName: configuration?.name ?? '', stamp: null, failed: false,
    serial: configuration === null ? 0 : 1,
    writes: header.writes + 1,
  } as const;
  steps.push(
    () => writeHeader(device, renewed),
    () => writeBytesDurably(device, tableOfContentsOffsetBytes, encodeTableOfContents(layout, diskId)),
    () => writeBytesDurably(device, layout.slots[target === 0 ? 1 : 0].offsetBytes, new Uint8Array(recordBlockBytes)),
  );
  for (const step of steps) {
    const error = await step();
    if (error !== null) return imageRefusal(image, error.message);
  }
  return null;
}

/** The devices are open and nobody else uses them; they stay open. */
export async function renewIds(images: readonly CopiedImage[], random: Random): Promise<Result<readonly Renewed[], Refusal>> {
  const read = await readImages(images);
  if (!read.ok) return read;
  const ids = new NewIds(random);
  const newId = <Id extends string>(old: Id): Id => ids.of(old);
  const given = new Set(read.value.map((image) => image.reading.header.diskId));
  const renewed: Renewed[] = [];
  const configurations = new Map<GroupId, GroupConfiguration>();
  for (const { reading: { header: { groupId } } } of read.value) {
    const newest = groupId === '' || configurations.has(groupId) ? null : newestOf(read.value, groupId);
    if (groupId !== '' && newest !== null) configurations.set(groupId,
      renewedConfiguration(newest, given, newId, random.guid() as CommitId));
  }
  for (const image of read.value) {
    const { diskId, groupId } = image.reading.header;
    const configuration = groupId === '' ? null : configurations.get(groupId) ?? null;
    const newDiskId = newId(diskId);
    const member = configuration?.disks.some((disk) => disk.id === newDiskId) === true;
    const refused = await writeImage(image, member ? configuration : null, newDiskId);
    if (refused !== null) return failure(refused);
    renewed.push({ location: image.opening.location, oldDiskId: diskId, newDiskId, groupId: member ? configuration?.id ?? '' : '' });
  }
  return success(renewed);
}
