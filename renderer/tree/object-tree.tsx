/** The tree at the left. Its keys are the tree pattern's; a click on a name goes there, one on the arrow only opens it. */
import { hotkeysCoreFeature, syncDataLoaderFeature } from '@headless-tree/core';
import type { ItemInstance } from '@headless-tree/core';
import { useTree } from '@headless-tree/react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useConsole, useForest } from '../state/console-context.ts';
import { Icon } from '../shell/icons.tsx';
import type { IconName } from '../shell/icons.tsx';
import { texts } from '../texts.ts';
import { localHost } from '../state/host-state.ts';
import type { HostKey } from '../state/host-state.ts';
import { conditionOf } from '../state/node-conditions.ts';
import { isFolder, nodeOf, parentOf, placeOf, referenceOf } from '../state/node-path.ts';
import type { NodeId, Place } from '../state/node-path.ts';
import { isMenuKey, menuRequest } from '../state/selection.ts';
import type { MenuEvent } from '../state/selection.ts';
import { childrenOf, labelOf, nearestPresent } from '../state/tree-model.ts';
import type { TreeIndex } from '../state/tree-model.ts';

const rowHeight = 24;
const indentWidth = 16;
const rowsOverscan = 8;
/** The invisible root above the hosts. */
const forestId = 'forest';

const iconOf: Readonly<Record<Place['kind'], IconName>> = {
  host: 'host', groups: 'folder', disks: 'folder', volumes: 'folder', enclosures: 'folder', queries: 'folder', pseudo: 'folder', enclosure: 'folder',
  query: 'folder', group: 'group', disk: 'disk', volume: 'volume',
};

export function ObjectTree() {
  const forest = useForest();
  const place = useConsole((state) => state.place);
  const goTo = useConsole((state) => state.goTo);
  const scroller = useRef<HTMLDivElement>(null);
  const latest = useRef(forest);
  latest.current = forest;
  const openMenu = useMenuOfNode();

  const tree = useTree<NodeId>({
    rootItemId: forestId,
    features: [syncDataLoaderFeature, hotkeysCoreFeature],
    initialState: { expandedItems: [forestId, start, nodeOf(localHost, 'groups')], focusedItem: start },
    getItemName: (item) => labelIn(latest.current, item.getItemData()),
    isItemFolder: (item) => isFolder(item.getItemData()),
    onPrimaryAction: (item) => goTo(item.getItemData()),
    scrollToItem: (item) => virtualizer.scrollToIndex(item.getItemMeta().index),
    dataLoader: {
      getItem: (id) => id as NodeId,
      getChildren: (id) => [...childrenIn(latest.current, id)],
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
    if (focused !== null) tree.applySubStateUpdate('focusedItem', presentIn(forest, focused));
    const present = presentIn(forest, place);
    if (present !== place) goTo(present);
    tree.rebuildTree();
  }, [forest, tree, place, goTo]);

  useEffect(() => {
    openAbove(tree, place);
  }, [tree, place]);

  return (
    <div ref={scroller} className="tree-scroller">
      <div {...tree.getContainerProps(texts.tree.label)} className="tree" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((virtual) => {
          const item = items[virtual.index];
          const index = item === undefined ? undefined : forest.get(placeOf(item.getItemData()).host);
          return item === undefined || index === undefined ? null : (
            <TreeRow key={item.getId()} item={item} index={index} selected={item.getItemData() === place} topPixels={virtual.start}
              onMenu={(event) => openMenu(item.getItemData(), event)} />
          );
        })}
      </div>
    </div>
  );
}

const start = nodeOf(localHost, 'host');
type Forest = ReadonlyMap<HostKey, TreeIndex>;

function childrenIn(forest: Forest, id: string): readonly NodeId[] {
  if (id === forestId) return [...forest.keys()].map((host) => nodeOf(host, 'host'));
  const index = forest.get(placeOf(id as NodeId).host);
  return index === undefined ? [] : childrenOf(index, id as NodeId);
}

function labelIn(forest: Forest, node: NodeId): string {
  const index = forest.get(placeOf(node).host);
  return index === undefined ? '' : labelOf(index, node);
}

function presentIn(forest: Forest, node: NodeId): NodeId {
  const index = forest.get(placeOf(node).host);
  return index === undefined ? start : nearestPresent(index, node);
}

/** A menu asked for on a node is that node's: it becomes the place. */
function useMenuOfNode() {
  const goTo = useConsole((state) => state.goTo);
  const openMenu = useConsole((state) => state.openMenu);
  return (node: NodeId, event: MenuEvent): void => {
    goTo(node);
    openMenu(menuRequest([referenceOf(node)], event));
  };
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
  onMenu(event: MenuEvent): void;
}

function TreeRow({ item, index, selected, topPixels, onMenu }: TreeRowProps) {
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
