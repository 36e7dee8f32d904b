/** What the person has chosen: the objects that menus and keys act on. */
import type { ObjectViewKind } from '../../core/model/views.ts';
import type { HostKey } from './host-state.ts';

/** An object of one host. The id of a folder is its path in the tree: `groups`, `pseudo:free`, `enclosure:A`. */
export interface ObjectReference {
  readonly host: HostKey;
  readonly kind: ObjectViewKind | 'folder';
  readonly id: string;
}

export type Selection = readonly ObjectReference[];

/** A selection's key: the same text exactly when it is the same object. */
export function referenceKey({ host, kind, id }: ObjectReference): string {
  return `${host}/${kind}/${id}`;
}

const menuIndentPixels = 24;

/** Where a context menu is asked for, in pixels of the window. */
export interface MenuRequest {
  readonly selection: Selection;
  readonly leftPixels: number;
  readonly topPixels: number;
}

/** The part of a mouse or key event that says where the menu belongs. */
export interface MenuEvent {
  readonly clientX: number;
  readonly clientY: number;
  readonly currentTarget: EventTarget & Element;
}

/** From the mouse it opens at the pointer; from the keyboard (no pointer: 0, 0) under the thing that has the focus. */
export function menuRequest(selection: Selection, event: MenuEvent, at: Element = event.currentTarget): MenuRequest {
  if (event.clientX !== 0 || event.clientY !== 0) return { selection, leftPixels: event.clientX, topPixels: event.clientY };
  const { left, bottom } = at.getBoundingClientRect();
  return { selection, leftPixels: left + menuIndentPixels, topPixels: bottom };
}

/** The keys that ask for a context menu. */
export function isMenuKey({ key, shiftKey }: { readonly key: string; readonly shiftKey: boolean }): boolean {
  return key === 'ContextMenu' || (key === 'F10' && shiftKey);
}
