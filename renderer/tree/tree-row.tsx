/** One row of the tree: its arrow, its picture with its badge, its name. */
import type { ItemInstance } from '@headless-tree/core';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { Icon } from '../shell/icons.tsx';
import type { IconName } from '../shell/icons.tsx';
import { conditionOf } from '../state/node-conditions.ts';
import { placeOf } from '../state/node-path.ts';
import type { NodeId, Place } from '../state/node-path.ts';
import { isMenuKey } from '../state/selection.ts';
import type { MenuEvent } from '../state/selection.ts';
import { labelOf } from '../state/tree-model.ts';
import type { TreeIndex } from '../state/tree-model.ts';
import { texts } from '../texts.ts';

const indentWidth = 16;

const iconOf: Readonly<Record<Place['kind'], IconName>> = {
  host: 'host', groups: 'folder', disks: 'folder', volumes: 'folder', enclosures: 'folder', queries: 'folder',
  pseudo: 'folder', enclosure: 'folder',
  query: 'folder',
  group: 'group', disk: 'disk', volume: 'volume',
};

interface TreeRowProps {
  readonly item: ItemInstance<NodeId>;
  readonly index: TreeIndex;
  readonly selected: boolean;
  /** Its host does not answer: what is shown is the past. */
  readonly lost: boolean;
  readonly topPixels: number;
  onMenu(event: MenuEvent): void;
}

export function TreeRow({ item, index, selected, lost, topPixels, onMenu }: TreeRowProps) {
  const node = item.getItemData();
  const state = conditionOf(index, node);
  const name = labelOf(index, node);
  const { level } = item.getItemMeta();
  const below = state.inherited ? ` (${texts.conditions.inherited(state.count)})` : '';
  const mark = state.condition === 'healthy' ? '' : `, ${texts.conditions[state.condition]}${below}`;
  const title = `${name}${lost && placeOf(node).kind === 'host' ? `, ${texts.tree.lost}` : mark}`;
  const Arrow = item.isExpanded() ? ChevronDown : ChevronRight;
  return (
    <div {...item.getProps()} aria-label={title} aria-selected={selected} data-lost={lost || undefined} className="tree-row" title={title}
      style={{ transform: `translateY(${topPixels}px)`, paddingInlineStart: 4 + level * indentWidth }}
      onFocus={() => {
        // However the focus came here, the tree's own keys go on from here.
        if (!item.isFocused()) item.setFocused();
      }}
      onClick={() => {
        item.setFocused();
        item.primaryAction();
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        onMenu(event);
      }}
      onKeyDown={(event) => {
        if (!isMenuKey(event)) return;
        event.preventDefault();
        event.stopPropagation();
        onMenu({ clientX: 0, clientY: 0, currentTarget: event.currentTarget });
      }}
      onDoubleClick={() => toggle(item)}>
      <span className="tree-arrow" aria-hidden="true"
        onClick={(event) => {
          event.stopPropagation();
          item.setFocused();
          toggle(item);
        }}>
        {item.isFolder() && <Arrow size={14} />}
      </span>
      <Icon name={iconOf[placeOf(node).kind]} badge={state} />
      <span className="cell-text">{name}</span>
    </div>
  );
}

function toggle(item: ItemInstance<NodeId>): void {
  if (!item.isFolder()) return;
  if (item.isExpanded()) item.collapse();
  else item.expand();
}
