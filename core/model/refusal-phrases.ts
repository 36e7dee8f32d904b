/**
 * One sentence for each refusal code, without its full stop: the object first, then the fact. The keys that a phrase reads are
 * the evidence that its code should carry. `reason` may stand in any evidence: the end of a sentence, without a full stop.
 */
import type { RefusalCode } from './refusal.ts';
import type { Facts } from './refusal-facts.ts';

export type Phrase = (facts: Facts) => string;

const argumentPhrases = {
  'argument.invalid': (f) => `${f.object}: ${f.text('argument', 'the command')}${f.has('given') ? `=${f.text('given', '')}` : ''} ${f.text('reason', 'cannot be')}`,
  'size.invalid': (f) => `${f.object}: the size ${f.text('given', '')}${f.has('given') ? ' ' : ''}${f.text('reason', 'is no size')}`,
  'name.invalid': (f) => `${f.object}: the name ${f.text('reason', 'breaks the rules for names')}`,
  'name.exists': (f) => `${f.object} exists already${f.has('group') ? ` in disk group ${f.text('group', '')}` : ''}`,
  'limit.reached': (f) => `${f.object} has reached the limit of ${f.has('maximum') ? `${f.text('maximum', '')} ` : ''}${f.text('limit', 'what there can be')}`,
  'plan.stale': (f) => `${f.object} has changed since the plan was made${f.has('now') ? ` (sequence ${f.text('planned', 'unknown')} then, ${f.text('now', '')} now)` : ''}`,
  'role.missing': (f) => `${f.object} allows this to the role ${f.text('needed', 'administrator')} only${f.has('role') ? `, not to ${f.text('role', '')}` : ''}`,
  'task.unknown': (f) => `${f.object} has no task ${f.text('task', 'of that id')}`,
  'io.failed': (f) => `${f.object} failed in ${f.text('operation', 'I/O')}${f.has('reason') ? `: ${f.text('reason', '')}` : ''}`,
} satisfies Partial<Record<RefusalCode, Phrase>>;

const diskPhrases = {
  'disk.unknown': (f) => `${f.object} is not known${f.has('known') ? `; known are ${f.text('known', '')}` : ''}`,
  'disk.gone': (f) => `${f.object} is ${f.text('state', 'missing')}${f.has('location') ? ` (${f.text('location', '')})` : ''}`,
  'disk.exists': (f) => `${f.object} exists already${f.has('location') ? ` (${f.text('location', '')})` : ''}`,
  'disk.attached': (f) => `${f.object} is attached already${f.has('hostName') ? ` as ${f.text('hostName', '')}` : ''}`,
  'disk.too-small': (f) => `${f.object} has ${f.size('sizeBytes', 'too few bytes')}; ${f.size('smallestBytes', '16 MiB')} is the least`,
  'disk.read-only': (f) => `${f.object} is attached read-only`,
  'disk.holds-data': (f) => `${f.object} holds ${f.text('holds', 'data')}`,
  'disk.in-group': (f) => `${f.object} belongs to ${f.has('group') ? `disk group ${f.text('group', '')}` : 'another disk group'}${f.has('reason') ? `, ${f.text('reason', '')}` : ''}`,
  'disk.not-in-group': (f) => `${f.object} is no member of ${f.has('group') ? `disk group ${f.text('group', '')}` : 'the disk group'}`,
  'disk.in-use': (f) => `${f.object} holds ${f.has('subdisks') ? `subdisks ${f.text('subdisks', '')}` : 'subdisks'}${f.has('volumes') ? ` of ${f.text('volumes', '')}` : ''}`,
  'disk.last': (f) => `${f.object} is the last ${f.text('which', 'disk')} of ${f.has('group') ? `disk group ${f.text('group', '')}` : 'its disk group'}`,
  'disk.locked': (f) => `${f.object} is in use by ${f.text('holder', 'another program')}`,
  'disk.copied': (f) => `${f.object} is a copy: ${f.has('disks') ? `${f.text('disks', '')} bear the same ids` : `it bears the ids of ${f.text('original', 'another attached disk')}`}`,
  'disk.unreadable': (f) => `${f.object} cannot be read${f.has('message') ? `: ${f.text('message', '')}` : ''}`,
  'disk.future-version': (f) => `${f.object} was written by a later version${f.has('version') ? ` (format ${f.text('version', '')})` : ''}${f.has('disks') ? ` (${f.text('disks', '')})` : ''}`,
} satisfies Partial<Record<RefusalCode, Phrase>>;

const groupPhrases = {
  'group.unknown': (f) => `${f.object} is not known${f.has('known') ? `; known are ${f.text('known', '')}` : ''}`,
  'group.not-imported': (f) => `${f.object} is not imported${f.has('status') ? ` (${f.text('status', '')})` : ''}`,
  'group.imported': (f) => `${f.object} is imported already`,
  'group.foreign': (f) => `${f.object} belongs to host ${f.text('host', 'of another id')}`,
  'group.holders-absent': (f) => `${f.object} is incomplete: ${absentHolders(f)}`,
  'group.fork': (f) => `${f.object} was changed on two sides without each other${f.has('sides') ? `: ${f.text('sides', '')}` : ''}`,
  'group.damaged': (f) => `${f.object} has no readable configuration${f.has('disks') ? ` on ${f.text('disks', '')}` : ''}`,
  'group.frozen': (f) => `${f.object} is frozen${f.has('host') ? `: its disks bear the stamp of host ${f.text('host', '')}` : ''}`,
  'group.read-only': (f) => `${f.object} is open read-only`,
  'group.has-volumes': (f) => `${f.object} has ${f.count('volumes') === 1 ? 'volume' : 'volumes'} ${f.text('volumes', 'left')}`,
  'group.commit-failed': (f) => `${f.object} could not write its configuration${f.has('disks') ? ` to ${f.text('disks', '')}` : ''}; nothing has changed`,
  'group.stopped': (f) => `${f.object} has stopped${f.has('reason') ? `: ${f.text('reason', '')}` : ''}`,
} satisfies Partial<Record<RefusalCode, Phrase>>;

const volumePhrases = {
  'volume.unknown': (f) => `${f.object} is not known${f.has('group') ? ` in disk group ${f.text('group', '')}` : ''}`,
  'volume.in-use': (f) => `${f.object} is in use by ${f.text('clients', 'a client')}`,
  'volume.started': (f) => `${f.object} is started already`,
  'volume.stopped': (f) => `${f.object} is stopped`,
  'volume.failed': (f) => `${f.object} has no usable plex${f.has('reason') ? `: ${f.text('reason', '')}` : ''}`,
  'volume.syncing': (f) => `${f.object} is resynchronising; this cannot be done until it ends`,
  'volume.busy': (f) => `${f.object} cannot change now${f.has('reason') ? `: ${f.text('reason', '')}` : ''}`,
  'plex.unknown': (f) => `${f.object} is not known${f.has('volume') ? ` in volume ${f.text('volume', '')}` : ''}${f.has('known') ? `; known are ${f.text('known', '')}` : ''}`,
  'letter.taken': (f) => `${f.object} cannot have ${f.text('letter', 'the letter')}, which belongs to ${f.text('owner', 'another volume')}`,
  'space.short': (f) => `${f.object} needs ${f.size('neededBytes', 'more')}; free are ${f.size('freeBytes', 'fewer bytes')}${where(f)}`,
  'space.separation': (f) => `${f.object} needs ${f.text('neededDisks', 'more')} different disks, or sets of disks, with ${f.size('columnBytes', 'enough')} free each${where(f)}`,
  'space.host-full': (f) => `${f.object} needs ${f.size('neededBytes', 'more space')}${f.has('path') ? ` under ${f.text('path', '')}` : ''}; free are ${f.size('freeBytes', 'fewer bytes')}`,
  'map.unsupported': (f) => `${f.object} cannot be mapped to this machine${f.has('reason') ? `: ${f.text('reason', '')}` : ''}`,
  'map.mapped': (f) => `${f.object} is mapped already${f.has('device') ? ` as ${f.text('device', '')}` : ''}${f.has('mountPoint') ? ` on ${f.text('mountPoint', '')}` : ''}`,
  'map.not-mapped': (f) => `${f.object} is not mapped`,
} satisfies Partial<Record<RefusalCode, Phrase>>;

const hostPhrases = {
  'host.running': (f) => `${f.object} runs already${f.has('processId') ? ` as process ${f.text('processId', '')}` : ''}`,
  'host.unreachable': (f) => `${f.object} does not answer${f.has('socket') ? ` at ${f.text('socket', '')}` : ''}`,
  'host.state-folder': (f) => `${f.object} cannot use the state folder${f.has('path') ? ` ${f.text('path', '')}` : ''}`,
  'host.busy': (f) => `${f.object} is busy${f.has('reason') ? `: ${f.text('reason', '')}` : ''}`,
} satisfies Partial<Record<RefusalCode, Phrase>>;

/** Either holders are not there, or this host has seen a newer configuration than any that is. */
function absentHolders(f: Facts): string {
  if (f.has('absent')) return `${f.text('absent', '')} ${f.count('absent') > 1 ? 'are' : 'is'} absent and may hold newer data`;
  if (!f.has('witnessSequence')) return 'absent disks may hold newer data';
  return `its disks are at sequence ${f.text('sequence', 'unknown')}, and this host has seen ${f.text('witnessSequence', '')}; absent disks may hold newer data`;
}

function where(f: Facts): string {
  const free = f.has('freeByDisk') ? ` (${f.text('freeByDisk', '')})` : '';
  return f.has('unusable') ? `${free}; not usable: ${f.text('unusable', '')}` : free;
}

export const refusalPhrases: Readonly<Record<RefusalCode, Phrase>> = {
  ...argumentPhrases, ...diskPhrases, ...groupPhrases, ...volumePhrases, ...hostPhrases,
};
