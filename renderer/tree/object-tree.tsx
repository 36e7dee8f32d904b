/** The tree at the left. Its keys are the tree pattern's; a click on a name goes there, one on the arrow only opens it. */
import { hotkeysCoreFeature, syncDataLoaderFeature } from '@headless-tree/core';
import type { ItemInstance } from '@headless-tree/core';
import { useTree } from '@headless-tree/react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useConsole, useTreeIndex } from '../state/console-context.ts';
import { Icon } from '../shell/icons.tsx';
import type { IconName } from '../shell/icons.tsx';
import { texts } from '../texts.ts';
import { childrenOf, conditionOf, isFolder, labelOf, nearestPresent, parentOf, placeOf, rootNode } from '../state/tree-model.ts';
import type { NodeId, Place, TreeIndex } from '../state/tree-model.ts';

const rowHeight = 24;
const indentWidth = 16;
const rowsOverscan = 8;
/** The invisible root above the host; one host today, several later. */
const forest = 'forest';

const iconOf: Readonly<Record<Place['kind'], IconName>> = {
  host: 'host', groups: 'folder', disks: 'folder', volumes: 'folder', group: 'group', disk: 'disk', volume: 'volume',
};

export function ObjectTree() {
  const index = useTreeIndex();
  const place = useConsole((state) => state.place);
  const goTo = useConsole((state) => state.goTo);
  const scroller = useRef<HTMLDivElement>(null);
  const latest = useRef(index);
  latest.current = index;

  const tree = useTree<NodeId>({
    rootItemId: forest,
    features: [syncDataLoaderFeature, hotkeysCoreFeature],
    initialState: { expandedItems: [forest, rootNode, 'groups'], focusedItem: rootNode },
    getItemName: (item) => labelOf(latest.current, item.getItemData()),
    isItemFolder: (item) => isFolder(item.getItemData()),
    onPrimaryAction: (item) => goTo(item.getItemData()),
    scrollToItem: (item) => virtualizer.scrollToIndex(item.getItemMeta().index),
    dataLoader: {
      getItem: (id) => id as NodeId,
      getChildren: (id) => (id === forest ? [rootNode] : [...childrenOf(latest.current, id as NodeId)]),
    },
    hotkeys: { customGoThere: { hotkey: 'Enter', handler: (_event, current) => current.getFocusedItem().primaryAction() } },
  });
  const items = tree.getItems();
  const virtualizer = useVirtualizer({
    count: items.length, getScrollElement: () => scroller.current, estimateSize: () => rowHeight, overscan: rowsOverscan,
  });

  useEffect(() => {
    // An object that is gone takes neither the focus nor the place with it into nothing.
    const focused = tree.getState().focusedItem as NodeId | null;
    if (focused !== null) tree.applySubStateUpdate('focusedItem', nearestPresent(index, focused));
    const present = nearestPresent(index, place);
    if (present !== place) goTo(present);
    tree.rebuildTree();
  }, [index, tree, place, goTo]);

  useEffect(() => {
    openAbove(tree, place);
  }, [tree, place]);

  return (
    <div ref={scroller} className="tree-scroller">
      <div {...tree.getContainerProps(texts.tree.label)} className="tree" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((virtual) => {
          const item = items[virtual.index];
          return item === undefined ? null
            : <TreeRow key={item.getId()} item={item} index={index} selected={item.getItemData() === place} topPixels={virtual.start} />;
        })}
      </div>
    </div>
  );
}

/** Opens every folder above the place, so that going there from a table shows it in the tree. */
function openAbove(tree: ReturnType<typeof useTree<NodeId>>, place: NodeId): void {
  const closed: NodeId[] = [];
  const expanded = new Set(tree.getState().expandedItems);
  for (let above = parentOf(place); above !== null; above = parentOf(above)) {
    if (!expanded.has(above)) closed.push(above);
  }
  tree.applySubStateUpdate('focusedItem', place);
  if (closed.length === 0) return;
  tree.applySubStateUpdate('expandedItems', (items: string[]) => [...items, ...closed]);
  tree.rebuildTree();
}

interface TreeRowProps {
  readonly item: ItemInstance<NodeId>;
  readonly index: TreeIndex;
  readonly selected: boolean;
  readonly topPixels: number;
}

function TreeRow({ item, index, selected, topPixels }: TreeRowProps) {
  const node = item.getItemData();
  const state = conditionOf(index, node);
  const name = labelOf(index, node);
  const { level } = item.getItemMeta();
  const below = state.inherited ? ` (${texts.conditions.inherited(state.count)})` : '';
  const trouble = state.condition === 'healthy' ? '' : `, ${texts.conditions[state.condition]}${below}`;
  const Arrow = item.isExpanded() ? ChevronDown : ChevronRight;
  return (
    <div {...item.getProps()} aria-label={`${name}${trouble}`} aria-selected={selected} className="tree-row" title={`${name}${trouble}`}
      style={{ transform: `translateY(${topPixels}px)`, paddingInlineStart: 4 + level * indentWidth }}
      onFocus={() => {
        // However the focus came here, the tree's own keys go on from here.
        if (!item.isFocused()) item.setFocused();
      }}
      onClick={() => {
        item.setFocused();
        item.primaryAction();
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
