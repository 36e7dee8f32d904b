/**
 * What the console knows: the connection, the host's objects, and where the person is. Components read it through
 * narrow selectors; only this file writes it.
 */
import { create } from 'zustand';
import type { Change } from '../../core/model/views.ts';
import { Bridge } from '../link/bridge.ts';
import type { ConnectionState } from '../link/bridge.ts';
import { applyChanges, fromSnapshot, noObjects } from './object-store.ts';
import type { Objects } from './object-store.ts';
import type { NodeId } from './tree-model.ts';
import { rootNode } from './tree-model.ts';
import type { Dial } from '../link/connection.ts';

export interface ConsoleState {
  readonly connection: ConnectionState;
  readonly objects: Objects;
  /** The tree node whose contents the right pane shows. */
  readonly place: NodeId;
  goTo(place: NodeId): void;
  reconnect(): void;
  /** Never rejects: a lost host is the refusal `host.unreachable`. */
  readonly call: Bridge['call'];
}

/** Changes kept for one frame of the display; more are applied at once, so that a hidden window cannot pile them up. */
const changesPerFrameMaximum = 1000;

export interface ConsoleWorld {
  readonly dial: Dial;
  now(): number;
  after(delayMilliseconds: number, run: () => void): { cancel(): void };
  /** Runs before the next picture is drawn. */
  beforeFrame(run: () => void): void;
}

export function createConsoleStore(world: ConsoleWorld) {
  return create<ConsoleState>()((set, get) => {
    let pending: Change[] = [];
    const flush = (): void => {
      if (pending.length === 0) return;
      const { objects, gap } = applyChanges(get().objects, pending);
      pending = [];
      set({ objects });
      if (gap) bridge.subscribe();
    };
    const bridge = new Bridge(world.dial, {
      state: (state) => {
        flush();
        set({ connection: state });
      },
      snapshot: (hostRun, sequence, views) => {
        pending = [];
        set({ objects: fromSnapshot(hostRun, sequence, views) });
      },
      change: (change) => {
        pending.push(change);
        if (pending.length === 1) world.beforeFrame(flush);
        if (pending.length >= changesPerFrameMaximum) flush();
      },
      position: () => {
        const { hostRun, sequence } = get().objects;
        return { hostRun, sequence };
      },
    }, world);
    return {
      connection: { kind: 'connecting' },
      objects: noObjects,
      place: rootNode,
      goTo: (place) => set({ place }),
      reconnect: () => bridge.open(),
      call: (name, input) => bridge.call(name, input),
    };
  });
}

export type ConsoleStore = ReturnType<typeof createConsoleStore>;
