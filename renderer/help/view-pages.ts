/** Pages about the parts of the window and the tabs of the right pane. A tab's page is `view-` and the id of the tab. */
import { activityTexts } from '../activity/activity-texts.ts';
import { commandTexts } from '../commands/command-texts.ts';
import { controlPanelTexts } from '../control-panel/control-panel-texts.ts';
import { diskViewTexts } from '../disk-view/disk-view-texts.ts';
import { historyTexts } from '../history/history-texts.ts';
import { logsTexts } from '../logs/logs-texts.ts';
import { searchTexts } from '../search/search-texts.ts';
import { statisticsTexts } from '../statistics/statistics-texts.ts';
import { texts } from '../texts.ts';
import { viewsTexts } from '../views/views-texts.ts';
import { volumeViewTexts } from '../volume-view/volume-view-texts.ts';
import type { HelpPage } from './help-page.ts';

const { legend } = diskViewTexts;

export const viewPages: readonly HelpPage[] = [
  {
    id: 'window', title: 'The window', see: ['tour', 'keys', 'plan', 'glossary'],
    paragraphs: [
      'At the left stands the tree of hosts and their objects, at the right what the chosen object holds, below it what the hosts want a '
        + 'person to '
        + 'know (Console) and what they are doing (Tasks). F6 goes from pane to pane.',
      'What can be done with an object is in its context menu, in Actions of the menu bar, and in the command palette. A greyed entry '
        + 'says why it '
        + 'cannot be done now and what leads out of it. Below a menu stands the command line that does the same.',
      'F1 explains the object, the field, the refusal or the tab that has the focus.',
    ],
  },
  {
    id: 'keys', title: commandTexts.keyboard.title, dialogs: [commandTexts.keyboard.title, commandTexts.palette.title], see: ['window'],
    paragraphs: [
      'F6 and Shift+F6 go from pane to pane, Ctrl+1 to Ctrl+4 to one of them; where a browser keeps Ctrl with a digit for itself, Alt '
        + 'with the '
        + 'digit does the same. Alt+Left and Alt+Right go back and forward, Ctrl+L to the address.',
      'In the tree and in tables the arrows move, Enter opens, and typing a few letters goes to the next name that begins with them. '
        + 'Shift+F10 '
        + 'opens the commands of what is chosen. Help, Keyboard lists the keys of all commands.',
    ],
  },
  {
    id: 'view-overview', title: viewsTexts.tabs.overview, see: ['folders', 'host'],
    paragraphs: ['The folders of the host, how much each holds, and how many objects in it are not well.'],
  },
  {
    id: 'view-disks', title: texts.tabs.disks, see: ['disk'],
    paragraphs: ['One row a disk. Unallocated is the space that a volume of the group could use.'],
  },
  { id: 'view-volumes', title: texts.tabs.volumes, see: ['volume'], paragraphs: ['One row a volume, with its layout, health and '
    + 'redundancy.'] },
  { id: 'view-groups', title: texts.tabs.groups, see: ['group'], paragraphs: ['One row a disk group, imported or not.'] },
  { id: 'view-subdisks', title: viewsTexts.tabs.subdisks, see: ['subdisk'], paragraphs: ['One row a subdisk, with its place on the '
    + 'disk.'] },
  { id: 'view-mirrors', title: viewsTexts.tabs.mirrors, see: ['plex'], paragraphs: ['One row a plex of the volume, with its state and its '
    + 'disks.'] },
  { id: 'view-logs', title: viewsTexts.tabs.logs, see: ['log'], paragraphs: ['One row a log of the volume.'] },
  {
    id: 'view-diskView', title: diskViewTexts.label, see: ['disk', 'subdisk', 'view-volumeView'],
    paragraphs: [
      'Every disk is a bar, to scale. Hue and pattern say how a volume is laid out, edges and badges in which state a piece is.',
      'Arrows go from region to region, with Ctrl from disk to disk; Enter opens what is chosen, plus and minus zoom, 0 fits. Choosing a '
        + 'subdisk '
        + 'lights its volume up on all disks.',
    ],
    sections: [
      { heading: legend.free, text: 'No subdisk uses it.' },
      { heading: legend.private, text: 'Header, configuration and logs of the group. No volume reaches into it.' },
      { heading: legend.stale, text: 'It missed writes and is not read until it is up to date.' },
      { heading: legend.copying, text: 'A bar along the foot of the block shows how much of the copy is settled.' },
      { heading: legend.cluster, text: 'Regions too small to be drawn, with their number. Enter zooms in.' },
    ],
  },
  {
    id: 'view-volumeView', title: volumeViewTexts.label, see: ['volume', 'plex', 'view-diskView'],
    paragraphs: ['One block a volume: its mirrors are rows, their columns are cells with the subdisks in them. Right and Left open and '
      + 'close a volume.'],
  },
  {
    id: 'view-statistics', title: statisticsTexts.tab, dialogs: [statisticsTexts.monitoring], see: ['volume', 'disk'],
    paragraphs: [
      'Rates, throughput and latency over the last five minutes, counted where I/O passes. Nothing is sampled while nobody looks.',
      'A volume counts what clients ask, a plex what reaches it, copies included, a subdisk each piece that falls on it.',
    ],
  },
  {
    id: 'view-access', title: viewsTexts.tabs.access, see: ['volume', 'tcp'],
    paragraphs: [
      'The NBD address of the volume, ready lines for common programs, and the clients that are connected.',
      'NBD asks nobody for a password: whoever reaches the address reads and writes the volume. TCP is off until somebody switches it on.',
    ],
  },
  {
    id: 'view-alerts', title: activityTexts.disksTab, see: ['alerts', 'disk'],
    paragraphs: ['Every alert about this disk, with those that have cleared. Enter shows its cause and what helps.'],
  },
  {
    id: 'view-history', title: historyTexts.tab, see: ['group'],
    paragraphs: [
      'The configurations of the group that its disks have kept, newest first. Enter shows the group as it was, read-only; View, Back to '
        + 'Now leads '
        + 'back. Two chosen entries can be compared, in words and as pictures.',
    ],
  },
  {
    id: 'view-search', title: searchTexts.command, see: ['folders'],
    paragraphs: ['Looks through the objects of all hosts in the tree. A search can be saved under Saved Queries.'],
    sections: [
      { heading: searchTexts.fields.kind, text: 'Which kind of object to look for.' },
      { heading: searchTexts.fields.property, text: 'Which property to compare; any property looks at all of them.' },
      { heading: searchTexts.fields.operator, text: 'How to compare. Sizes compare as sizes: 1 GiB is at least 512M.' },
      { heading: searchTexts.fields.value, text: 'What to compare with, without regard to case.' },
    ],
  },
  {
    id: 'logs-pane', title: logsTexts.title, see: ['alert', 'task'],
    paragraphs: ['What the host has written down: alerts, tasks that ended, and, for administrators, who did what (audit).'],
  },
  {
    id: 'control-panel', title: controlPanelTexts.title, see: ['host'],
    paragraphs: ['Every setting of the host with its value, its default, what it does, and the command that sets it. Changes hold at '
      + 'once.'],
  },
  {
    id: 'activity', title: `${texts.tabs.console} and ${texts.tabs.tasks}`, see: ['alert', 'task', 'alerts'],
    dialogs: [activityTexts.details],
    paragraphs: ['Console shows alerts of all hosts in the tree that are not cleared; Tasks shows what they are doing and have done.'],
  },
];
