/**
 * A place of the tree as text that people can read, type and send: `plexus://atlas/VMDG/Volume1`. Folders go by their
 * labels (`plexus://atlas/Disks/Harddisk3`); where a group is called like a folder, it is named behind `Disk Groups`.
 * A drive letter, a device path or a GUID is taken too.
 */
import type { HostKey } from './host-state.ts';
import { localHost } from './host-state.ts';
import { nodeOf, parentOf, placeOf } from './node-path.ts';
import type { NodeId } from './node-path.ts';
import { childrenOf, labelOf } from './tree-model.ts';
import type { TreeIndex } from './tree-model.ts';

export type Forest = ReadonlyMap<HostKey, TreeIndex>;

const scheme = 'plexus://';

export function locationOf(index: TreeIndex, node: NodeId): string {
  const steps: string[] = [];
  for (let step: NodeId | null = node; step !== null; step = parentOf(step)) {
    const place = placeOf(step);
    const shortened = place.kind === 'groups' && steps[0] !== undefined && !isFolderLabel(index, steps[0]);
    if (!shortened) steps.unshift(labelOf(index, step));
  }
  return `${scheme}${steps.map(escapeStep).join('/')}`;
}

/** Null when nothing of that name is there. `here` is the host that a text without a host means. */
export function findLocation(forest: Forest, text: string, here: HostKey): NodeId | null {
  const trimmed = text.trim();
  const own = forest.get(here) ?? forest.get(localHost);
  if (trimmed === '' || own === undefined) return null;
  const volume = findVolume(own, trimmed);
  if (volume !== null) return volume;
  const absolute = trimmed.toLowerCase().startsWith(scheme);
  const steps = trimmed.slice(absolute ? scheme.length : 0).split('/').filter((step) => step !== '').map(unescapeStep);
  const named = [...forest.values()].find((index) => sameName(labelOf(index, nodeOf(index.key, 'host')), steps[0] ?? ''));
  if (named !== undefined) return walk(named, steps.slice(1));
  return absolute ? null : walk(own, steps);
}

function walk(index: TreeIndex, steps: readonly string[]): NodeId | null {
  let node = nodeOf(index.key, 'host');
  for (const [position, step] of steps.entries()) {
    const next = childNamed(index, node, step) ?? (position === 0 ? childNamed(index, nodeOf(index.key, 'groups'), step) : null);
    if (next === null) return null;
    node = next;
  }
  return node;
}

function childNamed(index: TreeIndex, node: NodeId, name: string): NodeId | null {
  return childrenOf(index, node).find((child) => sameName(labelOf(index, child), name)) ?? null;
}

function findVolume(index: TreeIndex, text: string): NodeId | null {
  const letter = /^([a-z]):\\?$/i.exec(text)?.[1];
  const guid = /^(?:\\\\\?\\)?(?:volume)?\{?([0-9a-f-]{36})\}?\\?$/i.exec(text)?.[1];
  const found = index.volumes.find((volume) => (letter !== undefined && sameName(volume.driveLetter, letter))
    || (guid !== undefined && sameName(volume.id, guid)) || sameName(volume.devicePath, text));
  return found === undefined ? null : nodeOf(index.key, `group:${found.groupId}/volume:${found.id}`);
}

function isFolderLabel(index: TreeIndex, name: string): boolean {
  return childNamed(index, nodeOf(index.key, 'host'), name) !== null;
}

function sameName(left: string, right: string): boolean {
  return left !== '' && left.toLowerCase() === right.toLowerCase();
}

function escapeStep(step: string): string {
  return step.replaceAll(/[%/]/g, encodeURIComponent);
}

function unescapeStep(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
