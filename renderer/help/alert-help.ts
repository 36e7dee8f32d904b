/**
 * What each kind of alert means; cause and end of it stand with the kind itself (`core/model/alert-kinds.ts`). One without its
 * entry does not compile.
 */
import { alertKind, alertKinds } from '../../core/model/alert-kinds.ts';
import type { AlertCode } from '../../core/model/alert-kinds.ts';

const meanings: Readonly<Record<AlertCode, string>> = {
  'disk.failed': 'A disk is out of use after an error. Volumes with another copy go on without it; others answer with errors where it '
    + 'lay.',
  'disk.missing': 'A disk of an imported group is not attached. What lies on it cannot be read.',
  'disk.gone': 'A disk that was attached here before is not where it was.',
  'disk.returned': 'A disk that was away is back. Its copies are brought up to date by themselves.',
  'disk.not-taken': 'A disk came back, but its group does not take it, so that nothing wrong is read from it.',
  'disk.path-gone': 'A disk is still in use, but its file has no name any more: when the host ends it is lost.',
  'disk.another-file': 'A disk lies in another file than before. It may be an older copy, so copies there that were in use are made anew.',
  'disk.region-damaged': 'Part of a disk’s private region did not hold what was written. It was written anew from a good copy.',
  'holder.left-out': 'A disk did not take a change of the configuration. The others have it.',
  'space.host-full': 'Writes wait because the file system of the host has no room for them.',
  'plex.stale': 'A mirror missed writes. It is not read until it is up to date.',
  'plex.copy-failed': 'Bringing a mirror up to date has failed.',
  'volume.mirror-not-added': 'A mirror that was being added could not be filled and was taken away again. The volume is as it was before.',
  'volume.plexes-differ': 'A comparison found that the mirrors of a volume are not equal.',
  'volume.failed': 'A volume has no copy that can be used. Clients get errors; their export stays.',
  'volume.left-stopped': 'A volume stayed stopped, because the command that had stopped it could not be completed.',
  'volume.recovering': 'The mirrors of a volume are being made equal after a crash. It is in use meanwhile.',
  'letter.taken': 'A volume has no drive letter, because another one has it.',
  'group.frozen': 'Another host took a group over. Nothing is written to it here.',
  'group.no-holder': 'No disk takes changes of a group’s configuration. Writes that need one wait, then fail.',
  'group.blocked': 'The runtime of a group has not answered for a while.',
  'group.runtime-dead': 'The runtime of a group has ended unexpectedly. Its volumes are not served until it runs again.',
  'group.not-imported': 'A group that this host had was not imported at the start.',
  'group.not-archived': 'The configuration of a group could not be kept as text in the state folder. The disks have it.',
  'group.tcp': 'A group should be served over TCP and is not.',
  'host.state-folder': 'The host could not write a note to its state folder. After a crash it would know less.',
  'letter.not-kept': 'A drive letter could not be written down, and may be another one after the next start.',
  'task.numbers-not-kept': 'The number of the next task could not be written down, and may be used again after the next start.',
  'alert.not-delivered': 'Alerts should be sent on by a command or to an address, and that has failed.',
};

export const alertCodes = Object.keys(alertKinds) as readonly AlertCode[];

/** Meaning, probable cause, what clears it: sentences. */
export function alertHelp(code: AlertCode): { readonly meaning: string; readonly cause: string; readonly clearsWhen: string } {
  const { cause, clearsWhen } = alertKind(code);
  return { meaning: meanings[code], cause, clearsWhen };
}
