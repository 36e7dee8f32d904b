/**
 * What each refusal means and what leads out of it. The refusal itself says which object and which facts; here stands what is the
 * same for all of its kind. `refusalExitCodes` is the list of the codes: one without its entry does not compile.
 */
import { nameLengthMaximum } from '../../core/model/limits.ts';
import type { RefusalCode } from '../../core/model/refusal.ts';

type Entries = Partial<Record<RefusalCode, string>>;

const words = {
  'argument.invalid': 'An argument of the command has no meaning, or contradicts another one. Correct it and give the command again.',
  'size.invalid': 'A size is no number with a unit, is negative, or is no multiple of what the layout needs. Write sizes such as 512M '
    + 'or 1.5G.',
  'name.invalid': `A name has letters, digits, _ . and - only, begins with neither . nor -, and has ${nameLengthMaximum} signs at most.`,
  'name.exists': 'Another object of the same kind has this name. Choose another name, or rename the other object first.',
  'limit.reached': 'A group, volume or host has as many of something as there can be. Remove one, or make another group.',
  'plan.stale': 'Somebody changed the disk group after the plan was made. The plan is made again; look at what is different before '
    + 'going on.',
  'role.missing': 'Your role on this host does not reach for this. Someone with the role that is named can do it, or give you that role.',
  'call.local-only': 'The host does this for consoles of its own machine only, never for one that is connected over the network.',
  'task.unknown': 'No task has this number. Look at the Tasks tab for those that run, and at the task log for those that ended.',
  'task.ended': 'The task has ended already, so that nothing is left to be paused, resumed or aborted.',
  'task.not-abortable': 'The task is past the point at which it could be taken back. Wait until it ends.',
  'task.not-pausable': 'The task is short, or holds something that others wait for, so that it cannot be paused or slowed.',
  'task.not-noted': 'The wish could not be written to any disk of the group, and would be lost in a restart. Look at the group’s disks.',
  'io.failed': 'A disk or a file answered a read, write or flush with an error. Look at the alerts of the disk that is named.',
} satisfies Entries;

const disks = {
  'disk.unknown': 'No disk of this name is attached, or none of the kind that is needed. Attach or create one first.',
  'disk.gone': 'The disk is known but not there: unplugged, unmounted, moved or deleted. Bring it back, then Rescan or Reactivate Disk.',
  'disk.exists': 'A file of this name is there already. Choose another name, or attach the file that is there.',
  'disk.attached': 'The host has this disk already. It stands in the tree under the name that is given.',
  'disk.too-small': 'A disk must have room for its private region and some data: 16 MiB at least.',
  'disk.read-only': 'The disk was attached read-only, or its file cannot be written. Detach it and attach it for writing, or free the '
    + 'file.',
  'disk.holds-data': 'Something recognisable is on the disk: a partition table, a file system, or another group. Forcing overwrites it '
    + 'for good.',
  'disk.in-group': 'The disk belongs to a disk group already. Remove it from that group first, or choose a free disk.',
  'disk.not-in-group': 'The command concerns a member of a disk group, and this disk is none, or a member of another one.',
  'disk.in-use': 'Subdisks or logs lie on the disk. Move or remove them first; what lies on it is named.',
  'disk.last': 'A disk group needs one disk at least, and a copy of its configuration. Destroy the group instead, or add a disk first.',
  'disk.sound': 'The disk is there and in use, so that there is nothing to reactivate.',
  'disk.not-grown': 'The file or device has the size that it had. Make it larger first, then take over its size.',
  'disk.shrunk': 'The file or device has become shorter than what is in use on it. Give it its old size back before anything is written.',
  'disk.probe-failed': 'A test read or write on the disk failed, so that it is not taken back into use. Replace it, or mend the path '
    + 'to it.',
  'disk.put-back': 'The disk bears an older configuration than it had: it was put back from a copy. Its data may be older than what was '
    + 'acknowledged, so that it is not used by itself.',
  'disk.locked': 'Another program or host has the disk open. One opener at a time: end the other one first.',
  'disk.copied': 'Two attached disks bear the same ids: one is a copy of the other. Give the copies new ids, all of a group at once.',
  'disk.unreadable': 'Neither the header at the start of the disk nor its copy at the end can be understood.',
  'disk.future-version': 'A later version of Plexus wrote this disk. Use that version; this one changes nothing on it.',
} satisfies Entries;

const groups = {
  'group.unknown': 'No disk group of this name is here. Make one, or attach the disks that hold it.',
  'group.not-imported': 'The group’s disks are here, but it is not in use. Import it first.',
  'group.imported': 'The group is in use here already.',
  'group.foreign': 'The disks bear the stamp of another host that did not deport the group. Take it over only when that host has '
    + 'stopped: '
    + 'two hosts that write one group damage it.',
  'group.holders-absent': 'Disks that hold the configuration are absent, and may hold newer data than those that are here. Bring them '
    + 'back; '
    + 'forcing goes on without them, and what only they have is left behind.',
  'group.fork': 'The group was imported in two places, and both sides went on. A person must choose one side with Resolve Fork.',
  'group.damaged': 'No disk of the group has a configuration that can be read. Restore the group from a backup of its configuration.',
  'group.frozen': 'Another host took the group over. Nothing is read or written here any more; let the group go with a forced deport.',
  'group.read-only': 'The group is open for looking only, because its disks are attached read-only.',
  'group.has-volumes': 'Volumes are left in the group, and destroying it loses them. Delete or move them first, or force it.',
  'group.old-version': 'The group’s format is older than the command needs. Upgrade the group version; older hosts cannot read it then.',
  'group.commit-failed': 'The new configuration could not be written to every disk that has to hold it. It was taken back: nothing has '
    + 'changed.',
  'group.stopped': 'The runtime of the group has ended after an error. Import the group to start it again; its alert tells the cause.',
  'group.newest-version': 'The group has the newest format that this version knows. Nothing is left to upgrade.',
  'group.past': 'The console shows the group as it was. The past can be looked at only: View, Back to Now leads back.',
  'history.unknown': 'The disks keep a limited number of configurations, and this one is not among them.',
  'backup.invalid': 'The file is no backup of a group’s configuration, or is damaged. Choose another file.',
  'restore.newer': 'A disk has a newer configuration than the backup. Import the group from its disks, or detach them first.',
  'restore.unmatched': 'The disks of the backup could not be told among the attached ones. Name them: Disk1=Harddisk3.',
} satisfies Entries;

const volumes = {
  'volume.unknown': 'The disk group has no volume of this name.',
  'volume.in-use': 'Clients are connected to the volume. Let them disconnect first; forcing flushes and cuts them off.',
  'volume.started': 'The volume is served already.',
  'volume.stopped': 'The volume is not served, so that nothing can be read or written. Start it first.',
  'volume.failed': 'No copy of the volume can be used. Bring its disks back, or restore the data.',
  'volume.syncing': 'The copies of the volume are being made equal. Wait until the task has ended.',
  'volume.busy': 'Another command or task is changing the volume. Wait until it has ended.',
  'volume.one-copy': 'Comparing or repairing needs two copies that can be read, and the volume has one.',
  'volume.holds-data': 'The volume holds something that is recognised. Formatting it by force loses that.',
  'format.unsupported': 'This file system cannot be made here: its program is missing on the host, or the volume has the wrong size '
    + 'for it.',
  'plex.unknown': 'The volume has no mirror of this name.',
  'plex.last': 'The mirror holds the last good copy of the volume. Forcing gives the data up.',
  'plex.state': 'The mirror is in a state in which this cannot be done. Its state is shown on the Mirrors tab.',
  'log.unknown': 'The volume has no log, or none of this name.',
  'log.needed': 'The last log of the volume holds the map of what a mirror missed. Bring that mirror up to date first.',
  'letter.taken': 'Another volume of this host has the drive letter. Choose another one.',
  'space.short': 'The disks that may be used do not have the room. Add a disk, choose others, or ask for less.',
  'space.separation': 'Mirrors and columns must lie on separate disks, and there are too few with enough room. Add a disk, or ask for '
    + 'fewer.',
  'space.host-full': 'The file system of the host under the image files has too little room. Make room there.',
  'map.unsupported': 'This machine cannot map volumes: a program or a kernel module is missing, or the rights are.',
  'map.mapped': 'The volume is mapped to a device of this machine already.',
  'map.not-mapped': 'The volume is not mapped to a device of this machine.',
} satisfies Entries;

const hosts = {
  'host.running': 'A host runs on this state folder already. Use it, or choose another state folder.',
  'host.unreachable': 'The host does not answer: it has ended, or the network is down. The console tries again by itself.',
  'host.state-folder': 'The state folder of the host cannot be read or written. Make room there, and let the host write to it.',
  'host.busy': 'The host is starting, stopping, or has too much to do. Try again in a moment.',
  'host.unknown': 'No host of this name is connected in this console. Connect to it first.',
  'bundle.invalid': 'The file is no support bundle, or is damaged: it was cut off or changed on its way. Ask for it again.',
  'bundle.newer': 'A later version of Plexus made the bundle. Open it with that version.',
  'bundle.read-only': 'A support bundle is a picture of a host as it was. It can be looked at only.',
  'host.certificate-new': 'This console never connected to that host before. Compare the fingerprint with what plexus status prints '
    + 'there, '
    + 'then accept it.',
  'host.certificate-changed': 'The host shows another certificate than before: it was made anew, or somebody stands in between. '
    + 'Compare the '
    + 'fingerprint with what plexus status prints on the host before you accept it.',
  'user.unknown': 'The host has no user of this name.',
  'user.exists': 'The host has a user of this name already.',
  'login.failed': 'User or password is wrong. After several wrong ones the host makes this address wait.',
  'login.limited': 'Too many log-ins failed. Wait as long as is said, then give the right password.',
} satisfies Entries;

export const refusalHelp: Readonly<Record<RefusalCode, string>> = { ...words, ...disks, ...groups, ...volumes, ...hosts };
