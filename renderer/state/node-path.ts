/**
 * Names of tree nodes. A node's id is its host's key and its path in the tree, because one disk stands in several places.
 */
import type { HostKey } from './host-state.ts';
import type { ObjectReference } from './selection.ts';

export const pseudoGroups = ['free', 'foreign', 'missing'] as const;
/** Disks that are in no imported group, or that an imported group misses. */
export type PseudoGroup = (typeof pseudoGroups)[number];
export type FolderKind = 'groups' | 'disks' | 'volumes' | 'enclosures' | 'queries';

export type Container = `group:${string}` | `pseudo:${PseudoGroup}` | `enclosure:${string}`;
type ObjectPath = `disk:${string}` | `volume:${string}`;
export type NodePath = 'host' | FolderKind | Container | ObjectPath | `${Container}/${ObjectPath}` | `query:${string}`;
export type NodeId = `${HostKey}/${NodePath}`;

/** What a node stands for. `container` is the path of the group, pseudo-group or enclosure that it is shown in. */
export type Place = { readonly host: HostKey } & (
  | { readonly kind: 'host' | FolderKind }
  | { readonly kind: 'group' | 'enclosure' | 'query'; readonly id: string }
  | { readonly kind: 'pseudo'; readonly id: PseudoGroup }
  | { readonly kind: 'disk' | 'volume'; readonly id: string; readonly container: Container | null }
);

export function nodeOf(host: HostKey, path: NodePath): NodeId {
  return `${host}/${path}`;
}

export function pathOf(node: NodeId): NodePath {
  return node.slice(node.indexOf('/') + 1) as NodePath;
}

/** The names of enclosures and queries may hold any sign; in a path they are escaped. */
export function enclosurePath(name: string): `enclosure:${string}` {
  return `enclosure:${encodeURIComponent(name)}`;
}

export function queryPath(name: string): `query:${string}` {
  return `query:${encodeURIComponent(name)}`;
}

export function placeOf(node: NodeId): Place {
  const host = node.slice(0, node.indexOf('/'));
  const path = pathOf(node);
  const match = /^(?:((?:group|pseudo|enclosure):[^/]*)\/)?(group|pseudo|enclosure|query|disk|volume):(.*)$/.exec(path);
  if (match === null) return { host, kind: path as 'host' | FolderKind };
  const [, container, kind, id = ''] = match;
  switch (kind) {
    case 'pseudo': return { host, kind, id: id as PseudoGroup };
    case 'group': return { host, kind, id };
    case 'enclosure': case 'query': return { host, kind, id: decodeURIComponent(id) };
    default: return { host, kind: kind as 'disk' | 'volume', id, container: (container ?? null) as Container | null };
  }
}

/** The object that a node stands for, as a selection names it; the host goes by its key. */
export function referenceOf(node: NodeId): ObjectReference {
  const place = placeOf(node);
  switch (place.kind) {
    case 'host': return { host: place.host, kind: 'host', id: place.host };
    case 'group': case 'disk': case 'volume': return { host: place.host, kind: place.kind, id: place.id };
    default: return { host: place.host, kind: 'folder', id: pathOf(node) };
  }
}

/** Where an object is shown on its own; null for what has no node (a plex, a task). */
export function nodeOfReference({ host, kind, id }: ObjectReference): NodeId | null {
  switch (kind) {
    case 'host': return nodeOf(host, 'host');
    case 'group': case 'disk': case 'volume': return nodeOf(host, `${kind}:${id}`);
    case 'folder': return nodeOf(host, id as NodePath);
    default: return null;
  }
}

export function isFolder(node: NodeId): boolean {
  const { kind } = placeOf(node);
  return kind !== 'disk' && kind !== 'volume' && kind !== 'query';
}

export function parentOf(node: NodeId): NodeId | null {
  const place = placeOf(node);
  const up = (path: NodePath): NodeId => nodeOf(place.host, path);
  switch (place.kind) {
    case 'host': return null;
    case 'groups': case 'disks': case 'volumes': case 'enclosures': case 'queries': return up('host');
    case 'group': case 'pseudo': return up('groups');
    case 'enclosure': return up('enclosures');
    case 'query': return up('queries');
    case 'disk': return up(place.container ?? 'disks');
    case 'volume': return up(place.container ?? 'volumes');
  }
}
