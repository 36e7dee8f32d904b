/** Reads the history of a group from the rings of its disks, and answers questions about it. */
import { readHistoryRing, recordsOf } from './history-ring.ts';
import type { BlockDevice } from '../device/ports.ts';
import type { HistoryRecord } from '../format/history-record.ts';
import { standardLayout, type PrivateRegionLayout } from '../format/private-region-layout.ts';
import { configurationDifference } from '../model/configuration-difference.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { HistoryAnswer, HistoryEntry, HistoryQuestion } from '../model/history.ts';
import type { DiskId } from '../model/identity.ts';
import { refusal, type Refusal } from '../model/refusal.ts';
import { failure, success, type Result } from '../model/result.ts';
import { readHeader, readLayout } from './disk-reader.ts';
import { historyOf, type HistoryStep } from './history-chain.ts';
import { groupSubject } from './runtime-alerts.ts';

/** Rings that one question reads: those of the holders, and some of disks that were holders before. */
export const historyDisksReadMaximum = 16;

export interface HistoryDisk {
  readonly diskId: DiskId;
  readonly device: BlockDevice;
  readonly layout: PrivateRegionLayout;
}

/** A disk that no runtime has opened. Null when it bears no header. */
export async function historyDisk(device: BlockDevice): Promise<HistoryDisk | null> {
  const read = await readHeader(device);
  if (!read.ok) return null;
  const { header } = read.value;
  const layout = await readLayout(device, header);
  return { diskId: header.diskId, device, layout: layout.ok ? layout.value : standardLayout(header.regionBytes) };
}

/** Holders first. */
function disksToRead(believed: GroupConfiguration, disks: readonly HistoryDisk[]): readonly HistoryDisk[] {
  const holders = new Set(believed.holders);
  const others = disks.filter(({ diskId }) => !holders.has(diskId));
  return [...disks.filter(({ diskId }) => holders.has(diskId)), ...others].slice(0, historyDisksReadMaximum);
}

/** A disk that cannot be read has no say. */
async function ringsOf(believed: GroupConfiguration, disks: readonly HistoryDisk[]): Promise<readonly (readonly HistoryRecord[])[]> {
  const rings: (readonly HistoryRecord[])[] = [];
  for (const { diskId, device, layout } of disksToRead(believed, disks)) {
    const ring = await readHistoryRing(device, layout.history, diskId, believed.id);
    if (ring.ok) rings.push(recordsOf(ring.value));
  }
  return rings;
}

export async function answerHistory(
  believed: GroupConfiguration, disks: readonly HistoryDisk[], question: HistoryQuestion,
): Promise<Result<HistoryAnswer, Refusal>> {
  const steps = historyOf(believed, await ringsOf(believed, disks));
  if (question.kind === 'entries') return success({ entries: steps.map(entryOf), changes: [] });
  const [from, to] = [configurationAt(question.from, believed, steps), configurationAt(question.to, believed, steps)];
  if (from === null || to === null) return failure(unknownSequence(believed, steps, from === null ? question.from : question.to));
  return success({ entries: [], changes: configurationDifference(from, to) });
}

/** The whole configuration of a sequence. */
export async function pastConfiguration(
  believed: GroupConfiguration, disks: readonly HistoryDisk[], sequence: number,
): Promise<Result<GroupConfiguration, Refusal>> {
  const steps = historyOf(believed, await ringsOf(believed, disks));
  const found = configurationAt(sequence, believed, steps);
  return found === null ? failure(unknownSequence(believed, steps, sequence)) : success(found);
}

function unknownSequence(believed: GroupConfiguration, steps: readonly HistoryStep[], sequence: number): Refusal {
  const known = [believed.sequence, ...steps.flatMap(({ before }) => before?.sequence ?? [])];
  return refusal('history.unknown', groupSubject(believed), {
    sequence, oldest: known.at(-1) ?? believed.sequence, newest: believed.sequence,
  }, `Name one of the sequences of: vxdg -g${believed.name} history`);
}

function configurationAt(sequence: number, believed: GroupConfiguration, steps: readonly HistoryStep[]): GroupConfiguration | null {
  if (believed.sequence === sequence) return believed;
  return steps.find(({ before }) => before?.sequence === sequence)?.before ?? null;
}

function entryOf({ record, before, after }: HistoryStep): HistoryEntry {
  const { sequence, commitId, at, actor, command, cause } = record;
  const changes = before === null ? [] : configurationDifference(before, after);
  return { sequence, commitId, at, actor, command, cause, changes, known: before !== null };
}
