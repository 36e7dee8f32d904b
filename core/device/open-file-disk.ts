import fs from 'node:fs';
import { deviceNumber, holderOfDevice } from './device-holder.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { FileDisk } from './file-disk.ts';
import type { FileCalls } from './file-calls.ts';
import { systemFileCalls } from './file-calls.ts';
import type { Clock } from './ports.ts';
import { diskIdentity, hasUnreturnedCalls, unreturnedReason, unreturnedRemedy } from './unreturned-calls.ts';

/** Types of file systems that another program or machine answers for: FUSE, NFS, SMB, CIFS, SMB 2. */
const servedFileSystems: ReadonlySet<number> = new Set([0x65735546, 0x6969, 0x517b, 0xff534d42, 0xfe534d42]);

export interface FileDiskOpening {
  readonly path: string;
  readonly readOnly: boolean;
  readonly clock: Clock;
  readonly calls?: FileCalls | undefined;
  /** The type number of the file system under a path; another one in tests. */
  readonly fileSystemType?: ((path: string) => number) | undefined;
  readonly deadlineMilliseconds?: (() => number) | undefined;
  readonly blocked?: ((isBlocked: boolean) => void) | undefined;
}

/** Opens an image file or a block device; the lock is not its business. Read-only it is opened without a single write. */
export function openFileDisk(opening: FileDiskOpening): Result<FileDisk, Refusal> {
  const { path, readOnly } = opening;
  const descriptors: number[] = [];
  try {
    const stat = fs.statSync(path);
    if (!stat.isFile() && !stat.isBlockDevice()) {
      return failure(refusal('disk.unreadable', { kind: 'disk', name: path }, { path }, 'Name an image file or a block device.'));
    }
    const identity = diskIdentity(fs.statSync(path, { bigint: true }));
    if (hasUnreturnedCalls(identity)) {
      return failure(refusal('disk.in-use', { kind: 'disk', name: path }, { path, reason: unreturnedReason }, unreturnedRemedy));
    }
    const isDevice = stat.isBlockDevice();
    const { O_RDONLY, O_RDWR, O_DSYNC, O_EXCL } = fs.constants;
    // O_EXCL of a block device is refused to a second opener, so that only the first descriptor may ask for it.
    descriptors.push(fs.openSync(path, readOnly ? O_RDONLY : isDevice ? O_RDWR | O_EXCL : O_RDWR));
    descriptors.push(fs.openSync(path, readOnly ? O_RDONLY : O_RDWR | (O_DSYNC ?? fs.constants.O_SYNC)));
    const [dataDescriptor, durableDescriptor] = descriptors as [number, number];
    return success(new FileDisk({
      calls: opening.calls ?? systemFileCalls,
      clock: opening.clock,
      dataDescriptor,
      durableDescriptor,
      identity,
      sizeBytes: isDevice ? blockDeviceBytes(stat.rdev) : stat.size,
      readOnly,
      punchesHoles: process.platform === 'linux',
      mayHang: !isDevice && servedFileSystems.has((opening.fileSystemType ?? fileSystemTypeOf)(path)),
      deadlineMilliseconds: opening.deadlineMilliseconds,
      blocked: opening.blocked,
    }));
  } catch (error) {
    for (const descriptor of descriptors) fs.closeSync(descriptor);
    return failure(openingRefusal(path, readOnly, error as NodeJS.ErrnoException));
  }
}

function fileSystemTypeOf(path: string): number {
  // Some systems give the 32 bits as a signed number.
  return fs.statfsSync(path).type >>> 0;
}

/** From the kernel's own table, in units of 512 bytes whatever the device's sector is; Node cannot seek. */
function blockDeviceBytes(device: number): number {
  return Number(fs.readFileSync(`/sys/dev/block/${deviceNumber(device)}/size`, 'latin1')) * 512;
}

function unwritable(code: string): string {
  return code === 'EROFS' ? 'its file system is read-only' : 'this user may not write it';
}

function openingRefusal(path: string, readOnly: boolean, error: NodeJS.ErrnoException): Refusal {
  const subject = { kind: 'disk', name: path } as const;
  const evidence = { path, reason: error.message };
  switch (error.code) {
    case 'ENOENT':
    case 'ENXIO':
    case 'ENODEV':
      return refusal('disk.gone', subject, evidence, 'Check the path, or create an image there: vxdisk attach --create SIZE PATH');
    case 'EBUSY': {
      const { holder, remedy } = holderOfDevice(fs.statSync(path, { throwIfNoEntry: false })?.rdev ?? 0);
      return refusal('disk.locked', subject, { path, holder }, remedy);
    }
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      if (readOnly) return refusal('disk.unreadable', subject, evidence, 'Give the host the right to read it.');
      return refusal('disk.read-only', subject, { path, reason: unwritable(error.code) }, {
        kind: 'command', command: { command: 'disk.attach', locations: [path], readOnly: true },
      });
    default:
      return refusal('disk.unreadable', subject, evidence, 'Look at the reason and at the log of the system.');
  }
}
