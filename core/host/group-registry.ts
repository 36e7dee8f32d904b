/**
 * The disk groups that attached disks tell of and that do not run here: what they are, and why they are not imported.
 * Looks at headers and configurations only; the runtime that imports a group reads its disks again by itself.
 */
import { decideImport } from '../group/import-decision.ts';
import type { DiskEvidence, ImportDecision, ImportQuestion } from '../group/import-decision.ts';
import type { GroupConfiguration, HostStamp } from '../model/configuration.ts';
import type { GroupId } from '../model/identity.ts';
import type { Refusal, RefusalCode } from '../model/refusal.ts';
import { refusalWords } from '../model/refusal-words.ts';
import type { Result } from '../model/result.ts';
import type { GroupStatus } from '../model/views.ts';
import { attachmentName } from './attached-disks.ts';
import type { Attachment } from './attached-disks.ts';
import type { WitnessVote } from './witness-store.ts';

export interface FoundGroup {
  readonly id: string;
  readonly name: string;
  /** The newest one that any of its disks bears; null when none is sound. */
  readonly configuration: GroupConfiguration | null;
  /** Without copies. */
  readonly attachments: readonly Attachment[];
  /** Would an import without `-C` and `-f` succeed? */
  readonly decision: Result<ImportDecision, Refusal>;
  readonly status: GroupStatus;
  readonly statusReason: string;
}

export interface RegistryQuestion {
  readonly originals: Iterable<Attachment>;
  readonly host: HostStamp;
  readonly vote: (groupId: string) => WitnessVote;
  /** Groups that run here, and are therefore not looked at. */
  readonly running: ReadonlySet<string>;
  /** Why a group that ran here has stopped by itself; empty when it has not. */
  readonly stoppedBecause: (groupId: string) => string;
}

export function findGroups(question: RegistryQuestion): readonly FoundGroup[] {
  const byGroup = new Map<string, Attachment[]>();
  for (const attachment of question.originals) {
    const groupId = attachment.inspection.header?.groupId ?? '';
    if (groupId === '' || question.running.has(groupId)) continue;
    const members = byGroup.get(groupId);
    if (members === undefined) byGroup.set(groupId, [attachment]);
    else members.push(attachment);
  }
  return [...byGroup].map(([groupId, attachments]) => foundGroup(groupId, attachments, question));
}

function foundGroup(groupId: string, attachments: readonly Attachment[], question: RegistryQuestion): FoundGroup {
  const configuration = newest(attachments);
  const name = configuration?.name ?? attachments[0]?.inspection.header?.groupName ?? '';
  const group = { id: groupId, name, configuration, attachments };
  const decision = decideFound(group, question.host, question.vote(groupId), { clearStamp: false, force: false });
  const stopped = question.stoppedBecause(groupId);
  if (stopped !== '') return { ...group, decision, status: 'stopped', statusReason: stopped };
  return { ...group, decision, ...statusOf(decision, question.host) };
}

/** The same decision as the runtime's, on what the host has read: so that a view, a dry run and a menu know it too. */
export function decideFound(
  group: Pick<FoundGroup, 'id' | 'name' | 'attachments'>, host: HostStamp, vote: WitnessVote,
  insistence: Pick<ImportQuestion, 'clearStamp' | 'force' | 'selectedCopy'>,
): Result<ImportDecision, Refusal> {
  const { clearStamp, force, selectedCopy } = insistence;
  const disks = evidenceOf(group.attachments);
  return decideImport({
    groupId: group.id as GroupId, groupName: group.name, host, disks, ...vote, clearStamp, force, selectedCopy,
  });
}

export function evidenceOf(attachments: readonly Attachment[]): readonly DiskEvidence[] {
  return attachments.flatMap((attachment) => {
    const { header, configuration, futureVersion, damage } = attachment.inspection;
    if (header === null) return [];
    const configurations = configuration === null ? [] : [configuration];
    const damagedSlot = damage.some((error) => error.copy === 'slot 0' || error.copy === 'slot 1');
    const hostName = attachmentName(attachment);
    const { sizeBytes } = attachment;
    return [{ diskId: header.diskId, hostName, sizeBytes, serial: header.serial, configurations, futureVersion, damagedSlot }];
  });
}

const statusByCode: Partial<Record<RefusalCode, GroupStatus>> = {
  'group.foreign': 'foreign', 'group.holders-absent': 'incomplete', 'group.fork': 'fork',
};

function statusOf(
  decision: Result<ImportDecision, Refusal>, host: HostStamp,
): { readonly status: GroupStatus; readonly statusReason: string } {
  if (!decision.ok) return { status: statusByCode[decision.error.code] ?? 'unreadable', statusReason: refusalWords(decision.error).fact };
  const { stamp, noAutoImport } = decision.value.configuration;
  if (stamp?.id !== host.id) return { status: 'deported', statusReason: 'It is imported by no host' };
  const statusReason = noAutoImport ? 'It is not imported by itself at start' : 'It has not been imported since its disks came';
  return { status: 'deported', statusReason };
}

function newest(attachments: readonly Attachment[]): GroupConfiguration | null {
  let found: GroupConfiguration | null = null;
  for (const { inspection: { configuration } } of attachments) {
    if (configuration !== null && (found === null || configuration.sequence > found.sequence)) found = configuration;
  }
  return found;
}
