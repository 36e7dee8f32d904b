/** How the host reaches the disks that it is told to attach. Production hands in files and devices. */
import { createImage } from '../device/create-image.ts';
import { lockDisk } from '../device/disk-lock.ts';
import { openFileDisk } from '../device/open-file-disk.ts';
import type { BlockDevice } from '../device/ports.ts';
import { SystemClock } from '../device/system-clock.ts';
import type { Refusal } from '../model/refusal.ts';
import { success } from '../model/result.ts';
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
}

export class FileAccess implements DiskAccess {
  readonly #clock = new SystemClock();

  async create(location: string, sizeBytes: number): Promise<Result<null, Refusal>> {
    return createImage(location, sizeBytes);
  }

  async hold(location: string): Promise<Result<HeldDisk, Refusal>> {
    const lock = await lockDisk(location);
    return lock.ok ? success({ release: async () => lock.value.release() }) : lock;
  }

  async open(location: string, readOnly: boolean): Promise<Result<BlockDevice, Refusal>> {
    return openFileDisk({ path: location, readOnly, clock: this.#clock });
  }
}
