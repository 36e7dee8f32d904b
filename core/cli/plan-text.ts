/** A plan for people (`--dry-run`) and for programs (`--dry-run --json`). */
import { commandLine } from '../model/command-line.ts';
import { formatSize } from '../model/size-text.ts';
import type { Plan, RedundancyStep } from '../planner/plan.ts';

export function planText(plan: Plan): string[] {
  const zeroed = [...zeroBytesByDisk(plan)].map(([disk, bytes]) => `Zeroes ${formatSize(bytes)} on ${disk}.`);
  return [
    ...plan.summary,
    ...zeroed,
    plan.bytesToCopy > 0 ? `Copies ${formatSize(plan.bytesToCopy)}.` : 'Copies nothing.',
    ...(plan.peakSpaceBytes > 0 ? [`Uses up to ${formatSize(plan.peakSpaceBytes)} of space meanwhile.`] : []),
    ...plan.redundancy.map(redundancyText),
    ...plan.warnings.map((warning) => `Warning: ${warning}`),
    `Command: ${commandLine(plan.command)}`,
    'Nothing was changed.',
  ];
}

/** Documented in the operating guide; keys are added, never renamed or removed. */
export function planJson(plan: Plan): Readonly<Record<string, unknown>> {
  return {
    command: plan.command, commandLine: commandLine(plan.command), sequence: plan.sequence, summary: plan.summary,
    zero: plan.zero.map(({ diskId, offsetBytes, lengthBytes }) => ({ diskGuid: diskId, offsetBytes, lengthBytes })),
    bytesToCopy: plan.bytesToCopy, peakSpaceBytes: plan.peakSpaceBytes,
    redundancy: plan.redundancy.map(({ volumeId, volume, survivesBefore, survivesDuring, survivesAfter, reason }) => ({
      volumeGuid: volumeId, volume, survivesBefore, survivesDuring, survivesAfter: survivesAfter ?? survivesBefore, reason,
    })),
    warnings: plan.warnings,
  };
}

function redundancyText({ volume, survivesBefore, survivesDuring, survivesAfter, reason }: RedundancyStep): string {
  const howLong = survivesAfter === survivesDuring ? 'from now on' : 'for a time';
  return `Volume ${volume} survives ${disks(survivesDuring)} instead of ${disks(survivesBefore)} ${howLong}: ${reason}`;
}

function disks(count: number): string {
  if (count === 0) return 'no failed disk';
  return count === 1 ? '1 failed disk' : `${count} failed disks`;
}

function zeroBytesByDisk(plan: Plan): ReadonlyMap<string, number> {
  const names = new Map((plan.after?.disks ?? []).map(({ id, name }) => [id as string, name]));
  const bytes = new Map<string, number>();
  for (const { diskId, lengthBytes } of plan.zero) {
    const name = names.get(diskId) ?? diskId;
    bytes.set(name, (bytes.get(name) ?? 0) + lengthBytes);
  }
  return bytes;
}
