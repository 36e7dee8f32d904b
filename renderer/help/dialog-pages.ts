/**
 * Pages about dialogs. A page is found by the title of a dialog and a section by the label of a field, both from the tables of
 * texts that the dialogs themselves show.
 */
import { commandTexts } from '../commands/command-texts.ts';
import { dialogTexts } from '../dialogs/dialog-texts.ts';
import { exportTexts } from '../export/export-texts.ts';
import { hostsTexts } from '../hosts/hosts-texts.ts';
import { formatTexts } from '../wizards/format-texts.ts';
import { wizardTexts } from '../wizards/wizard-texts.ts';
import { fieldSections } from './help-page.ts';
import type { HelpPage } from './help-page.ts';

const { fields, titles, attach, tcp } = wizardTexts;
const { connect, labels, support } = hostsTexts;

const disksChosen = 'Available disks stand at the left, chosen ones at the right. Add and Remove move them.';

const groupPages: readonly HelpPage[] = [
  {
    id: 'attach', title: titles.attach, dialogs: [titles.attach], see: ['disk', 'new-group'],
    paragraphs: ['Makes the host know disks: new sparse image files, files and block devices that are there, or an export of another NBD '
      + 'server. '
      + 'Nothing is written to a disk that is attached until it joins a group.'],
    sections: fieldSections(attach, {
      what: 'What becomes a disk.', folder: 'Where the new files are made. The path is one of the host’s, from its root.',
      count: 'How many files are made.', prefix: 'The beginning of the files’ names; a number and .img follow.',
      each: 'The size that each file promises. It takes room only as it is written.',
      paths: 'Files and block devices of the host, one a line.', address: 'The address of an NBD export, such as nbd://machine:10809/name.',
      readOnly: 'Opens the disks without a single write; they can be looked at, and no group on them can be changed.',
    }),
  },
  {
    id: 'new-group', title: titles.newGroup, dialogs: [titles.newGroup], see: ['group', 'attach', 'new-volume'],
    paragraphs: ['Makes a disk group of free disks: each gets a private region with the configuration. What was on the disks is lost, '
      + 'which is why '
      + 'a disk that holds something recognisable is refused first.', disksChosen],
    sections: fieldSections(fields, { groupName: 'The name by which commands and clients know the group. It can be changed later.' }),
  },
  {
    id: 'disks-of-group', title: 'Disks of a disk group', dialogs: [titles.addDisk, titles.removeDisk], see: ['group', 'replace'],
    paragraphs: ['Adding a disk gives the group more room. A disk can be removed only when no subdisk lies on it.', disksChosen],
    sections: fieldSections(fields, { group: 'The imported group that the disks join.' }),
  },
  {
    id: 'replace', title: titles.replace, dialogs: [titles.replace], see: ['disk', 'disks-of-group'],
    paragraphs: ['Puts a free disk in the place of a member that is missing or failed. Mirrors on it are copied anew from the good ones; '
      + 'what had '
      + 'no other copy is lost with the old disk.'],
    sections: fieldSections(fields, { disk: 'The member that goes.', replacement: 'A free disk, at least as large as what is used on the '
      + 'old one.' }),
  },
  {
    id: 'import', title: titles.importGroup, dialogs: [titles.importGroup], see: ['group', 'fork', 'refusals'],
    paragraphs: ['Takes a group into use here: its configuration is read from the disks, its volumes are started. Where disks are absent '
      + 'or bear '
      + 'another host’s stamp the plan page says what may be lost, and only there force is offered.'],
    sections: fieldSections(fields, {
      groupName: 'The name that the group has on its disks.', newName: 'Another name to import it under; left as it is, the name stays.',
    }),
  },
  {
    id: 'fork', title: titles.fork, dialogs: [titles.fork], see: ['group', 'import'],
    paragraphs: ['Shows both sides of a group that went on in two places: when each was changed last, by which host, on which disks. Keep '
      + 'one; what '
      + 'the other wrote since they parted is lost.'],
  },
  {
    id: 'restore', title: titles.restore, dialogs: [titles.restore], see: ['group'],
    paragraphs: ['Writes the configuration of a backup file to the disks of a group whose own configuration is lost or damaged. Data in '
      + 'volumes is '
      + 'not touched.'],
    sections: [
      { heading: fields.file, text: 'A path on the host, of a file that Back Up Configuration made.' },
      { heading: wizardTexts.restoreDisks, text: 'Only where disks are not known by themselves: the name in the group, =, the name on the '
        + 'host.' },
    ],
  },
  {
    id: 'tcp', title: titles.tcp, dialogs: [titles.tcp], see: ['view-access', 'group'],
    paragraphs: ['Serves the volumes of a group to programs of other machines. NBD asks nobody for a password, so that any address but '
      + 'loopback '
      + 'needs a certificate or a list of addresses.'],
    sections: fieldSections(tcp, {
      on: 'Switches the listener of this group on or off.', address: 'The address of this machine to listen at; 127.0.0.1 is this machine '
        + 'alone.',
      port: 'The port; 0 takes any free one.', certificate: 'A PEM file on the host; with it clients must use TLS.',
      key: 'The PEM file of the certificate’s key.', allow: 'Only these addresses may connect; empty for any.',
    }),
  },
];

const volumePages: readonly HelpPage[] = [
  {
    id: 'new-volume', title: titles.newVolume, dialogs: [titles.newVolume], see: ['volume', 'plan', 'glossary'],
    paragraphs: ['Makes a volume in a disk group. The last page shows where it would lie before anything is done; new space reads as '
      + 'zeros.',
      disksChosen],
    sections: fieldSections(fields, {
      group: 'The imported group in which the volume is made.',
      diskChoice: 'Auto lets the host choose disks with room; manual uses the chosen ones only.',
      volumeName: 'The name by which commands and clients know the volume. It can be changed later.',
      size: 'How large the volume is for its clients. Max Size fills in the most that fits.',
      layout: 'Concatenated lays pieces one behind another; striped spreads the data over columns on separate disks.',
      columns: 'Over how many disks a striped volume is spread.',
      stripeUnit: 'How many bytes go to one column before the next has its turn; a power of two.',
      mirrored: 'Keeps whole copies on separate disks, so that the volume survives the loss of a disk.',
      totalMirrors: 'How many copies there are in all.',
      logging: 'Adds a log, so that a crash leaves few regions to be made equal instead of the whole volume.',
      letter: 'A name for the volume on this host, E: for one. Nothing is mounted.',
    }),
  },
  {
    id: 'format', title: formatTexts.title, dialogs: [formatTexts.title], see: ['new-volume', 'volume'],
    paragraphs: ['Makes a file system on the volume with the tools of the machine that the host runs on. What the volume holds is lost; '
      + 'where it holds something recognisable, or has clients, it is refused first.'],
    sections: fieldSections(formatTexts, {
      fileSystem: 'NTFS, ext4, XFS or FAT. One whose tool is missing says which package brings it.',
      label: 'The name that the file system bears; how long it may be depends on the kind.',
      unit: 'The smallest piece that a file takes; left as it is, the tool chooses.',
      quick: 'Only the tables are written. Otherwise every block is read first.',
    }),
  },
  {
    id: 'export', title: exportTexts.table.title, dialogs: [exportTexts.table.title], see: ['view-disks'],
    paragraphs: ['Saves a table that is on the screen: its rows as they are filtered and sorted, its columns as they are shown.'],
    sections: [
      { heading: exportTexts.table.which, text: 'The table that the keyboard was in is chosen first.' },
      { heading: exportTexts.table.format, text: 'CSV opens in spreadsheets; JSON is for programs. Sizes are exact bytes in both.' },
    ],
  },
  {
    id: 'grow', title: titles.grow, dialogs: [titles.grow], see: ['volume', 'plan'],
    paragraphs: ['Makes a volume larger while it is in use. Clients that reconnect see the new size; a file system in it has to be grown '
      + 'by its own '
      + 'program.'],
    sections: fieldSections(fields, {
      growHow: 'By an amount, or to a size.', growBy: 'How much is added.', growTo: 'The whole size afterwards.',
    }),
  },
  {
    id: 'mirrors', title: 'Mirrors of a volume', see: ['plex', 'plan'],
    dialogs: [titles.addMirror, titles.removeMirror, titles.breakMirror],
    paragraphs: [
      'Adding a mirror copies the volume to other disks while it is in use. Removing one frees its space, and with it redundancy. '
        + 'Breaking one off '
        + 'makes a volume of its own of it, with the data of that moment.',
    ],
    sections: fieldSections(fields, {
      mirrors: 'How many copies are added.', layout: 'How the new mirror lies on its disks; by default like the volume.',
      columns: 'Over how many disks the new mirror is spread.', diskChoice: 'Which disks may be used.',
      mirror: 'The mirror that goes or is broken off.', volumeName: 'The name of the new volume.', letter: 'A drive letter for it, or '
        + 'none.',
    }),
  },
  {
    id: 'logs', title: 'Logs of a volume', dialogs: [titles.addLog, titles.removeLog], see: ['log'],
    paragraphs: ['A log lets the mirrors of a volume be made equal quickly after a crash. Several logs on separate disks survive the loss '
      + 'of one.'],
    sections: fieldSections(fields, {
      logs: 'How many logs are added.', log: 'The log that is removed.', diskChoice: 'Which disks may be used.',
    }),
  },
  {
    id: 'names', title: 'Names and tags', see: ['volume', 'disk', 'enclosure'],
    dialogs: [titles.renameGroup, titles.renameVolume, titles.tags, titles.letter],
    paragraphs: ['Names, letters and tags can be changed while everything is in use. Connections of clients go on.'],
    sections: fieldSections(fields, {
      newName: 'Letters, digits, _ . and - may be used.', enclosure: 'Disks with the same tag count as one box that fails as a whole.',
      site: 'The place at which the disk stands.', letter: 'C to Z, or empty for none. It mounts nothing.',
    }),
  },
  {
    id: 'read-policy', title: titles.policy, dialogs: [titles.policy], see: ['plex', 'volume'],
    paragraphs: ['Says which mirror answers reads. Writes go to all of them.'],
    sections: fieldSections(fields, {
      policy: 'Based on layout lets the host choose, round robin takes each in turn, preferred mirror always asks one while it is good.',
      preferred: 'The mirror that is asked first.',
    }),
  },
  {
    id: 'mirror-state', title: titles.fix, dialogs: [titles.fix], see: ['plex'],
    paragraphs: ['For a person who knows better than the host what is on a mirror. A mirror that is called clean is read: if it is not, '
      + 'wrong data '
      + 'is served. The label of the choice names the mirror.'],
  },
  {
    id: 'repair', title: titles.repair, dialogs: [titles.repair], see: ['plex', 'volume'],
    paragraphs: ['Compares the mirrors of a volume and writes what differs from the one that is chosen as right.'],
    sections: fieldSections(fields, { goodCopy: 'The mirror whose data stays. What the others have instead is overwritten.' }),
  },
  {
    id: 'throttle', title: titles.throttle, dialogs: [titles.throttle], see: ['task'],
    paragraphs: ['Slows a task, so that it leaves more of the disks to clients.'],
    sections: fieldSections(fields, { pause: 'Milliseconds that the task waits after each chunk that it has copied.' }),
  },
];

const hostPages: readonly HelpPage[] = [
  {
    id: 'connect', title: labels.connect, dialogs: [labels.connect], see: ['host', 'refusals'],
    paragraphs: ['Shows another machine that runs plexus serve with --remote beside this one. The connection is encrypted. The first time '
      + 'the other '
      + 'host’s certificate is shown: compare its fingerprint with what plexus status prints there.'],
    sections: fieldSections(connect, {
      history: 'Hosts that were connected from here before.', address: 'ADDRESS:PORT, as plexus status prints it on the other host.',
      user: 'A user of the other host, made there by plexus user add.', password: 'The user’s password. It is kept nowhere.',
    }),
  },
  {
    id: 'sample', title: labels.sample, dialogs: [labels.sample, labels.disconnect], see: ['tour', 'host'],
    paragraphs: ['The sample is a throw-away host with made-up disks, to try every command on. It is removed with all its files when it is '
      + 'disconnected. Disconnecting a host changes nothing on it.'],
  },
  {
    id: 'inspect', title: labels.inspect, dialogs: [labels.inspect], see: ['disk', 'host'],
    paragraphs: ['Looks into disk images without a single write: they are attached read-only to a throw-away host.'],
    sections: [{ heading: hostsTexts.inspect.images, text: 'Paths on this machine, one a line.' }],
  },
  {
    id: 'support', title: 'Support bundles', dialogs: [labels.support, labels.bundle], see: ['host'],
    paragraphs: ['A bundle has configuration, history and logs of a host for whoever helps, and never a byte of a volume, a password or a '
      + 'key. File, '
      + 'Open Bundle shows one as a host that can only be looked at.'],
    sections: [
      { heading: support.hide, text: support.hideHint },
      { heading: hostsTexts.bundle.file, text: 'A file that Support Bundle or plexus bundle made.' },
    ],
  },
];

const { plan } = dialogTexts;

const commonPages: readonly HelpPage[] = [
  {
    id: 'plan', title: 'The plan page', see: ['refusals', 'task'],
    paragraphs: [
      'Every command that is not safe shows its plan before it runs: the very plan that is carried out, not a forecast. When somebody '
        + 'changes the '
        + 'group meanwhile, the plan is made again, what is different is listed, and you are asked again.',
      'Where a command is refused, the page says why and offers what leads out of it. Force stands there only, with what it costs.',
    ],
    sections: [
      { heading: plan.happens, text: 'What is done, in order.' }, { heading: plan.warnings, text: 'What is worth a thought before.' },
      { heading: plan.picture, text: 'Each disk that changes, as it is now and as it will be.' },
      { heading: plan.exposure, text: 'How many disks may fail before, meanwhile and after. It drops where redundancy is given up for a '
        + 'time.' },
      { heading: plan.toCopy, text: 'Bytes that are copied between disks.' }, { heading: plan.zeroed, text: 'New space that is set to '
        + 'zeros.' },
      { heading: plan.peak, text: 'The most space that is taken while the command runs.' },
      { heading: plan.lost, text: 'What cannot be brought back afterwards.' },
      { heading: dialogTexts.commandLine, text: 'The line that does the same in a shell of the host.' },
    ],
  },
  {
    id: 'properties', title: commandTexts.labels.properties, dialogs: [commandTexts.labels.about], see: ['glossary'],
    paragraphs: ['All that is known of one object: ids, sizes in exact bytes, and what its state comes from.'],
  },
];

export const dialogPages: readonly HelpPage[] = [...groupPages, ...volumePages, ...hostPages, ...commonPages];
