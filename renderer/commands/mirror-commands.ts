/** Entries about the mirrors and logs of a volume: from the volume, and from the mirror or log itself. */
import type { PlexView } from '../../core/model/views.ts';
import { AddLogWizard, RemoveLogWizard } from '../wizards/log-wizards.tsx';
import { AddMirrorWizard, BreakMirrorWizard, RemoveMirrorWizard } from '../wizards/mirror-wizards.tsx';
import { PlexFixWizard } from '../wizards/volume-wizards.tsx';
import type { CommandTarget } from './command-target.ts';
import { commandTexts } from './command-texts.ts';
import type { ConsoleCommand, MenuPlace } from './console-command.ts';
import { onOne } from './entry-makers.ts';

const { labels } = commandTexts;
const under = (submenu: 'mirror' | 'log'): MenuPlace => ({ menu: 'actions', section: 'copies', submenu });
const onPlex = (section: MenuPlace['section']): MenuPlace => ({ menu: 'actions', section });

/** Names of the volume and the group of a mirror, as commands take them. */
function namesOf(plex: PlexView, { index: { tables } }: CommandTarget): { readonly group: string; readonly volume: string } {
  const volume = tables.volume.get(plex.volumeId);
  return { group: volume?.groupName ?? '', volume: volume?.name ?? '' };
}

const ofVolume: readonly ConsoleCommand[] = [
  onOne({ id: 'mirror.add', label: labels.addMirror, risk: 'costly', place: under('mirror') }, {
    kind: 'volume',
    command: ({ groupName, name }) => ({ command: 'volume.mirror', group: groupName, volume: name, mirrors: 1, disks: [],
      excludedDisks: [] }),
    open: (volume, tools) => tools.show(AddMirrorWizard, { volume }),
  }),
  onOne({ id: 'mirror.remove', label: labels.removeMirror, risk: 'loses redundancy', place: under('mirror') }, {
    kind: 'volume', command: ({ groupName, name }) => ({ command: 'volume.rmmirror', group: groupName, volume: name, disks: [] }),
    open: (volume, tools) => tools.show(RemoveMirrorWizard, { volume }),
  }),
  onOne({ id: 'mirror.break', label: labels.breakMirror, risk: 'loses redundancy', place: under('mirror') }, {
    kind: 'volume',
    command: ({ groupName, name, plexIds }, { index }) => {
      const plex = index.tables.plex.get(plexIds.at(-1) ?? '')?.name;
      return plex === undefined ? null : { command: 'volume.break', group: groupName, volume: name, plex };
    },
    open: (volume, tools) => tools.show(BreakMirrorWizard, { volume }),
  }),
  onOne({ id: 'log.add', label: labels.addLog, risk: 'costly', place: under('log') }, {
    kind: 'volume',
    command: ({ groupName, name }) => ({ command: 'volume.addlog', group: groupName, volume: name, logs: 1, disks: [], excludedDisks: [] }),
    open: (volume, tools) => tools.show(AddLogWizard, { volume }),
  }),
  onOne({ id: 'log.remove', label: labels.removeLog, risk: 'costly', place: under('log') }, {
    kind: 'volume', command: ({ groupName, name }) => ({ command: 'volume.rmlog', group: groupName, volume: name, logs: [] }),
    open: (volume, tools) => tools.show(RemoveLogWizard, { volume }),
  }),
];

const ofPlex: readonly ConsoleCommand[] = [
  onOne({ id: 'plex.break', label: labels.breakPlex, risk: 'loses redundancy', place: onPlex('structure') }, {
    kind: 'plex', command: (plex, target) => ({ command: 'volume.break', ...namesOf(plex, target), plex: plex.name }),
    open: (plex, tools, { index }) => {
      const volume = index.tables.volume.get(plex.volumeId);
      if (volume !== undefined) tools.show(BreakMirrorWizard, { volume, plexName: plex.name });
    },
  }),
  onOne({ id: 'plex.prefer', label: labels.preferPlex, risk: 'safe', place: onPlex('structure') }, {
    kind: 'plex', command: (plex, target) => ({ command: 'volume.rdpol', ...namesOf(plex, target), policy: 'prefer', plex: plex.name }),
  }),
  onOne({ id: 'plex.off', label: labels.plexOff, risk: 'loses redundancy', place: onPlex('state') }, {
    kind: 'plex', fits: ({ state }) => state !== 'OFFLINE',
    command: (plex, target) => ({ command: 'plex.off', group: namesOf(plex, target).group, plexes: [plex.name] }),
  }),
  onOne({ id: 'plex.on', label: labels.plexOn, risk: 'costly', place: onPlex('state') }, {
    kind: 'plex', fits: ({ state }) => state === 'OFFLINE',
    command: (plex, target) => ({ command: 'plex.on', group: namesOf(plex, target).group, plexes: [plex.name] }),
  }),
  onOne({ id: 'plex.fix', label: labels.plexFix, risk: 'loses data', place: onPlex('state') }, {
    kind: 'plex', command: (plex, target) => ({ command: 'plex.fix', group: namesOf(plex, target).group, claim: 'clean',
      plexes: [plex.name] }),
    open: (plex, tools, target) => tools.show(PlexFixWizard, { plex, groupName: namesOf(plex, target).group }),
  }),
  onOne({ id: 'plex.repairFrom', label: labels.repairFrom, risk: 'loses data', place: onPlex('state') }, {
    kind: 'plex', command: (plex, target) => ({ command: 'volume.verify', ...namesOf(plex, target), from: plex.name }),
  }),
  onOne({ id: 'plex.remove', label: labels.removePlex, shortcut: 'Delete', risk: 'loses redundancy', place: onPlex('remove') }, {
    kind: 'plex', command: (plex, target) => ({ command: 'volume.rmmirror', ...namesOf(plex, target), plex: plex.name, disks: [] }),
  }),
  onOne({ id: 'log.removeThis', label: labels.removeThisLog, shortcut: 'Delete', risk: 'costly', place: onPlex('remove') }, {
    kind: 'log',
    command: (log, { index: { tables } }) => {
      const volume = tables.volume.get(log.volumeId);
      return volume === undefined ? null : { command: 'volume.rmlog', group: volume.groupName, volume: volume.name, logs: [log.name] };
    },
  }),
];

export const mirrorCommands: readonly ConsoleCommand[] = [...ofVolume, ...ofPlex];
