/** What can be asked of a world at rest: does every volume hold what its clients were promised, and are its plexes equal. */
import type { GroupConfiguration } from '../model/configuration.ts';
import { kibibyte, sectorBytes } from '../model/limits.ts';
import { firstDifference, misplacedSector } from './plex-comparison.ts';
import { Violation } from './violation.ts';
import type { VolumeUnderTest } from './volume-under-test.ts';
import type { World, WorldDisk } from './world.ts';

const pieceBytes = 256 * kibibyte;
/** Virtual time in which a read must have ended, whatever the disks do. */
const readLimitMilliseconds = 120_000;

type AnyWorld = World<WorldDisk>;

/** Every volume that is served, sector by sector. With no write in flight, what is seen is settled: it must stay. */
export async function readAllVolumes(world: AnyWorld): Promise<void> {
  for (const volume of world.volumes.values()) if (volume.layer) await readVolume(world, volume);
}

async function readVolume(world: AnyWorld, volume: VolumeUnderTest): Promise<void> {
  const { layer } = volume;
  if (!layer) return;
  await world.settle(() => volume.inFlight === 0, readLimitMilliseconds, `volume ${volume.number} does not fall quiet`);
  let buffer = new Uint8Array(pieceBytes);
  for (let offset = 0; offset < layer.abilities.sizeBytes; offset += pieceBytes) {
    const lengthBytes = Math.min(pieceBytes, layer.abilities.sizeBytes - offset);
    const sentAt = volume.history.now();
    let ended = false;
    let failed = '';
    const complete = layer.read(buffer, 0, offset, lengthBytes, (error) => {
      ended = true;
      failed = error?.message ?? '';
    });
    if (!complete) await world.settle(() => ended, readLimitMilliseconds, `a read of volume ${volume.number} never ended`);
    if (failed && volume.mustNotFail) throw new Violation('error with a healthy copy', `volume ${volume.number}: ${failed}`);
    if (!failed) volume.checkRead(buffer, offset / sectorBytes, lengthBytes / sectorBytes, sentAt, true);
    // Part of a read that was not complete at once may have been given up, and whoever serves it may still have the buffer.
    if (!complete) buffer = new Uint8Array(pieceBytes);
  }
}

/** After everything healed, and the group was closed: each plex is in step, and byte for byte like its fellows. */
export function comparePlexes(world: AnyWorld, configuration: GroupConfiguration): void {
  const disks = new Map(world.disks.map((disk) => [disk.name, disk]));
  const devices = new Map(configuration.disks.map((record) => [record.id as string, disks.get(record.lastAccess)?.open(true) ?? null]));
  const device = (diskId: string) => devices.get(diskId) ?? null;
  for (const volume of configuration.volumes) {
    const plexes = configuration.plexes.filter((plex) => plex.volumeId === volume.id && plex.state !== 'OFFLINE');
    const behind = plexes.find((plex) => plex.state !== 'CLEAN' && plex.state !== 'ACTIVE');
    if (behind) throw new Violation('no progress', `volume ${volume.name} has a plex ${behind.state} after everything healed`);
    const underTest = world.volumes.get(volume.id);
    const misplaced = misplacedSector(configuration, volume.id, underTest?.number ?? 0, device);
    if (misplaced) throw new Violation('third value', `volume ${volume.name}: ${misplaced}`);
    const offset = firstDifference(configuration, volume.id, device, (sector) => underTest?.isExcused(sector) ?? false);
    if (offset !== null) throw new Violation('plexes differ', `volume ${volume.name} at ${offset}`);
  }
}
