/** What there really is of a mapping, by the kernel's own word. */
import { readTextIfThere } from '../durable-file.ts';
import { isFuseMounted, loopDevicesOf, mountsOf, nbdDeviceWith, processWords } from './kernel-state.ts';
import type { MapFolder, MapRecord } from './map-record.ts';
import { runProgram } from './programs.ts';

export interface Mapping {
  /** Block devices that carry the volume; more than one only after a crash in the middle of mapping. */
  readonly devices: readonly string[];
  readonly mountPoints: readonly string[];
  readonly fuseMounted: boolean;
  /** The living nbdfuse; 0 when there is none. */
  readonly processId: number;
}

export function readMapping(record: MapRecord, folder: MapFolder): Mapping {
  const image = folder.imageFile(record.volumeId);
  const nbdDevice = record.by === 'nbd-client' ? nbdDeviceWith(record.volumeId) : '';
  const devices = record.by === 'nbd-client' ? (nbdDevice === '' ? [] : [nbdDevice]) : loopDevicesOf(image);
  return {
    devices,
    mountPoints: devices.flatMap((device) => mountsOf(device).map(({ mountPoint }) => mountPoint)),
    fuseMounted: record.by === 'nbdfuse' && isFuseMounted(image),
    processId: livingProcess(folder, record.volumeId),
  };
}

export function isGone(mapping: Mapping): boolean {
  return mapping.devices.length === 0 && !mapping.fuseMounted && mapping.processId === 0;
}

/** The process id is believed only when that process has our file on its command line. */
function livingProcess(folder: MapFolder, volumeId: string): number {
  const text = readTextIfThere(folder.processIdFile(volumeId))?.trim() ?? '';
  return /^\d+$/.test(text) && processWords(text).includes(folder.imageFile(volumeId)) ? Number(text) : 0;
}

export type Answering = 'answers' | 'dead' | 'silent';

const probeMillisecondsMaximum = 5_000;

/**
 * Whether the server behind a mapping still answers. nbdfuse does not connect again: once its server is gone it is dead for
 * good, whatever serves the volume now. A server that is silent may come back.
 */
export async function probeMapping(record: MapRecord, mapping: Mapping, folder: MapFolder): Promise<Answering> {
  if (record.by === 'nbdfuse' && (!mapping.fuseMounted || mapping.processId === 0)) return 'dead';
  const source = record.by === 'nbdfuse' ? folder.imageFile(record.volumeId) : mapping.devices[0];
  if (source === undefined) return 'dead';
  const read = await runProgram('dd', [`if=${source}`, 'of=/dev/null', 'bs=4096', 'count=1', 'iflag=direct'], probeMillisecondsMaximum);
  if (read.timedOut) return 'silent';
  return read.status === 0 ? 'answers' : 'dead';
}
