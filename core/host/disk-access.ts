/** How the host reaches the disks that it is told to attach: files, devices, and exports of NBD servers. */
import { createImage } from '../device/create-image.ts';
import { lockDisk, lockRemoteDisk } from '../device/disk-lock.ts';
import { openSystemDisk } from '../device/open-disk.ts';
import { remoteIdentity } from '../device/open-remote-disk.ts';
import type { BlockDevice } from '../device/ports.ts';
import { isRemoteLocation } from '../device/remote-address.ts';
import { SystemClock } from '../device/system-clock.ts';
import { SystemRandom } from '../device/system-random.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';

export interface HeldDisk {
  /** Lets another opener have it. */
  release(): Promise<void>;
}

export interface DiskAccess {
  /** A new sparse file; one that exists is refused. */
  create(location: string, sizeBytes: number): Promise<Result<null, Refusal>>;
  /** One opener per disk: refused while another program holds it. */
  hold(location: string): Promise<Result<HeldDisk, Refusal>>;
  /** Open for a look; `readOnly` false finds out, without a write, whether the disk could be written. */
  open(location: string, readOnly: boolean): Promise<Result<BlockDevice, Refusal>>;
  /** Open to be written, by the host itself: of a disk that no running group uses. */
  openToWrite(location: string): Promise<Result<BlockDevice, Refusal>>;
}

export class SystemAccess implements DiskAccess {
  readonly #clock = new SystemClock();
  readonly #random = new SystemRandom();
  readonly #hostId: string;

  constructor(hostId: string) {
    this.#hostId = hostId;
  }

  async create(location: string, sizeBytes: number): Promise<Result<null, Refusal>> {
    if (!isRemoteLocation(location)) return createImage(location, sizeBytes);
    return failure(refusal('argument.invalid', { kind: 'disk', name: location },
      { argument: '--create', reason: 'makes files of this machine' },
      'Make the export at its server, then attach it without --create.'));
  }

  async hold(location: string): Promise<Result<HeldDisk, Refusal>> {
    // The host attaches remote disks by their canonical address only.
    const lock = await (isRemoteLocation(location) ? lockRemoteDisk(location, remoteIdentity(location)) : lockDisk(location));
    return lock.ok ? success({ release: async () => lock.value.release() }) : lock;
  }

  open(location: string, readOnly: boolean): Promise<Result<BlockDevice, Refusal>> {
    return this.#open(location, readOnly, true);
  }

  openToWrite(location: string): Promise<Result<BlockDevice, Refusal>> {
    return this.#open(location, false, false);
  }

  #open(location: string, readOnly: boolean, looks: boolean): Promise<Result<BlockDevice, Refusal>> {
    return openSystemDisk({ location, readOnly, looks, hostId: this.#hostId, clock: this.#clock, random: this.#random });
  }
}
