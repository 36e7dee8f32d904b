/** Holds a change of configuration against the tables of states: pure, run before each commit. */
import type { DiskRecord, GroupConfiguration, PlexRecord } from './configuration.ts';
import { diskMarks, logStates, plexStates, volumeStates, type DiskMark, type StateTable } from './states.ts';

type Edge = readonly [from: string, to: string];
const absent = '';

function edgesOf<State extends string>({ transitions }: StateTable<State>): ReadonlySet<string> {
  return new Set(transitions.map(({ from, to }) => edgeKey([from ?? absent, to ?? absent])));
}

function edgeKey([from, to]: Edge): string {
  return `${from}>${to}`;
}

const edges = { volume: edgesOf(volumeStates), plex: edgesOf(plexStates), log: edgesOf(logStates), disk: edgesOf(diskMarks) } as const;

export function diskMark(disk: DiskRecord): DiskMark {
  return disk.failing ? 'FAILING' : 'SOUND';
}

/** Sentences, one for each change that no table names; empty when all are named. */
export function unnamedChanges(before: GroupConfiguration, after: GroupConfiguration): readonly string[] {
  if (before === after) return [];
  return [
    ...changesOf('volume', before.volumes, after.volumes, ({ state }) => state),
    ...changesOf('plex', before.plexes, after.plexes, ({ state }) => state),
    ...changesOf('log', before.logs, after.logs, ({ state }) => state),
    ...changesOf('disk', before.disks, after.disks, diskMark),
    ...lastCopiesLost(before, after),
  ];
}

function changesOf<Item extends { readonly id: string; readonly name: string }>(
  kind: keyof typeof edges, before: readonly Item[], after: readonly Item[], stateOf: (item: Item) => string,
): readonly string[] {
  if (before === after) return [];
  const was = new Map(before.map((item) => [item.id, item]));
  const faults: string[] = [];
  const check = (name: string, from: string, to: string): void => {
    if (from !== to && !edges[kind].has(edgeKey([from, to]))) {
      faults.push(`${kind} ${name} would go from ${from || 'nothing'} to ${to || 'nothing'}, which no table names`);
    }
  };
  for (const item of after) {
    const old = was.get(item.id);
    check(item.name, old === undefined ? absent : stateOf(old), stateOf(item));
    was.delete(item.id);
  }
  for (const gone of was.values()) check(gone.name, stateOf(gone), absent);
  return faults;
}

function isGood(plex: PlexRecord): boolean {
  return plex.state === 'ACTIVE' || plex.state === 'CLEAN';
}

/** No commit leaves a volume that had a good plex without one. */
function lastCopiesLost(before: GroupConfiguration, after: GroupConfiguration): readonly string[] {
  if (before.plexes === after.plexes) return [];
  const good = new Set(after.plexes.filter(isGood).map((plex) => plex.volumeId));
  const had = new Set(before.plexes.filter(isGood).map((plex) => plex.volumeId));
  return after.volumes.filter(({ id }) => had.has(id) && !good.has(id)).map(({ name }) => `volume ${name} would lose its last good plex`);
}
