/** Opens a disk where it is: an image file or a block device of this machine, or an export of an NBD server. */
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { openFileDisk } from './open-file-disk.ts';
import { openRemoteDisk } from './open-remote-disk.ts';
import type { BlockDevice, Clock, Random } from './ports.ts';
import { isRemoteLocation } from './remote-address.ts';
import { connectSystemLink } from './socket-link.ts';

export interface SystemDiskOpening {
  readonly location: string;
  readonly readOnly: boolean;
  /** Only a look: nothing is written. Without `readOnly` it finds out whether the disk could be. */
  readonly looks: boolean;
  /** Who opens it, as a remote server is told. */
  readonly hostId: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly deadlineMilliseconds?: (() => number) | undefined;
  /** Calls have been outstanding for 5 s, or no longer are. */
  readonly blocked?: ((isBlocked: boolean) => void) | undefined;
}

export async function openSystemDisk(opening: SystemDiskOpening): Promise<Result<BlockDevice, Refusal>> {
  const { location, random, looks, hostId, ...common } = opening;
  if (!isRemoteLocation(location)) return openFileDisk({ ...common, path: location });
  return openRemoteDisk({ ...common, location, looks, hostId, opening: random.guid(), connect: connectSystemLink });
}
