/**
 * Each kind of alert in one table: what usually causes it, what a person can do, and, for one that describes a state, what ends
 * that state. `held by` says who knows the state: the group's configuration and disks (read again after every start), the
 * group's runtime, or the host; what a runtime or a host alone knew has ended when it has and does not say it again.
 */
import type { Command } from './command.ts';
import type { Subject } from './identity.ts';
import type { Evidence, Remedy } from './refusal.ts';

/** What a remedy is made of. */
export interface AlertFacts {
  readonly subject: Subject;
  readonly evidence: Evidence;
  /** The name of the group that it belongs to; empty where it belongs to none. */
  readonly groupName: string;
  /** What the host calls the disk that it is about; empty where it is about none, or about several. */
  readonly hostDiskName: string;
}

export interface AlertKind {
  readonly heldBy: 'group' | 'runtime' | 'host' | 'nobody';
  /** The end of a sentence that begins "It clears when"; empty for an event, which nothing clears. */
  readonly clearsWhen: string;
  readonly cause: string;
  readonly remedy: (facts: AlertFacts) => Remedy;
}

const advice = (text: string) => (): Remedy => ({ kind: 'advice', advice: text });

function run(command: (facts: AlertFacts) => Command): AlertKind['remedy'] {
  return (facts) => ({ kind: 'command', command: command(facts) });
}

/** Looks at the disk anew; what stands in the way is a refusal with its own remedy. */
const reactivate = run(({ hostDiskName, subject }) => ({ command: 'disk.reactivate', disk: hostDiskName || subject.name }));
const rescan = run(() => ({ command: 'disk.rescan' }));
const importGroup = run(({ subject }) => ({ command: 'group.import', group: subject.name, clearStamp: false, force: false }));

function reactivateOrCheck(facts: AlertFacts): Remedy {
  if (facts.hostDiskName !== '') return reactivate(facts);
  return { kind: 'advice', advice: 'Check its disks, then bring them back: vxdisk reactivate DISK' };
}

const roomForState = advice('Make room in the state folder of the host, and let the host write to it.');
const diskReturns = 'the disk is in use again, or has left its group';
const unplugged = 'Its file or device is not where it was: unplugged, unmounted, moved or deleted.';

const diskKinds = {
  'disk.failed': {
    heldBy: 'group', clearsWhen: diskReturns, remedy: reactivate,
    cause: 'The medium, the link to it, or the file system under its image failed a flush: what was written last may not be on it.',
  },
  'disk.missing': { heldBy: 'group', clearsWhen: diskReturns, cause: unplugged, remedy: reactivate },
  'disk.gone': { heldBy: 'host', clearsWhen: 'the disk is attached, or detached for good', cause: unplugged, remedy: rescan },
  'disk.returned': {
    heldBy: 'nobody', clearsWhen: '', cause: 'Its path answers again.',
    remedy: advice('Nothing is left to be done. Find out why it went before it goes again.'),
  },
  'disk.not-taken': {
    heldBy: 'host', clearsWhen: 'its group takes the disk', remedy: reactivate,
    cause: 'What the disk says of itself and what its group knows of it contradict each other.',
  },
  'disk.path-gone': {
    heldBy: 'host', clearsWhen: 'the path leads to the disk again, or its group goes on without it',
    cause: 'Its file was deleted or replaced while the host holds it open.',
    remedy: advice('Add a mirror on another disk, or copy its volumes elsewhere, before the host ends.'),
  },
  'disk.another-file': {
    heldBy: 'nobody', clearsWhen: '', cause: 'The image was copied, moved to another file system, or put back from a backup.',
    remedy: advice('Nothing is left to be done, unless a volume lies there alone: compare that one with a backup.'),
  },
  'disk.region-damaged': {
    heldBy: 'nobody', clearsWhen: '', cause: 'The medium does not keep what is written to it, or another program wrote there.',
    remedy: advice('Check the disk. If it comes again, put another in its place: vxdg repldisk DISK=NEW'),
  },
  'holder.left-out': {
    heldBy: 'group', clearsWhen: 'the disk takes commits again, or is away', remedy: reactivate,
    cause: 'A write of the configuration to the disk failed, or took longer than 3 s.',
  },
  'space.host-full': {
    heldBy: 'runtime', clearsWhen: 'no write waits for room any more',
    cause: 'Sparse images promise more than the file system under them has.',
    remedy: advice('Delete or move files of that file system, or make it larger.'),
  },
} as const satisfies Record<string, AlertKind>;

const volumeKinds = {
  'plex.stale': {
    heldBy: 'group', clearsWhen: 'the plex is up to date, or gone', remedy: reactivateOrCheck,
    cause: 'A disk of the plex did not take a write that the other plexes have.',
  },
  'plex.copy-failed': {
    heldBy: 'group', clearsWhen: 'the plex is up to date, or gone', remedy: reactivateOrCheck,
    cause: 'A disk of the plex failed while data was copied to it, or the source could not be read.',
  },
  'volume.mirror-not-added': {
    heldBy: 'nobody', clearsWhen: '', cause: 'A disk of the new mirror failed while it was filled, or the source could not be read.',
    remedy: ({ groupName, subject }) => ({
      kind: 'advice', advice: `Check the disks, then add the mirror again: vxassist -g${groupName} mirror ${subject.name}`,
    }),
  },
  'volume.plexes-differ': {
    heldBy: 'group', clearsWhen: 'a later verify finds no difference or has mended it, or only one plex is left',
    cause: 'A disk answers other bytes than were written to it, or another program wrote to it.',
    remedy: ({ groupName, subject }) => ({
      kind: 'advice',
      advice: `Choose the plex that is right and write the others from it: vxvol -g${groupName} verify ${subject.name} from=PLEX`,
    }),
  },
  'volume.failed': {
    heldBy: 'group', clearsWhen: 'a plex can be used, or the volume is stopped', remedy: rescan,
    cause: 'Every disk with a good copy of the volume is missing or has failed.',
  },
  'volume.left-stopped': {
    heldBy: 'group', clearsWhen: 'the volume is started, or gone',
    cause: 'No disk took the commit of a command that had the volume closed.',
    remedy: run(({ groupName: group, subject }) => ({ command: 'volume.start', group, volume: subject.name })),
  },
  'volume.recovering': {
    heldBy: 'group', clearsWhen: 'its plexes are equal',
    cause: 'The host ended without marking the volume clean: a crash, a kill, or a loss of power.',
    remedy: advice('It ends by itself, and its task shows how far it is.'),
  },
  'letter.taken': {
    heldBy: 'host', clearsWhen: 'the volume has its letter, or wants none', cause: 'Two volumes want one letter, often after an import.',
    remedy: ({ groupName, subject }) => ({
      kind: 'advice', advice: `Give it another letter: vxassist -g${groupName} assign ${subject.name} DriveLetter=X`,
    }),
  },
} as const satisfies Record<string, AlertKind>;

const groupKinds = {
  'group.frozen': {
    heldBy: 'group', clearsWhen: 'the group is deported here, or bears the stamp of this host again',
    cause: 'Another host imported the group with -C and wrote its stamp on the disks.',
    remedy: run(({ subject }) => ({ command: 'group.deport', group: subject.name, force: true })),
  },
  'group.no-holder': {
    heldBy: 'group', clearsWhen: 'a commit is written again', remedy: rescan,
    cause: 'Every disk that holds the configuration is missing or takes no writes.',
  },
  'group.blocked': {
    heldBy: 'runtime', clearsWhen: 'its runtime answers', cause: 'A disk does not answer a call, or the machine is overloaded.',
    remedy: advice('Look at the disk that is named and at the path to it.'),
  },
  'group.runtime-dead': {
    heldBy: 'group', clearsWhen: 'the group runs again', remedy: importGroup,
    cause: 'A defect of Plexus, or want of memory.',
  },
  'group.not-imported': {
    heldBy: 'host', clearsWhen: 'the group is imported, or no group of this host any more', remedy: importGroup,
    cause: 'Disks of the group are missing, or another host has changed it.',
  },
  'group.not-archived': {
    heldBy: 'host', clearsWhen: 'it is kept as text', cause: 'The state folder takes no file.', remedy: roomForState,
  },
  'group.tcp': {
    heldBy: 'runtime', clearsWhen: 'it is served over TCP, or TCP is switched off',
    cause: 'The address or the port is taken or not of this machine, or the certificate cannot be used.',
    remedy: advice('Set an address and a certificate that can be used: plexus tcp'),
  },
} as const satisfies Record<string, AlertKind>;

const hostKinds = {
  'host.state-folder': {
    heldBy: 'runtime', clearsWhen: 'the note is written', cause: 'The state folder takes no file.', remedy: roomForState,
  },
  'letter.not-kept': {
    heldBy: 'host', clearsWhen: 'letters are kept', cause: 'The state folder takes no file.', remedy: roomForState,
  },
  'task.numbers-not-kept': {
    heldBy: 'host', clearsWhen: 'numbers are kept', cause: 'The state folder takes no file.', remedy: roomForState,
  },
  'alert.not-delivered': {
    heldBy: 'host', clearsWhen: 'an alert is delivered that way',
    cause: 'The command, the address or the service that was set does not take alerts.',
    remedy: advice('Correct the way that alerts go, or switch it off: plexus set'),
  },
} as const satisfies Record<string, AlertKind>;

export const alertKinds = { ...diskKinds, ...volumeKinds, ...groupKinds, ...hostKinds };

export type AlertCode = keyof typeof alertKinds;

export function isAlertCode(code: string): code is AlertCode {
  return Object.hasOwn(alertKinds, code);
}

export function alertKind(code: AlertCode): AlertKind {
  return alertKinds[code];
}

/** It describes a state, which ends; an event only has happened. */
export function describesState(code: AlertCode): boolean {
  return alertKinds[code].heldBy !== 'nobody';
}
