/** The tree at the left. Its keys are the tree pattern's; a click on a name goes there, one on the arrow only opens it. */
import { hotkeysCoreFeature, syncDataLoaderFeature } from '@headless-tree/core';
import { useTree } from '@headless-tree/react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useConsole, useForest } from '../state/console-context.ts';
import { texts } from '../texts.ts';
import { isLost, localHost } from '../state/host-state.ts';
import type { HostKey } from '../state/host-state.ts';
import { useSavedQueries } from '../search/saved-queries.ts';
import { isTexts, recall, remember } from '../state/memory.ts';
import { isFolder, nodeOf, parentOf, placeOf, queryPath, referenceOf } from '../state/node-path.ts';
import type { NodeId } from '../state/node-path.ts';
import { menuRequest } from '../state/selection.ts';
import type { MenuEvent } from '../state/selection.ts';
import { isLetter, TypeAhead } from '../table/type-ahead.ts';
import { childrenOf, labelOf, nearestPresent } from '../state/tree-model.ts';
import type { TreeIndex } from '../state/tree-model.ts';
import { TreeRow } from './tree-row.tsx';

const rowHeight = 24;
const rowsOverscan = 8;
/** The invisible root above the hosts. */
const forestId = 'forest';

export function ObjectTree() {
  const forest = useForest();
  const saved = useSavedQueries((state) => state.queries);
  const place = useConsole((state) => state.place);
  const past = useConsole((state) => state.past);
  const goTo = useConsole((state) => state.goTo);
  const scroller = useRef<HTMLDivElement>(null);
  const typing = useRef(new TypeAhead());
  const lost = useLostHosts();
  const latest = useRef(forest);
  latest.current = forest;
  const openMenu = useMenuOfNode();

  const tree = useTree<NodeId>({
    rootItemId: forestId,
    features: [syncDataLoaderFeature, hotkeysCoreFeature],
    initialState: { expandedItems: rememberedNodes(), focusedItem: start },
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
    // An object of the past need not be there now.
    const shown = past !== null && forest.has(past.host);
    if (present !== place && !shown) goTo(present);
    tree.rebuildTree();
  }, [forest, saved, tree, place, past, goTo]);

  useEffect(() => {
    openAbove(tree, place);
  }, [tree, place]);

  const { expandedItems } = tree.getState();
  useEffect(() => remember('tree', expandedItems.slice(0, nodesRememberedMaximum)), [expandedItems]);

  const onKeyDown = (event: KeyboardEvent): void => pressTreeKey(tree, typing.current, event);

  return (
    <div ref={scroller} className="tree-scroller" data-pane="tree" onKeyDown={onKeyDown}>
      <div {...tree.getContainerProps(texts.tree.label)} className="tree" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((virtual) => {
          const item = items[virtual.index];
          const index = item === undefined ? undefined : forest.get(placeOf(item.getItemData()).host);
          return item === undefined || index === undefined ? null : (
            <TreeRow key={item.getId()} item={item} index={index} selected={item.getItemData() === place} lost={lost.includes(index.key)}
              topPixels={virtual.start}              onMenu={(event) => openMenu(item.getItemData(), event)} />
          );
        })}
      </div>
    </div>
  );
}

const start = nodeOf(localHost, 'host');
/** Open nodes beyond this are forgotten when the console starts again. */
const nodesRememberedMaximum = 500;

function rememberedNodes(): string[] {
  return [...new Set([forestId, start, ...(recall('tree', isTexts) ?? [nodeOf(localHost, 'groups')])])];
}

/** Keys that the tree's own do not know: type-ahead and the star. */
function pressTreeKey(tree: ReturnType<typeof useTree<NodeId>>, typing: TypeAhead, event: KeyboardEvent): void {
  const items = tree.getItems();
  if (event.key === '*') expandBeside(tree);
  else if (isLetter(event)) {
    const from = items.findIndex((item) => item.isFocused());
    const found = typing.type(event.key, event.timeStamp, items.length, from, (at) => items[at]?.getItemName() ?? '');
    if (found < 0) return;
    items[found]?.setFocused();
    tree.updateDomFocus();
  } else return;
  event.preventDefault();
}

function useLostHosts(): readonly HostKey[] {
  return useConsole(useShallow((state) => [...state.hosts.values()].filter(isLost).map(({ key }) => key)));
}

/** The star opens all that stands beside the node, as trees do. */
function expandBeside(tree: ReturnType<typeof useTree<NodeId>>): void {
  const beside = tree.getFocusedItem().getParent()?.getChildren() ?? [];
  for (const item of beside.filter((each) => each.isFolder() && !each.isExpanded())) item.expand();
}

type Forest = ReadonlyMap<HostKey, TreeIndex>;

function childrenIn(forest: Forest, id: string): readonly NodeId[] {
  if (id === forestId) return [...forest.keys()].map((host) => nodeOf(host, 'host'));
  const { host, kind } = placeOf(id as NodeId);
  if (kind === 'queries') return useSavedQueries.getState().queries.map(({ name }) => nodeOf(host, queryPath(name)));
  const index = forest.get(host);
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
