/** Attaches a volume to this machine and, where asked for, mounts its file system: all of it or nothing. */
import { resolve } from 'node:path';
import type { Subject } from '../../model/identity.ts';
import { refusal } from '../../model/refusal.ts';
import type { Refusal } from '../../model/refusal.ts';
import type { Result } from '../../model/result.ts';
import { failure, success } from '../../model/result.ts';
import { attachDevice, chooseMethod } from '../../host/map/attach-device.ts';
import { processWords } from '../../host/map/kernel-state.ts';
import type { MapFolder, MapRecord } from '../../host/map/map-record.ts';
import { isGone, probeMapping, readMapping } from '../../host/map/mapping.ts';
import { isFolder, mountDevice, recogniseFileSystem } from './mount-file-system.ts';
import { releaseMapping } from '../../host/map/release-mapping.ts';

export interface MapTarget {
  readonly volumeId: string;
  readonly volume: string;
  readonly group: string;
  readonly driveLetter: string;
  readonly uri: string;
  readonly readOnly: boolean;
}

export interface Mapped {
  readonly device: string;
  /** Empty when nothing was to be mounted, or nothing could be. */
  readonly mountPoint: string;
  /** As blkid names it; empty when there is none. */
  readonly fileSystem: string;
  readonly by: MapRecord['by'];
}

/** An empty mount point maps only. A volume that is mapped but not mounted is mounted by a second call. */
export async function mapVolume(target: MapTarget, mountPoint: string, folder: MapFolder): Promise<Result<Mapped, Refusal>> {
  if (mountPoint !== '' && !isFolder(mountPoint)) return failure(mountPointRefusal(target, mountPoint, 'is no folder'));
  const method = chooseMethod('Run plexus map as root.');
  if (!method.ok) return failure(refusal('map.unsupported', subject(target), { reason: method.error.reason }, method.error.advice));
  const place = mountPoint === '' ? '' : resolve(mountPoint);
  const known = folder.read(target.volumeId);
  const usable = known === null ? success(null) : await takeUpKnown(known, target, place, folder);
  if (!usable.ok) return usable;
  if (usable.value !== null) return mountMapped(usable.value, place, folder);
  const { uri, volume, group, driveLetter, volumeId, readOnly } = target;
  const record: MapRecord = {
    version: 1, volumeId, volume, group, driveLetter, uri, readOnly, by: method.value, mountPoint: '', changing: process.pid,
  };
  if (!folder.create(record)) return failure(busyRefusal(target, 'another plexus map has just begun'));
  return untilInterrupted(target, async (interrupted) => {
    const attached = await attachDevice(record, folder);
    const fault = attached.ok ? (interrupted() ? 'interrupted' : '') : attached.error;
    if (fault === '') return mountMapped(record, place, folder);
    await releaseMapping(record, folder, true);
    return failure(refusal('map.unsupported', subject(target), { reason: fault }, `Its NBD address, ${uri}, is there for other clients`));
  });
}

/** The note of a mapping that can be mounted now; null when none is left and mapping begins anew. */
async function takeUpKnown(known: MapRecord, target: MapTarget, place: string, folder: MapFolder): Promise<Result<MapRecord | null,
  Refusal>> {
  if (isBeingChanged(known)) return failure(busyRefusal(target, `process ${known.changing} maps or unmaps it`));
  const mapping = readMapping(known, folder);
  const [device] = mapping.devices;
  const whole = device !== undefined && (await probeMapping(known, mapping, folder)) === 'answers';
  if (whole && (mapping.mountPoints.length > 0 || place === '')) {
    const evidence = { device, ...(mapping.mountPoints.length === 0 ? {} : { mountPoint: mapping.mountPoints.join(', ') }) };
    return failure(refusal('map.mapped', subject(target), evidence, `plexus unmap ${target.volumeId} lets it go`));
  }
  if (whole) return success(known);
  const released = await releaseMapping(known, folder, false);
  return released.ok ? success(null) : failure(releaseRefusal(known, released.error.reason, released.error.forceHelps));
}

/** A file system that cannot be mounted leaves the volume mapped when it was asked for so before, or can be given one now. */
async function mountMapped(record: MapRecord, place: string, folder: MapFolder): Promise<Result<Mapped, Refusal>> {
  const device = readMapping(record, folder).devices[0] ?? '';
  const recognised = await recogniseFileSystem(device);
  const fileSystem = recognised.ok ? recognised.value : '';
  if (place === '' || (recognised.ok && fileSystem === '')) {
    folder.write({ ...record, changing: 0 });
    return success({ device, mountPoint: '', fileSystem, by: record.by });
  }
  const mounted = recognised.ok ? await mountDevice(device, fileSystem, place, record.readOnly) : recognised;
  if (mounted.ok) {
    folder.write({ ...record, mountPoint: place, changing: 0 });
    return success({ device, mountPoint: place, fileSystem, by: record.by });
  }
  if (record.changing === process.pid) await releaseMapping(record, folder, true);
  return failure(refusal('map.unsupported', subject(record), { reason: mounted.error },
    record.changing === process.pid ? 'Without a mount point, plexus map gives its block device.' : `Its block device stays ${device}.`));
}

/** Ctrl-C takes back what was done so far; without this it would leave half a mapping. */
async function untilInterrupted<Value>(
  target: MapTarget, work: (interrupted: () => boolean) => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal>> {
  let interrupted = false;
  const note = (): void => void (interrupted = true);
  process.on('SIGINT', note).on('SIGTERM', note).on('SIGHUP', note);
  try {
    return await work(() => interrupted);
  } catch (error) {
    return failure(refusal('io.failed', subject(target), { operation: 'mapping', reason: (error as Error).message },
      'Look at the state folder.'));
  } finally {
    process.off('SIGINT', note).off('SIGTERM', note).off('SIGHUP', note);
  }
}

/** A process that is gone changes nothing any more. */
export function isBeingChanged(record: MapRecord): boolean {
  return record.changing !== 0 && record.changing !== process.pid && processWords(String(record.changing)).length > 0;
}

/** Nothing is left of it but its note. */
export function isStale(record: MapRecord, folder: MapFolder): boolean {
  return !isBeingChanged(record) && isGone(readMapping(record, folder));
}

export function subject(volume: Pick<MapRecord, 'volume' | 'volumeId'>): Subject {
  return { kind: 'volume', name: volume.volume, id: volume.volumeId };
}

export function busyRefusal(volume: MapTarget | MapRecord, reason: string): Refusal {
  return refusal('volume.busy', subject(volume), { reason }, 'Try again when that has ended.');
}

export function releaseRefusal(record: MapRecord, reason: string, forceHelps: boolean): Refusal {
  const advice = forceHelps
    ? `End what holds it; plexus unmap -f ${record.volumeId} gives up what is not written yet`
    : `End what holds it; plexus unmap ${record.volumeId} then goes on`;
  return refusal('volume.busy', subject(record), { reason }, advice);
}

function mountPointRefusal(target: MapTarget, mountPoint: string, reason: string): Refusal {
  return refusal('argument.invalid', subject(target), { argument: `mount point ${mountPoint}`, reason }, 'Name a folder that there is.');
}
