/** Disks that leave the group for good: their headers and slots are wiped, so that they are free. */
import { holderTimeoutMilliseconds, silence, within } from './device-promises.ts';
import { freeDisk } from './disk-writer.ts';
import type { MemberDisk } from './member-disks.ts';
import type { RuntimeWorld } from './runtime-world.ts';

/** A disk that cannot be wiped is told in the log; it goes on naming a group that does not know it. */
export async function freeMembers(
  members: readonly Pick<MemberDisk, 'opening' | 'device' | 'header'>[], world: RuntimeWorld,
): Promise<void> {
  await Promise.all(members.map(async (member) => {
    // One that hangs is let go as it is: nobody waits for a disk that was given up.
    const error = await within(world.clock, holderTimeoutMilliseconds, freeDisk(member.device, member.header), silence);
    if (error === null) return;
    world.log.write('warning', 'a disk could not be wiped and still names its former group; adding it elsewhere needs force', {
      disk: member.opening.hostName, error: error.message,
    });
  }));
}
