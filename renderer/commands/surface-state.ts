/**
 * What lies over the console's window: open dialogs, the palette, the last notice. Its own small store, so that opening a
 * dialog renders nothing else.
 */
import { createContext, useContext } from 'react';
import type { ReactElement } from 'react';
import { createStore, useStore } from 'zustand';
import type { HostKey } from '../state/host-state.ts';
import type { Selection } from '../state/selection.ts';
import type { RefusalBook } from './availability.ts';
import type { CommandTarget } from './command-target.ts';
import type { CommandTools, ConsoleCommand } from './console-command.ts';

export interface OpenDialog {
  readonly number: number;
  readonly host: HostKey;
  readonly element: ReactElement;
}

export interface SurfaceState {
  /** A dialog lies on the one before it. */
  readonly dialogs: readonly OpenDialog[];
  readonly paletteOpen: boolean;
  readonly notice: string;
  open(host: HostKey, element: (close: () => void) => ReactElement): void;
  setPalette(open: boolean): void;
  say(notice: string): void;
}

export function createSurfaceStore() {
  let last = 0;
  return createStore<SurfaceState>()((set) => ({
    dialogs: [],
    paletteOpen: false,
    notice: '',
    open: (host, element) => {
      const number = ++last;
      // What lies on a dialog goes with it.
      const close = (): void => set(({ dialogs }) => {
        const at = dialogs.findIndex((dialog) => dialog.number === number);
        return at < 0 ? {} : { dialogs: dialogs.slice(0, at) };
      });
      set(({ dialogs }) => ({ dialogs: [...dialogs, { number, host, element: element(close) }] }));
    },
    setPalette: (paletteOpen) => set({ paletteOpen }),
    say: (notice) => set({ notice }),
  }));
}

export interface CommandSurface {
  readonly store: ReturnType<typeof createSurfaceStore>;
  readonly registry: readonly ConsoleCommand[];
  /** What is chosen at this moment. Menus read it when they open. */
  target(): CommandTarget;
  targetOf(selection: Selection): CommandTarget;
  toolsOf(host: HostKey): CommandTools;
  /** Runs an entry on a target, or shows why it cannot be run. */
  run(entry: ConsoleCommand, target: CommandTarget): void;
  /** Why entries cannot be run now. */
  readonly refusals: RefusalBook;
}

export const SurfaceContext = createContext<CommandSurface | null>(null);

export function useCommandSurface(): CommandSurface {
  const surface = useContext(SurfaceContext);
  if (surface === null) throw new Error('the command surface is missing');
  return surface;
}

export function useSurface<Part>(select: (state: SurfaceState) => Part): Part {
  return useStore(useCommandSurface().store, select);
}

/** The host that an open dialog is about. */
export const DialogHostContext = createContext<HostKey | null>(null);

export function useDialogHost(): HostKey {
  const host = useContext(DialogHostContext);
  if (host === null) throw new Error('no dialog is around this');
  return host;
}

/** What a component in a dialog may do. */
export function useDialogTools(): CommandTools {
  return useCommandSurface().toolsOf(useDialogHost());
}
