/**
 * Puts the commands over the window: gives all below it the registry, hears the shortcuts, and shows the context menu, the
 * palette and the dialogs.
 */
import { createElement, useContext, useEffect, useMemo } from 'react';
import type { ReactNode } from 'react';
import { refusal } from '../../core/model/refusal.ts';
import { failure } from '../../core/model/result.ts';
import { ConsoleContext } from '../state/console-context.ts';
import type { ConsoleContextValue } from '../state/console-context.ts';
import type { HostKey } from '../state/host-state.ts';
import { placeOf } from '../state/node-path.ts';
import type { NodeId } from '../state/node-path.ts';
import { isChosenInPast } from '../state/past-group.ts';
import type { Selection } from '../state/selection.ts';
import type { TreeIndex } from '../state/tree-model.ts';
import { DesktopGuest } from '../desktop/desktop-guest.ts';
import { DialogStack } from '../dialogs/dialog-stack.tsx';
import { watchPaneFocus } from '../dialogs/pane-focus.ts';
import { PlanDialog } from '../dialogs/plan-dialog.tsx';
import { RefusalDialog } from '../dialogs/refusal-dialog.tsx';
import { RefusalBook } from './availability.ts';
import { riskOf } from './command-risk.ts';
import type { CommandTarget } from './command-target.ts';
import type { CommandTools } from './console-command.ts';
import { ContextMenu } from './context-menu.tsx';
import { listenForShortcuts } from './key-dispatcher.ts';
import { Palette } from './palette.tsx';
import { registry } from './registry.ts';
import { createSurfaceStore, SurfaceContext } from './surface-state.ts';
import type { CommandSurface as Surface } from './surface-state.ts';

export function CommandSurface({ children }: { readonly children: ReactNode }) {
  const context = useContext(ConsoleContext);
  if (context === null) throw new Error('the console context is missing');
  const surface = useMemo(() => createSurface(context), [context]);
  useEffect(() => listenForShortcuts(window, surface), [surface]);
  useEffect(() => watchPaneFocus(document), []);
  return (
    <SurfaceContext.Provider value={surface}>
      {children}
      <ContextMenu />
      <Palette />
      <DialogStack depth={0} />
      <DesktopGuest />
    </SurfaceContext.Provider>
  );
}

function createSurface(context: ConsoleContextValue): Surface {
  const store = createSurfaceStore();
  const refusals = new RefusalBook();
  const targetOf = (selection: Selection): CommandTarget => {
    const { hosts, place } = context.store.getState();
    const host = selection[0]?.host ?? placeOf(place).host;
    const connection = hosts.get(host)?.connection;
    const role = connection?.kind === 'connected' ? connection.greeting.role : null;
    const { past } = context.store.getState();
    if (past !== null && isChosenInPast(past, selection)) return { host, role, selection, index: past.index, past };
    return { host, role, selection, index: context.indexOf(host) };
  };
  const toolsOf = (host: HostKey): CommandTools => createTools(context, store, host);
  return {
    store, registry, targetOf, toolsOf, refusals,
    target: () => targetOf(context.store.getState().selection),
    run: (entry, target) => {
      const tools = toolsOf(target.host);
      void refusals.ask(entry, target, tools.call).then((refusal) => (refusal === null ? entry.run(target, tools) : tools.refuse(refusal)));
    },
  };
}

function createTools(context: ConsoleContextValue, store: Surface['store'], host: HostKey): CommandTools {
  const tools: CommandTools = {
    perform: (command) => {
      if (riskOf(command) !== 'safe') return tools.show(PlanDialog, { command });
      void tools.call('command.run', { command }).then((answer) => {
        if (answer.ok) tools.say(answer.value.plan.summary[0] ?? '');
        else tools.refuse(answer.error);
      });
    },
    show: (dialog, props) => store.getState().open(host, (onClose) => createElement(dialog, { ...props, onClose })),
    refuse: (refusal) => tools.show(RefusalDialog, { refusal }),
    say: (sentence) => store.getState().say(sentence),
    call: (name, input) => {
      const state = context.store.getState().hosts.get(host);
      return state === undefined ? Promise.resolve(hostGone) : state.call(name, input);
    },
    goTo: (place) => context.store.getState().goTo(place),
    goToNew: (find) => goToNew(context, host, find),
    showTab: (tab) => context.store.getState().showTab(tab),
    backToNow: () => context.store.getState().backToNow(),
    openPalette: () => store.getState().setPalette(true),
    refresh: () => {
      const state = context.store.getState();
      state.reconnect(host);
      void state.hosts.get(host)?.call('events.subscribe', { hostRun: '', afterSequence: 0 });
    },
  };
  return tools;
}

const hostGone = failure(refusal('host.unreachable', { kind: 'host', name: '' }, {}, 'Connect to it again.'));

function goToNew(context: ConsoleContextValue, host: HostKey, find: (index: TreeIndex) => NodeId | null): void {
  const { place: from } = context.store.getState();
  const look = (): boolean => {
    const { place, goTo } = context.store.getState();
    const node = place === from ? find(context.indexOf(host)) : null;
    if (node !== null) goTo(node);
    return node !== null || place !== from;
  };
  if (look()) return;
  const stop = context.store.subscribe(() => {
    // Going there changes the store in turn: the watch ends before it does.
    const { place } = context.store.getState();
    if (place !== from || find(context.indexOf(host)) !== null) {
      stop();
      look();
    }
  });
}
