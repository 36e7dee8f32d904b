/**
 * One sentence for each refusal code, without its full stop: the object first, then the fact. The keys that a phrase reads are
 * the evidence that its code should carry. `reason` may stand in any evidence: the end of a sentence, without a full stop.
 */
import type { RefusalCode } from './refusal.ts';
import type { Facts } from './refusal-facts.ts';

export type Phrase = (facts: Facts) => string;

const argumentPhrases = {
  'argument.invalid': (f) => `${f.object}: ${f.text('argument', 'the command')}${f.clause('=', 'given')} ${f.text('reason', 'cannot be')}`,
  'size.invalid': (f) => `${f.object}: the size ${f.text('given', '')}${f.has('given') ? ' ' : ''}${f.text('reason', 'is no size')}`,
  'name.invalid': (f) => `${f.object}: the name ${f.text('reason', 'breaks the rules for names')}`,
  'name.exists': (f) => `${f.object} exists already${f.clause(' in disk group ', 'group')}`,
  'limit.reached': (f) => `${f.object} has reached the limit of ${f.clause('', 'maximum', ' ')}${f.text('limit', 'what there can be')}`,
  'plan.stale': (f) =>
    `${f.object} has changed since the plan was made${f.clause(' (sequence ', 'planned', ')')}${f.clause('; it is now ', 'now')}`,
  'role.missing': (f) => `${f.object} allows this to the role ${f.text('needed', 'administrator')} only${f.clause(', not to ', 'role')}`,
  'call.local-only': (f) => `${f.object} answers ${f.text('call', 'this')} at its own machine only`,
  'task.unknown': (f) => `${f.object} has no task ${f.text('task', 'of that id')}`,
  'task.ended': (f) => `${f.object} has no such task under way: ${f.text('task', 'it')} has ended${f.clause(': ', 'state')}`,
  'task.not-abortable': (f) => `${f.object}: ${f.text('task', 'the task')} cannot be aborted`,
  'task.not-pausable': (f) => `${f.object}: ${f.text('task', 'the task')} cannot be paused or slowed`,
  'task.not-noted': (f) => `${f.object}: no disk of its group took a note of the ${f.text('wish', 'wish')}`,
  'io.failed': (f) => `${f.object} failed in ${f.text('operation', 'I/O')}${f.clause(': ', 'reason')}`,
} satisfies Partial<Record<RefusalCode, Phrase>>;

const diskPhrases = {
  'disk.unknown': (f) => `${f.object} is not known${f.clause('; known are ', 'known')}`,
  'disk.gone': (f) => `${f.object} is ${f.text('state', 'missing')}${f.clause(' (', 'location', ')')}`,
  'disk.exists': (f) => `${f.object} exists already${f.clause(' (', 'location', ')')}`,
  'disk.attached': (f) => `${f.object} is attached already${f.clause(' as ', 'hostName')}`,
  'disk.too-small': (f) => `${f.object} has ${f.size('sizeBytes', 'too few bytes')}; ${f.size('smallestBytes', '16 MiB')} is the least`,
  'disk.read-only': (f) => `${f.object} ${f.has('path') ? 'cannot be written' : 'is attached read-only'}`,
  'disk.holds-data': (f) => `${f.object} holds ${f.text('holds', 'data')}`,
  'disk.in-group': (f) =>
    `${f.object} belongs to ${f.has('group') ? `disk group ${f.text('group', '')}` : 'another disk group'}${f.clause(', ', 'reason')}`,
  'disk.not-in-group': (f) => `${f.object} is no member of ${f.has('group') ? `disk group ${f.text('group', '')}` : 'the disk group'}`,
  'disk.in-use': (f) =>
    `${f.object} holds ${heldParts(f)}${f.clause(' of ', 'volumes')}`,
  'disk.last': (f) =>
    `${f.object} is the last ${f.text('which', 'disk')} of ${f.has('group') ? `disk group ${f.text('group', '')}` : 'its disk group'}`,
  'disk.not-grown': (f) => `${f.object} has ${f.size('sizeBytes', 'the same size')} as before`,
  'disk.shrunk': (f) =>
    `${f.object} has shrunk to ${f.size('sizeBytes', 'less than it had')}; behind its end lay ${f.text('lost', 'space of its disk group')}`,
  'disk.sound': (f) => `${f.object} is there${f.has('errors') ? ', though it had errors' : ' and has had no errors'}`,
  'disk.probe-failed': (f) => `${f.object} does not stand its test${f.clause(': ', 'message')}`,
  'disk.put-back': (f) =>
    `${f.object} bears an older configuration${f.clause(' (', 'sequence', ')')} than it had${f.clause(' (', 'knownSequence', ')')}: it was `
    + `put back from a copy, and ${f.text('volumes', 'a volume')} has no other copy`,
  'disk.locked': (f) =>
    f.has('reason') && !f.has('holder')
      ? `${f.object} cannot be locked`
      : `${f.object} is in use by ${f.text('holder', 'another program')}`,
  'disk.copied': (f) => `${f.object} is a copy: the same ids are on ${f.text('disks', f.text('original', 'another attached disk'))}`,
  'disk.unreadable': (f) => `${f.object} cannot be read${f.clause(': ', 'message')}`,
  'disk.future-version': (f) =>
    `${f.object} was written by a later version${f.clause(' (format ', 'version', ')')}${f.clause(' (', 'disks', ')')}`,
} satisfies Partial<Record<RefusalCode, Phrase>>;

const groupPhrases = {
  'group.unknown': (f) => `${f.object} is not known${f.clause('; known are ', 'known')}`,
  'group.not-imported': (f) => `${f.object} is not imported${f.clause(' (', 'status', ')')}`,
  'group.imported': (f) => `${f.object} is imported already`,
  'group.foreign': (f) => `${f.object} belongs to host ${f.text('host', 'of another id')}${hostDigits(f)}`,
  'group.holders-absent': (f) => `${f.object} is incomplete: ${absentHolders(f)}`,
  'group.fork': (f) => `${f.object} was changed on two sides without each other${f.clause(': ', 'sides')}`,
  'group.damaged': (f) => `${f.object} has no readable configuration${f.clause(' on ', 'disks')}`,
  'group.frozen': (f) => `${f.object} is frozen${f.clause(': its disks bear the stamp of host ', 'host')}`,
  'group.read-only': (f) => `${f.object} can only be read here`,
  'group.has-volumes': (f) => `${f.object} has ${f.count('volumes') === 1 ? 'volume' : 'volumes'} ${f.text('volumes', 'left')}`,
  'group.old-version': (f) => `${f.object} has format version ${f.text('version', '1')}`,
  'group.commit-failed': (f) => `${f.object} could not write its configuration${f.clause(' to ', 'disks')}; nothing has changed`,
  'group.stopped': (f) => `${f.object} has stopped${f.clause(': ', 'reason')}`,
  'group.newest-version': (f) => `${f.object} has version ${f.text('version', 'of this release')} already, the newest that there is`,
  'group.past': (f) => `${f.object} is shown as it was${f.clause(' at sequence ', 'sequence')}, read-only`,
  'history.unknown': (f) => `${f.object} has no configuration of sequence ${f.text('sequence', 'that number')} in its history`,
  'backup.invalid': (f) => `${f.object} cannot be restored from ${f.text('file', 'the file')}`,
  'restore.newer': (f) =>
    `${f.object} has a newer configuration on ${f.text('disks', 'an attached disk')}${f.clause(' (sequence ', 'found', ')')}`,
  'restore.unmatched': (f) => `${f.object} cannot be put back on ${f.text('disks', 'its disks')}`,
} satisfies Partial<Record<RefusalCode, Phrase>>;

const volumePhrases = {
  'volume.unknown': (f) => `${f.object} is not known${f.clause(' in disk group ', 'group')}`,
  'volume.in-use': (f) => `${f.object} is in use by ${f.text('clients', 'a client')}`,
  'volume.started': (f) => `${f.object} is started already`,
  'volume.stopped': (f) => `${f.object} is stopped`,
  'volume.failed': (f) => `${f.object} has no usable plex${f.clause(': ', 'reason')}`,
  'volume.syncing': (f) => `${f.object} is resynchronising; this cannot be done until it ends`,
  'volume.one-copy': (f) => `${f.object} has no two plexes that can be read and compared`,
  'volume.busy': (f) => `${f.object} cannot change now${f.clause(': ', 'reason')}`,
  'volume.holds-data': (f) => `${f.object} holds ${f.text('holds', 'data')}`,
  'format.unsupported': (f) => `${f.object} cannot be given ${f.text('fileSystem', 'that file system')}${f.clause(': ', 'reason')}`,
  'plex.unknown': (f) => `${f.object} is not known${f.clause(' in volume ', 'volume')}${f.clause('; known are ', 'known')}`,
  'plex.last': (f) =>
    `${f.object} holds the last good copy of ${f.has('volumes') ? f.text('volumes', '') : 'its volume'}${f.clause('; good are ', 'good')}`,
  'plex.state': (f) => `${f.object} is ${f.text('state', 'in another state')}`,
  'log.unknown': (f) =>
    `${f.object} ${f.has('volume') ? `is not known in volume ${f.text('volume', '')}` : 'has no log'}${f.clause('; known are ', 'known')}`,
  'log.needed': (f) => `${f.object} needs its last log: the map in it says what ${f.text('plexes', 'a plex')} missed`,
  'letter.taken': (f) => `${f.object} cannot have ${f.text('letter', 'the letter')}, which belongs to ${f.text('owner', 'another volume')}`,
  'space.short': (f) => `${f.object} needs ${f.size('neededBytes', 'more')}; ${f.size('freeBytes', 'less')} is free${where(f)}`,
  'space.separation': (f) => `${f.object} needs ${separateDisks(f)}${where(f)}`,
  'space.host-full': (f) =>
    `${f.object} needs ${f.size('neededBytes', 'more space')}${f.clause(' under ', 'path')}; ${f.size('freeBytes', 'less')} is free`,
  'map.unsupported': (f) => `${f.object} cannot be mapped to this machine${f.clause(': ', 'reason')}`,
  'map.mapped': (f) => `${f.object} is mapped already${f.clause(' as ', 'device')}${f.clause(' on ', 'mountPoint')}`,
  'map.not-mapped': (f) => `${f.object} is not mapped`,
} satisfies Partial<Record<RefusalCode, Phrase>>;

const hostPhrases = {
  'host.running': (f) => `${f.object} runs already${f.clause(' as process ', 'processId')}`,
  'host.unreachable': (f) => `${f.object} does not answer${f.clause(' at ', 'socket')}`,
  'host.unknown': (f) => `${f.object} is not among the hosts that are connected here`,
  'bundle.invalid': (f) => `${f.object} cannot be shown: the support bundle ${f.text('reason', 'is damaged')}`,
  'bundle.newer': (f) => `${f.object} cannot be shown: the support bundle has format ${f.text('version', 'of a later version')}`,
  'bundle.read-only': (f) => `${f.object} is shown from a support bundle, as it was`,
  'host.certificate-new': (f) =>
    `${f.object} was never connected from here; its certificate has the fingerprint ${f.text('fingerprint', 'that it shows')}`,
  'host.certificate-changed': (f) =>
    `${f.object} shows another certificate than before: its fingerprint was ${f.text('known', 'another')} `
    + `and is now ${f.text('fingerprint', 'new')}`,
  'user.unknown': (f) => `${f.object} has no user${f.clause(' ', 'user')}${f.clause('; there are ', 'known')}`,
  'user.exists': (f) => `${f.object} has a user${f.clause(' ', 'user')} already`,
  'login.failed': (f) => `${f.object} does not know the user${f.clause(' ', 'user')} with this password`,
  'login.limited': (f) =>
    `${f.object} takes no log-in${f.clause(' of ', 'user')} for ${f.text('seconds', 'some')} seconds after too many that failed`,
  'host.state-folder': (f) => `${f.object} cannot use the state folder${f.clause(' ', 'path')}`,
  'host.busy': (f) => `${f.object} is busy${f.clause(': ', 'reason')}`,
} satisfies Partial<Record<RefusalCode, Phrase>>;

function heldParts(f: Facts): string {
  if (f.has('logs')) return `${f.count('logs') === 1 ? 'log' : 'logs'} ${f.text('logs', '')}`;
  return f.has('subdisks') ? `subdisks ${f.text('subdisks', '')}` : 'subdisks';
}

/** Hosts of one name are told apart by the beginning of their ids. */
function hostDigits(f: Facts): string {
  return f.has('hostId') ? ` (${f.text('hostId', '').slice(0, 8)})` : '';
}

/** Either holders are not there, or this host has seen a newer configuration than any that is. */
function absentHolders(f: Facts): string {
  if (f.has('behind')) {
    const older = f.count('behind') > 1 ? 'bear older configurations' : 'bears an older configuration';
    return `${f.text('behind', '')} ${older} than was published, and ${f.text('volumes', 'a volume')} has no other copy`;
  }
  if (f.has('absent')) return `${f.text('absent', '')} ${f.count('absent') > 1 ? 'are' : 'is'} absent and may hold newer data`;
  if (!f.has('witnessSequence')) return 'absent disks may hold newer data';
  const seen = `this host has seen sequence ${f.text('witnessSequence', '')}, the disks have ${f.text('sequence', 'an older one')}`;
  return `${seen}; absent disks may hold newer data`;
}

function separateDisks(f: Facts): string {
  const columnBytes = f.size('columnBytes', 'enough');
  const disks = f.text('neededDisks', 'more');
  return disks === '1' ? `1 disk with ${columnBytes} free` : `${disks} separate disks or sets with ${columnBytes} each`;
}

function where(f: Facts): string {
  const free = f.has('freeByDisk') ? ` (${f.text('freeByDisk', '')})` : '';
  return f.has('unusable') ? `${free}; not usable: ${f.text('unusable', '')}` : free;
}

export const refusalPhrases: Readonly<Record<RefusalCode, Phrase>> = {
  ...argumentPhrases,
  ...diskPhrases,
  ...groupPhrases,
  ...volumePhrases,
  ...hostPhrases,
};
