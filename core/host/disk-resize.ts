/** `vxdisk resize`: the host looks how large the disk is now; its group takes the size over. */
import type { DiskResize } from '../model/command.ts';
import type { Refusal } from '../model/refusal.ts';
import { success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { attachmentName } from './attached-disks.ts';
import { hostPlan } from './command-outcome.ts';
import type { DiskCommandWorld, Outcome } from './command-outcome.ts';
import { groupOf } from './disk-attaching.ts';
import { reportDisk } from './disk-finding.ts';
import { findAttachment } from './name-resolution.ts';

export async function resizeDisk(
  { disks, groups, store, access, refreshViews }: DiskCommandWorld, command: DiskResize, dryRun: boolean, actor: string,
): Promise<Result<Outcome, Refusal>> {
  const found = findAttachment(disks, store, command.disk);
  if (!found.ok) return found;
  const name = attachmentName(found.value);
  const report = await reportDisk(access, found.value.place.location, true);
  if (!report.ok) return report;
  const { sizeBytes } = report.value;
  const group = disks.originalOf(found.value) === '' ? groupOf(groups, found.value) : null;
  // Outside of imported groups a disk has the size that it has; no record says otherwise.
  const plan = group === null ? success(hostPlan(command, [`Disk ${name} is in no imported group; its size is looked at.`]))
    : await group.link.execute({ command: { ...command, disk: name, sizeBytes }, dryRun, actor });
  if (!plan.ok) return plan;
  if (!dryRun) await disks.refresh([found.value]);
  if (!dryRun) refreshViews();
  return success({ plan: plan.value, names: [] });
}
