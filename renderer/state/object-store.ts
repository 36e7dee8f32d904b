/**
 * The host's objects as the console holds them: one table per kind, by id. A snapshot replaces everything; a batch of
 * changes replaces only the tables that it touches, so that whoever shows another kind does not render again.
 *
 * Invariant: the tables are the snapshot with every change up to `sequence` applied, in order, none left out.
 */
import type { Change, ObjectView, ObjectViewKind } from '../../core/model/views.ts';

export type ViewOfKind<Kind extends ObjectViewKind> = Extract<ObjectView, { readonly kind: Kind }>;
export type ObjectTables = { readonly [Kind in ObjectViewKind]: ReadonlyMap<string, ViewOfKind<Kind>> };

export interface Objects {
  /** Names the run of the host that numbered the changes; a new run numbers anew. Empty before the first snapshot. */
  readonly hostRun: string;
  readonly sequence: number;
  readonly tables: ObjectTables;
}

export const noObjects: Objects = {
  hostRun: '',
  sequence: -1,
  tables: {
    host: new Map(), 'other host': new Map(), disk: new Map(), group: new Map(), volume: new Map(), plex: new Map(),
    subdisk: new Map(), log: new Map(), task: new Map(), alert: new Map(),
  },
};

type WritableTables = { [Kind in ObjectViewKind]: Map<string, ViewOfKind<Kind>> };

export function fromSnapshot(hostRun: string, sequence: number, objects: readonly ObjectView[]): Objects {
  const tables: WritableTables = {
    host: new Map(), 'other host': new Map(), disk: new Map(), group: new Map(), volume: new Map(), plex: new Map(),
    subdisk: new Map(), log: new Map(), task: new Map(), alert: new Map(),
  };
  for (const view of objects) put(tables, view);
  return { hostRun, sequence, tables };
}

/**
 * Changes that are already in are skipped (a resumed stream may repeat them). A missing one is answered with `gap`:
 * the caller subscribes again from `objects.sequence`.
 */
export function applyChanges(objects: Objects, changes: readonly Change[]): { readonly objects: Objects; readonly gap: boolean } {
  const tables = { ...objects.tables } as WritableTables;
  const touched = new Set<ObjectViewKind>();
  const writable = (kind: ObjectViewKind): void => {
    if (touched.has(kind)) return;
    touched.add(kind);
    copyTable(tables, kind);
  };
  let sequence = objects.sequence;
  let gap = false;
  for (const change of changes) {
    if (change.sequence <= sequence) continue;
    if (change.sequence !== sequence + 1) {
      gap = true;
      break;
    }
    for (const removed of change.remove) {
      writable(removed.kind);
      tables[removed.kind].delete(removed.id);
    }
    for (const view of change.put) {
      writable(view.kind);
      put(tables, view);
    }
    sequence = change.sequence;
  }
  return { objects: sequence === objects.sequence ? objects : { hostRun: objects.hostRun, sequence, tables }, gap };
}

function put(tables: WritableTables, view: ObjectView): void {
  (tables[view.kind] as Map<string, ObjectView>).set(view.id, view);
}

function copyTable<Kind extends ObjectViewKind>(tables: { [K in Kind]: Map<string, ViewOfKind<K>> }, kind: Kind): void {
  tables[kind] = new Map(tables[kind]);
}
