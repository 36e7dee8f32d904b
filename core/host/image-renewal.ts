/** Opens copied images for writing and gives them ids of their own. Images that are not attached are held meanwhile. */
import { SystemRandom } from '../device/system-random.ts';
import { renewIds } from '../group/renew-ids.ts';
import type { CopiedImage } from '../group/renew-ids.ts';
import type { Refusal } from '../model/refusal.ts';
import { success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { AttachedDisks } from './attached-disks.ts';
import type { DiskAccess, HeldDisk } from './disk-access.ts';
import { diskPlace } from './disk-finding.ts';

export async function renewImages(disks: AttachedDisks, access: DiskAccess, locations: readonly string[]): Promise<Result<null, Refusal>> {
  const held: HeldDisk[] = [];
  const images: CopiedImage[] = [];
  try {
    for (const location of locations) {
      const image = await openImage(disks, access, location, held);
      if (!image.ok) return image;
      images.push(image.value);
    }
    const renewed = await renewIds(images, new SystemRandom());
    return renewed.ok ? success(null) : renewed;
  } finally {
    for (const { device } of images) device.close();
    for (const hold of held) await hold.release();
  }
}

async function openImage(
  disks: AttachedDisks, access: DiskAccess, location: string, held: HeldDisk[],
): Promise<Result<CopiedImage, Refusal>> {
  const place = diskPlace(location);
  if (!place.ok) return place;
  const path = place.value.location;
  const attachment = disks.all().find((candidate) => candidate.place.identity === place.value.identity);
  if (attachment === undefined) {
    const hold = await access.hold(path);
    if (!hold.ok) return hold;
    held.push(hold.value);
  }
  const device = await access.openToWrite(path);
  if (!device.ok) return device;
  const opening = attachment === undefined
    ? { attachment: '', diskId: '', hostName: location, location: path, readOnly: false, enclosure: '', site: '' }
    : disks.openingOf(attachment);
  return success({ opening, device: device.value });
}
