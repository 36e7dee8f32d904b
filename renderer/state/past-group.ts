/** A disk group as it was: which parts of the console show it in place of the present. */
import type { HostKey } from './host-state.ts';
import { placeOf } from './node-path.ts';
import type { NodeId } from './node-path.ts';
import type { Selection } from './selection.ts';
import type { TreeIndex } from './tree-model.ts';

export interface PastGroup {
  readonly host: HostKey;
  readonly groupId: string;
  readonly sequence: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The command that led there, or why the engine did it. */
  readonly what: string;
  /** Who gave the command; empty where nobody did. */
  readonly actor: string;
  /** The host, and the group's objects as they were. */
  readonly index: TreeIndex;
}

/** Whether the node is the group, or one of its disks and volumes of that time. */
export function isInPast({ host, groupId, index: { tables } }: PastGroup, node: NodeId): boolean {
  const place = placeOf(node);
  if (place.host !== host) return false;
  switch (place.kind) {
    case 'group': return place.id === groupId;
    case 'disk': case 'volume': return tables[place.kind].has(place.id);
    default: return false;
  }
}

/** Whether all that is chosen is part of the group of that time. */
export function isChosenInPast({ host, index: { tables } }: PastGroup, selection: Selection): boolean {
  return selection.length > 0 && selection.every((reference) => reference.host === host && reference.kind !== 'folder'
    && reference.kind !== 'host' && tables[reference.kind].has(reference.id));
}
