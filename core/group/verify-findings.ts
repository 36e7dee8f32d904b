/** What a comparison of plexes found, in words, and which copy is right as far as anything tells. */
import { belongingTo } from '../model/configuration-index.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { PlexId, VolumeId } from '../model/identity.ts';
import { commandLine } from '../model/command-line.ts';
import { formatSize } from '../model/size-text.ts';
import type { FoundDifferences } from '../model/views.ts';
import type { PlexDifference, PlexDifferences } from '../volume/plex-differences.ts';
import type { MemberDisks } from './member-disks.ts';
import { indexOf } from './volume-definitions.ts';

/** What is known of a plex besides its bytes. */
export interface PlexHistory {
  readonly plexId: PlexId;
  readonly name: string;
  /** Errors of its disks since they were attached, and whether one of them bears the mark of errors. */
  readonly errors: number;
  readonly failing: boolean;
  /** When it was last copied from the others; empty when it was not, in this life of the group. */
  readonly caughtUpAt: string;
}

export interface Judgement {
  readonly rightPlexId: PlexId | null;
  readonly why: string;
}

/** What the runtime knows of the plexes of a volume. */
export function plexHistories(
  configuration: GroupConfiguration, volumeId: VolumeId, disks: MemberDisks, caughtUpAt: ReadonlyMap<PlexId, string>,
): readonly PlexHistory[] {
  const { plexesByVolume, subdisksByPlex, diskById } = indexOf(configuration);
  return belongingTo(plexesByVolume, volumeId).map(({ id, name }) => {
    const diskIds = [...new Set(belongingTo(subdisksByPlex, id).map((subdisk) => subdisk.diskId))];
    return {
      plexId: id, name, errors: diskIds.reduce((sum, diskId) => sum + (disks.get(diskId)?.errors ?? 0), 0),
      failing: diskIds.some((diskId) => diskById.get(diskId)?.failing === true), caughtUpAt: caughtUpAt.get(id) ?? '',
    };
  });
}

/** Ranges that are named in words; the rest is counted. */
const rangesInWordsMaximum = 8;

/** The first rule that tells one copy from the others. */
export function judge({ agreeing }: PlexDifference, histories: readonly PlexHistory[]): Judgement {
  const [largest = [], next = []] = agreeing;
  const named = (plexIds: readonly PlexId[]): string => plexIds.map((id) => nameIn(histories, id)).join(', ');
  const plexCount = agreeing.flat().length;
  if (largest.length > next.length && largest.length * 2 > plexCount) {
    return { rightPlexId: largest[0] ?? null, why: `${largest.length} of ${plexCount} plexes agree (${named(largest)})` };
  }
  const troubled = (id: PlexId): boolean => {
    const history = historyOf(histories, id);
    return history !== undefined && (history.errors > 0 || history.failing);
  };
  const sound = agreeing.filter((group) => !group.some(troubled));
  if (sound.length === 1 && agreeing.length > 1) {
    const others = agreeing.flat().filter(troubled);
    return { rightPlexId: sound[0]?.[0] ?? null, why: `the disks of ${named(others)} had errors` };
  }
  const caughtUpAt = (id: PlexId): string => historyOf(histories, id)?.caughtUpAt ?? '';
  const caughtUp = agreeing.flat().filter((id) => caughtUpAt(id) !== '');
  const never = agreeing.filter((group) => !group.some((id) => caughtUp.includes(id)));
  if (caughtUp.length > 0 && never.length === 1) {
    const at = caughtUp.slice(0, 1).map(caughtUpAt).join('');
    return { rightPlexId: never[0]?.[0] ?? null, why: `${named(caughtUp)} was copied from the others at ${at}, and may lack something` };
  }
  return { rightPlexId: null, why: 'nothing tells which copy is right; check the file system, or compare with a backup' };
}

/** Ranges that the task tells of; the rest is counted. */
export const rangesInTaskMaximum = 64;

export function findingsAsFacts(
  { ranges, differingBytes }: PlexDifferences, repairedBytes: number, histories: readonly PlexHistory[],
): FoundDifferences {
  const nameOf = (plexId: PlexId): string => nameIn(histories, plexId);
  const { rightPlexId } = oneJudgement(ranges, histories);
  return {
    differingBytes, repairedBytes, rangesLeftOut: Math.max(0, ranges.length - rangesInTaskMaximum),
    ranges: ranges.slice(0, rangesInTaskMaximum).map(({ offsetBytes, lengthBytes, agreeing }) => (
      { offsetBytes, lengthBytes, agreeing: agreeing.map((plexIds) => plexIds.map(nameOf)) })),
    likelyRight: rightPlexId === null ? '' : nameOf(rightPlexId),
  };
}

/** Sentences, the last one without its full stop; empty when the plexes are equal. */
export function findingsInWords(
  { group, volume }: { readonly group: string; readonly volume: string }, differences: PlexDifferences, repairedBytes: number,
  histories: readonly PlexHistory[],
): string {
  const { ranges, differingBytes } = differences;
  const [first] = ranges;
  if (first === undefined) return '';
  const shown = ranges.slice(0, rangesInWordsMaximum).map(({ offsetBytes, lengthBytes }) => `${formatSize(lengthBytes)} at ${offsetBytes}`);
  const rest = ranges.length > shown.length ? `, and ${ranges.length - shown.length} more ranges` : '';
  const where = `${formatSize(differingBytes)} differ between its plexes: ${shown.join(', ')}${rest}.`;
  if (repairedBytes === differingBytes) return `${where} They were written anew`;
  const { rightPlexId, why } = oneJudgement(ranges, histories);
  const repair = (from: string): string => commandLine({ command: 'volume.verify', group, volume, from });
  if (rightPlexId === null) return `${where} ${sentence(why)} ${repair('PLEX')} makes the others equal to that plex`;
  const name = nameIn(histories, rightPlexId);
  return `${where} ${name} is likely right: ${why}. ${repair(name)} makes the others equal to it`;
}

/** One word for all ranges, or none when they do not point to the same plex. */
function oneJudgement(ranges: readonly PlexDifference[], histories: readonly PlexHistory[]): Judgement {
  const judgements = ranges.map((range) => judge(range, histories));
  const [first] = judgements;
  if (first !== undefined && judgements.every(({ rightPlexId }) => rightPlexId === first.rightPlexId)) return first;
  return { rightPlexId: null, why: 'not all of it points to the same plex' };
}

function historyOf(histories: readonly PlexHistory[], plexId: PlexId): PlexHistory | undefined {
  return histories.find((history) => history.plexId === plexId);
}

function nameIn(histories: readonly PlexHistory[], plexId: PlexId): string {
  return historyOf(histories, plexId)?.name ?? plexId;
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
