/** Pages about the objects of the tree and of the tables. */
import { texts } from '../texts.ts';
import type { HelpPage } from './help-page.ts';

const { tree } = texts;

export const objectPages: readonly HelpPage[] = [
  {
    id: 'host', title: 'Host', see: ['connect', 'sample', 'support', 'control-panel', 'logs'],
    paragraphs: [
      'A host is the program that serves volumes, one for each state folder. The first host of the tree is the one of this machine; '
        + 'others are '
        + 'connected beside it.',
      'A host that does not answer stays in the tree, greyed: what you see is what it last said. The console tries to reach it again by '
        + 'itself.',
      'What you may do on a host is your role there: the status line at the foot of the window says it.',
    ],
  },
  {
    id: 'group', title: 'Disk group', see: ['new-group', 'import', 'view-history', 'disks-of-group', 'plan'],
    paragraphs: [
      'A disk group is a set of disks with one configuration, which lies on the disks themselves. A volume never reaches beyond its group.',
      'One host at a time has a group imported: it alone writes the disks. Deport a group before its disks go to another host; import it '
        + 'there.',
      'A group that lost disks is imported by itself only when no newer data can be on the absent ones. Else a person decides.',
    ],
    sections: [
      { heading: 'Imported', text: 'In use here: its volumes can be served.' },
      { heading: 'Deported', text: 'In use nowhere. Any host that has the disks may import it.' },
      { heading: 'Foreign', text: 'The disks bear the stamp of another host.' },
      { heading: 'Incomplete', text: 'Disks that hold the configuration are absent, and may hold newer data.' },
      { heading: 'Forked', text: 'Two hosts went on with the group without each other. Resolve Fork shows both sides.' },
      { heading: 'Frozen', text: 'Another host took it over while it was in use here. Nothing is written any more.' },
      { heading: 'Stopped', text: 'Its runtime has ended. Import it to start it again.' },
    ],
  },
  {
    id: 'disk', title: 'Disk', see: ['attach', 'disks-of-group', 'replace', 'view-diskView', 'subdisk'],
    paragraphs: [
      'A disk is an image file, a block device, or an export of another NBD server that the host has attached. The host calls it '
        + 'Harddisk0, '
        + 'Harddisk1, ...; in a group it also has the group’s own name, which goes with it to other hosts.',
      'The start of a disk of a group is its private region: header, configuration and logs. Subdisks are cut from the rest.',
    ],
    sections: [
      { heading: 'Free', text: 'In no disk group. It can be added to one, or begin a new one.' },
      { heading: 'Imported', text: 'A member of a group that is in use here.' },
      { heading: 'Foreign', text: 'A member of a group that is not imported here.' },
      { heading: 'Missing', text: 'A group names it, and it is not attached. Bring it back and rescan, or replace it.' },
      { heading: 'Failed', text: 'Out of use after an error. Reactivate Disk tests it and takes it back; else replace it.' },
      { heading: 'Copy', text: 'It bears the ids of another attached disk. Give it ids of its own to use both.' },
      { heading: 'Unreadable', text: 'What its header says cannot be understood.' },
    ],
  },
  {
    id: 'volume', title: 'Volume', see: ['new-volume', 'grow', 'mirrors', 'view-access', 'plex', 'view-volumeView'],
    paragraphs: [
      'A volume is what clients see as a disk. It is made of one plex, or of several that hold the same data: its mirrors.',
      'Every started volume is served over NBD under its group and name, and for ever under its GUID. The Access tab has the address and '
        + 'ready '
        + 'lines for common programs.',
      'A drive letter is a name for the volume on this host. It mounts nothing.',
    ],
    sections: [
      { heading: 'Healthy', text: 'All copies are up to date and their disks are well.' },
      { heading: 'Resynching', text: 'Copies are being made equal. The volume is in use meanwhile.' },
      { heading: 'Degraded', text: 'There are fewer good copies than there should be. Data is served, with less redundancy.' },
      { heading: 'Failed', text: 'No copy can be used. Clients get errors until a disk is back.' },
      { heading: 'Stopped', text: 'Not served. Start Volume serves it again.' },
      { heading: texts.columns.redundancy, text: 'How many disks may fail before data of the volume is lost.' },
      { heading: texts.columns.clients, text: 'How many clients are connected. Most commands that close a volume are refused while there '
        + 'are any.' },
    ],
  },
  {
    id: 'plex', title: 'Mirror', see: ['mirrors', 'mirror-state', 'volume', 'logs'],
    paragraphs: [
      'A mirror is one whole copy of the volume’s data, a plex. Writes go to all mirrors, reads to one of them; the read policy says to '
        + 'which.',
      'A mirror that missed a write is stale: it is not read until it has been brought up to date, which happens by itself when its disk '
        + 'is back.',
    ],
  },
  {
    id: 'subdisk', title: 'Subdisk', see: ['view-diskView', 'plex', 'disk'],
    paragraphs: ['A subdisk is one contiguous piece of one disk that belongs to one plex. Subdisks never overlap; what none uses is '
      + 'unallocated.'],
  },
  {
    id: 'log', title: 'Log', see: ['logs', 'volume'],
    paragraphs: ['A log holds the intent map of a volume with mirrors: which regions are being written. After a crash only these regions '
      + 'are made '
      + 'equal, and nothing else has to be copied.'],
  },
  {
    id: 'enclosure', title: 'Enclosure', see: ['names', 'disk'],
    paragraphs: ['An enclosure is a tag on disks that fail together because they stand in one box. Mirrors are laid out over different '
      + 'enclosures '
      + 'where that can be done. Set Enclosure and Site puts the tag on a disk.'],
  },
  {
    id: 'folders', title: 'Folders of the tree', see: ['group', 'disk', 'volume', 'enclosure', 'view-search'],
    paragraphs: ['Every host has the same folders. One object may stand in several of them.'],
    sections: [
      { heading: tree.groups, text: 'The disk groups, and below them the disks that are in none, that belong elsewhere, or that are '
        + 'missing.' },
      { heading: tree.disks, text: 'Every disk that the host has attached or misses.' },
      { heading: tree.volumes, text: 'Every volume of the imported disk groups.' },
      { heading: tree.enclosures, text: 'Disks by the enclosure that they are tagged with.' },
      { heading: tree.queries, text: 'Searches that were saved on this console. They run anew when they are opened.' },
      { heading: tree.pseudo.free, text: 'Disks in no group.' },
      { heading: tree.pseudo.foreign, text: 'Disks of groups that are not imported here.' },
      { heading: tree.pseudo.missing, text: 'Disks that an imported group names and that are not attached.' },
    ],
  },
  {
    id: 'task', title: 'Task', see: ['throttle', 'alert', 'logs-pane'],
    paragraphs: [
      'A task is work that goes on after the command that caused it: copies, recoveries, formatting. Each says why it runs, how much is '
        + 'left, and '
        + 'what it leaves behind when it is aborted.',
      'Tasks survive a restart of the host: each goes on, or ends as if it had not begun. The times that are left are a range from the '
        + 'measured '
        + 'rate, or are not measured yet.',
    ],
    sections: [
      { heading: texts.taskState.done, text: 'All of it was done.' },
      { heading: texts.taskState['done with remarks'], text: 'Done, and something should be looked at: the result says what.' },
      { heading: texts.taskState.failed, text: 'It could not be done. The result says why, and what is as it was before.' },
      { heading: texts.taskState.cancelled, text: 'A person aborted it. It is never shown as done.' },
    ],
  },
  {
    id: 'alert', title: 'Alert', see: ['alerts', 'task', 'logs'],
    paragraphs: [
      'An alert is what a person should know without having asked. Alerts of one kind about one object are one row with a count.',
      'Acknowledge an alert to say that it has been seen. Only the end of the state that it describes clears it, never a person.',
      'Alert Details has the probable cause and the remedy; where the remedy is a command, it is a button.',
    ],
  },
];
