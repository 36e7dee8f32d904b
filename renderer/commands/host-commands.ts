/** Entries about hosts beside the own one. */
import { FileClock, FlaskConical, FolderSearch, LifeBuoy, PlugZap, Unplug } from 'lucide-react';
import { ConnectDialog } from '../hosts/connect-dialog.tsx';
import { hostsTexts } from '../hosts/hosts-texts.ts';
import { OpenBundleDialog, SupportDialog } from '../hosts/bundle-dialogs.tsx';
import { DisconnectDialog, InspectDialog, SampleDialog } from '../hosts/throw-away-dialogs.tsx';
import { localHost } from '../state/host-state.ts';
import type { ConsoleCommand } from './console-command.ts';

const { labels } = hostsTexts;

export const hostCommands: readonly ConsoleCommand[] = [
  {
    id: 'host.connect', label: labels.connect, icon: PlugZap, inToolbar: true, risk: 'safe', role: 'read-only',
    place: { menu: 'file', section: 'create' },
    appliesTo: () => true,
    run: (_target, tools) => tools.show(ConnectDialog, {}),
  },
  {
    id: 'host.inspect', label: labels.inspect, icon: FolderSearch, risk: 'safe', role: 'read-only',
    place: { menu: 'file', section: 'create' },
    appliesTo: () => true,
    run: (_target, tools) => tools.show(InspectDialog, {}),
  },
  {
    id: 'host.bundle', label: labels.bundle, icon: FileClock, risk: 'safe', role: 'read-only',
    place: { menu: 'file', section: 'create' },
    appliesTo: () => true,
    run: (_target, tools) => tools.show(OpenBundleDialog, {}),
  },
  {
    id: 'tools.support', label: labels.support, icon: LifeBuoy, risk: 'safe', role: 'administrator',
    place: { menu: 'tools', section: 'look' },
    appliesTo: () => true,
    run: (_target, tools) => tools.show(SupportDialog, {}),
  },
  {
    id: 'host.disconnect', label: labels.disconnect, icon: Unplug, risk: 'safe', role: 'read-only',
    place: { menu: 'file', section: 'remove' },
    appliesTo: ({ host }) => host !== localHost,
    run: (_target, tools) => tools.show(DisconnectDialog, {}),
  },
  {
    id: 'host.sample', label: labels.sample, icon: FlaskConical, risk: 'safe', role: 'read-only',
    place: { menu: 'help', section: 'look' },
    appliesTo: () => true,
    run: (_target, tools) => tools.show(SampleDialog, {}),
  },
];
