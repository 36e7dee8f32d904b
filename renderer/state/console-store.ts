/**
 * What the console knows: the hosts with their connections and objects, where the person is, and what is chosen.
 * Components read it through narrow selectors; only this file writes it.
 *
 * Invariants: the local host is always in `hosts`; the others are the `other host` objects of the local one. `selection`
 * names objects that exist, but for the moment between two frames in which one of them went. While there is a `past`, the
 * place is in it: going elsewhere ends it.
 */
import { create } from 'zustand';
import type { GroupStatistics } from '../../core/model/io-statistics.ts';
import type { Change } from '../../core/model/views.ts';
import { Bridge } from '../link/bridge.ts';
import type { ConnectionState } from '../link/bridge.ts';
import type { Dial } from '../link/connection.ts';
import { entryOf, localHost, newHost } from './host-state.ts';
import type { HostEntry, HostKey, Hosts, HostState } from './host-state.ts';
import { nodeOf, referenceOf } from './node-path.ts';
import type { NodeId } from './node-path.ts';
import { applyChanges, fromSnapshot } from './object-store.ts';
import type { Objects } from './object-store.ts';
import { isChosenInPast, isInPast } from './past-group.ts';
import type { PastGroup } from './past-group.ts';
import { firstPlace, nextPlace, previousPlace, visit } from './place-history.ts';
import type { PlaceHistory } from './place-history.ts';
import type { MenuRequest, Selection } from './selection.ts';

export type Perspective = 'system' | 'logs' | 'control-panel';

export interface ConsoleState {
  readonly hosts: Hosts;
  /** The tree node whose contents the right pane shows. */
  readonly place: NodeId;
  readonly visited: PlaceHistory;
  readonly selection: Selection;
  readonly perspective: Perspective;
  /** The tab of the right pane that was asked for; null before any was. */
  readonly tab: string | null;
  /** The group as it was, which the right pane shows in place of the present; null for the present. */
  readonly past: PastGroup | null;
  /** The context menu that is asked for; null while there is none. */
  readonly menu: MenuRequest | null;
  /** Shows a node in the System perspective, and chooses it. */
  goTo(place: NodeId): void;
  goBack(): void;
  goForward(): void;
  select(selection: Selection): void;
  showPerspective(perspective: Perspective): void;
  showTab(tab: string): void;
  showPast(past: PastGroup): void;
  backToNow(): void;
  openMenu(request: MenuRequest | null): void;
  /** Dials at once, also when the next attempt is not due yet. */
  reconnect(host: HostKey): void;
}

/** Changes kept for one frame of the display; more are applied at once, so that a hidden window cannot pile them up. */
const changesPerFrameMaximum = 1000;

export interface ConsoleWorld {
  dial(host: HostKey): Dial;
  now(): number;
  after(delayMilliseconds: number, run: () => void): { cancel(): void };
  /** Runs before the next picture is drawn. */
  beforeFrame(run: () => void): void;
}

const local: HostEntry = { key: localHost, kind: 'local', label: '', asOf: '' };

const start = nodeOf(localHost, 'host');

export function createConsoleStore(world: ConsoleWorld) {
  return create<ConsoleState>()((set, get) => {
    const patch = (key: HostKey, part: Partial<HostState>): void => {
      const host = get().hosts.get(key);
      if (host !== undefined) set({ hosts: new Map(get().hosts).set(key, { ...host, ...part }) });
    };
    const bridges = new Map<HostKey, Bridge>();
    const connect = (entry: HostEntry): HostState => {
      const bridge = bridgeOf(world, entry.key, {
        objects: () => get().hosts.get(entry.key)?.objects,
        setObjects: (objects, removed) => {
          const { 'other host': others } = objects.tables;
          const named = entry.key === localHost && others !== get().hosts.get(localHost)?.objects.tables['other host'];
          patch(entry.key, { objects });
          if (named) setOthers([...others.values()].map(entryOf));
          if (removed) set({ selection: stillThere(get(), entry.key, objects) });
        },
        setConnection: (connection) => {
          patch(entry.key, { connection });
          if (connection.kind === 'connected') get().hosts.get(entry.key)?.statistics.connected();
        },
        statistics: (reading) => get().hosts.get(entry.key)?.statistics.take(reading),
      });
      bridges.set(entry.key, bridge);
      return newHost(entry, (name, input) => bridge.call(name, input));
    };
    const setOthers = (entries: readonly HostEntry[]): void => {
      const wanted = new Map([local, ...entries].map((entry) => [entry.key, entry]));
      const { hosts } = get();
      for (const key of hosts.keys()) {
        if (wanted.has(key)) continue;
        bridges.get(key)?.close();
        bridges.delete(key);
      }
      const fresh = [...wanted.keys()].filter((key) => !hosts.has(key));
      set({ hosts: new Map([...wanted].map(([key, entry]) => [key, { ...(hosts.get(key) ?? connect(entry)), ...entry }])) });
      for (const key of fresh) bridges.get(key)?.open();
    };
    const arrive = (visited: PlaceHistory): void => {
      const place = visited.places[visited.at] ?? start;
      const { past } = get();
      const still = past !== null && isInPast(past, place) ? past : null;
      set({ place, visited, selection: [referenceOf(place)], perspective: 'system', past: still });
    };
    return {
      hosts: new Map([[localHost, connect(local)]]),
      place: start,
      visited: firstPlace(start),
      selection: [referenceOf(start)],
      perspective: 'system',
      tab: null,
      past: null,
      menu: null,
      goTo: (place) => arrive(visit(get().visited, place)),
      goBack: () => arrive(previousPlace(get().visited)),
      goForward: () => arrive(nextPlace(get().visited)),
      select: (selection) => set({ selection }),
      showPerspective: (perspective) => set({ perspective }),
      showTab: (tab) => set({ tab }),
      showPast: (past) => {
        arrive(visit(get().visited, nodeOf(past.host, `group:${past.groupId}`)));
        set({ past });
      },
      backToNow: () => set({ past: null, selection: [referenceOf(get().place)] }),
      openMenu: (menu) => set({ menu }),
      reconnect: (host) => bridges.get(host)?.open(),
    };
  });
}

/** What is chosen on a host, without what has gone from it; what was chosen in a group's past stays. */
function stillThere({ selection, past }: ConsoleState, host: HostKey, objects: Objects): Selection {
  return selection.filter((chosen) =>
    chosen.host !== host || isPresent(objects, chosen) || (past !== null && isChosenInPast(past, [chosen])));
}

function isPresent(objects: Objects, chosen: Selection[number]): boolean {
  return chosen.kind === 'folder' || chosen.kind === 'host' || objects.tables[chosen.kind].has(chosen.id);
}

interface HostSlot {
  objects(): Objects | undefined;
  setObjects(objects: Objects, removed: boolean): void;
  setConnection(connection: ConnectionState): void;
  statistics(reading: GroupStatistics): void;
}

/** A bridge that gathers the changes of one frame of the display and applies them together. */
function bridgeOf(world: ConsoleWorld, host: HostKey, slot: HostSlot): Bridge {
  let pending: Change[] = [];
  const flush = (): void => {
    const present = slot.objects();
    if (pending.length === 0 || present === undefined) return;
    const removed = pending.some(({ remove }) => remove.length > 0);
    const { objects, gap } = applyChanges(present, pending);
    pending = [];
    slot.setObjects(objects, removed);
    if (gap) bridge.subscribe();
  };
  const bridge = new Bridge(world.dial(host), {
    state: (state) => {
      flush();
      slot.setConnection(state);
    },
    snapshot: (hostRun, sequence, views) => {
      pending = [];
      slot.setObjects(fromSnapshot(hostRun, sequence, views), true);
    },
    change: (change) => {
      pending.push(change);
      if (pending.length === 1) world.beforeFrame(flush);
      if (pending.length >= changesPerFrameMaximum) flush();
    },
    statistics: (reading) => slot.statistics(reading),
    position: () => {
      const { hostRun, sequence } = slot.objects() ?? { hostRun: '', sequence: -1 };
      return { hostRun, sequence };
    },
  }, world);
  return bridge;
}

export type ConsoleStore = ReturnType<typeof createConsoleStore>;
