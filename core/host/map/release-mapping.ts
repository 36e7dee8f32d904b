/**
 * Takes a mapping away from top to bottom: file system, block device, FUSE file, note. Every step looks first whether there is
 * anything to do, so that it ends whatever an earlier run, a crash or a reboot left, and may be repeated.
 */
import type { Result } from '../../model/result.ts';
import { failure, success } from '../../model/result.ts';
import { becomesTrue } from './becomes-true.ts';
import { isFuseMounted, loopDevicesOf, mountsOf, nbdDeviceWith, processWords } from './kernel-state.ts';
import type { MapFolder, MapRecord } from './map-record.ts';
import { probeMapping, readMapping } from './mapping.ts';
import { runProgram } from './programs.ts';

/** How long the kernel may take to let go of a device, and nbdfuse to end. */
const goneMillisecondsMaximum = 10_000;

export interface ReleaseFault {
  readonly reason: string;
  /** `force` would get further: it gives up what is not written yet. */
  readonly forceHelps: boolean;
}

/** With `force`, or when the server is dead, what still uses the file system keeps its open files and gets errors. */
export async function releaseMapping(record: MapRecord, folder: MapFolder, force: boolean): Promise<Result<null, ReleaseFault>> {
  const mapping = readMapping(record, folder);
  const answering = mapping.devices.length === 0 ? 'dead' : await probeMapping(record, mapping, folder);
  if (answering === 'silent' && !force) return failure({ reason: 'its server does not answer', forceHelps: true });
  const giveUp = force || answering === 'dead';
  // Requests that wait for a server that will not answer hold umount for ever; without nbdfuse they fail at once.
  if (answering !== 'answers' && mapping.processId !== 0) await endProcess(mapping.processId);
  for (const device of mapping.devices) {
    const unmounted = await unmountAll(device, giveUp);
    if (!unmounted.ok) return unmounted;
    const detached = await detachDevice(record, device, folder);
    if (!detached.ok) return detached;
  }
  const unserved = record.by === 'nbdfuse' ? await endFuse(record, folder, giveUp) : success(null);
  if (!unserved.ok) return unserved;
  folder.remove(record.volumeId);
  return success(null);
}

async function unmountAll(device: string, giveUp: boolean): Promise<Result<null, ReleaseFault>> {
  for (const { mountPoint } of mountsOf(device)) {
    const end = await runProgram('umount', [mountPoint]);
    if (end.status === 0) continue;
    if (!giveUp) return failure({ reason: end.complaint || `umount of ${mountPoint} did not end`, forceHelps: true });
    const lazy = await runProgram('umount', ['-l', mountPoint]);
    if (lazy.status !== 0) return failure({ reason: lazy.complaint || `umount -l of ${mountPoint} did not end`, forceHelps: false });
  }
  return success(null);
}

/** `losetup -d` says yes also when the device is still open and goes later: only sysfs tells that it is gone. */
async function detachDevice(record: MapRecord, device: string, folder: MapFolder): Promise<Result<null, ReleaseFault>> {
  const end = record.by === 'nbd-client' ? await runProgram('nbd-client', ['-d', device]) : await runProgram('losetup', ['-d', device]);
  const image = folder.imageFile(record.volumeId);
  const gone = await becomesTrue(() => (record.by === 'nbd-client' ? nbdDeviceWith(record.volumeId) !== device
    : !loopDevicesOf(image).includes(device)), goneMillisecondsMaximum);
  return gone ? success(null) : failure({ reason: end.complaint || `${device} is still open in some process`, forceHelps: false });
}

async function endFuse(record: MapRecord, folder: MapFolder, giveUp: boolean): Promise<Result<null, ReleaseFault>> {
  const image = folder.imageFile(record.volumeId);
  const { processId } = readMapping(record, folder);
  if (isFuseMounted(image)) {
    const end = await runProgram('fusermount3', ['-u', image]);
    if (end.status !== 0 && giveUp) await runProgram('fusermount3', ['-uz', image]);
    if (isFuseMounted(image)) return failure({ reason: end.complaint || `${image} is still in use`, forceHelps: !giveUp });
  }
  if (processId === 0) return success(null);
  const gone = await becomesTrue(() => processWords(String(processId)).length === 0, goneMillisecondsMaximum);
  if (!gone) await endProcess(processId);
  return success(null);
}

async function endProcess(processId: number): Promise<void> {
  try {
    process.kill(processId, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
  await becomesTrue(() => processWords(String(processId)).length === 0, goneMillisecondsMaximum);
}
