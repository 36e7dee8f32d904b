/**
 * The Volume View tab: a block for each volume with its mirrors as rows, columns as cells, and subdisks that name their
 * disks. Only what is in sight is drawn. The keyboard's focus is on the grid; cells choose and open like those of Disk View.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, MouseEvent } from 'react';
import { useConsole } from '../state/console-context.ts';
import { nodeOf, placeOf } from '../state/node-path.ts';
import { isMenuKey, menuRequest, referenceKey } from '../state/selection.ts';
import type { ObjectReference } from '../state/selection.ts';
import { toggled } from '../disk-view/region-choice.ts';
import { emptyVolumes, volumesAt } from '../views/contents.ts';
import { EmptyState } from '../views/empty-state.tsx';
import type { ViewProps } from '../views/node-tabs.tsx';
import { moveInRows } from './row-keys.ts';
import type { RowPlace } from './row-keys.ts';
import { VolumeRowView } from './volume-row.tsx';
import { indexParts, volumeRows } from './volume-rows.ts';
import type { VolumeRow } from './volume-rows.ts';
import { VolumeViewTools } from './volume-view-tools.tsx';
import { volumeViewTexts } from './volume-view-texts.ts';
import './volume-view.css';

const rowPixels = { compact: 28, detailed: 44 } as const;
const rowsOverscan = 8;
/** More volumes than this begin collapsed: a list first, details on demand. */
const expandedMaximum = 200;

export function VolumeView({ index, node }: ViewProps) {
  const gridId = useId();
  const place = useMemo(() => placeOf(node), [node]);
  const volumes = useMemo(() => volumesAt(index, place), [index, place]);
  const { subdisk, log, plex, disk } = index.tables;
  const parts = useMemo(() => indexParts({ subdisk, log }), [subdisk, log]);
  const expansion = useExpansion(volumes.length <= expandedMaximum);
  const [details, setDetails] = useState(true);
  const rows = useMemo(() => volumeRows(volumes, plex, parts, expansion.isExpanded), [volumes, plex, parts, expansion.isExpanded]);
  const [at, setAt] = useState<RowPlace>({ key: '', cell: -1 });
  const rowIndex = Math.max(0, rows.findIndex(({ key }) => key === at.key));
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length, getScrollElement: () => scroller.current, estimateSize: () => rowPixels[details ? 'detailed' : 'compact'],
    overscan: rowsOverscan, getItemKey: (row) => rows[row]?.key ?? row,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, details]);
  const selection = useConsole((state) => state.selection);
  const chosen = useMemo(() => new Set(selection.map(referenceKey)), [selection]);
  const actions = useCellActions(index.key, setAt, expansion.toggle);

  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[rowIndex];
    if (row === undefined) return;
    const next = moveInRows(rows, rowIndex, at.cell, event.key, event.ctrlKey || event.metaKey, expansion.set);
    if (next !== null) {
      virtualizer.scrollToIndex(rows.findIndex(({ key }) => key === next.key));
      const target = rows.find(({ key }) => key === next.key);
      if (target !== undefined) actions.choose(target, next.cell, false);
    } else if (!actions.onKey(event, row, at.cell, document.getElementById(cellId(gridId, row, at.cell)))) return;
    event.preventDefault();
  };
  if (volumes.length === 0) return <div className="volume-view"><EmptyState {...emptyVolumes(index, place)} /></div>;
  const active = rows[rowIndex];
  return (
    <div className="volume-view">
      <VolumeViewTools details={details} onDetails={setDetails} onExpandAll={() => expansion.setAll(true)}
        onCollapseAll={() => expansion.setAll(false)} />
      <div ref={scroller} className="volume-view-scroller" role="treegrid" tabIndex={0} aria-label={volumeViewTexts.label}
        aria-rowcount={rows.length} aria-multiselectable="true"
        aria-activedescendant={active === undefined ? undefined : cellId(gridId, active, at.cell)} onKeyDown={onKeyDown}>
        <div role="rowgroup" className="volume-view-body" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index: position, start, size }) => {
            const row = rows[position];
            return row === undefined ? null : (
              <VolumeRowView key={row.key} row={row} index={position} top={start} height={size} details={details} host={index.key}
                chosen={chosen}
                disks={disk} activeCell={row === active ? at.cell : null} cellId={(cell) => cellId(gridId, row, cell)}
                onToggle={() => expansion.toggle(row.volume.id)} {...cellHandlers(row, actions)} />
            );
          })}
        </div>
      </div>
    </div>
  );
}

type CellActions = ReturnType<typeof useCellActions>;

function cellHandlers(row: VolumeRow, actions: CellActions) {
  return {
    onPress: (cell: number, event: MouseEvent) => {
      if (event.button === 0) actions.choose(row, cell, event.ctrlKey || event.metaKey);
    },
    onOpen: (cell: number) => actions.open(row, cell),
    onMenu: (cell: number, event: MouseEvent) => {
      event.preventDefault();
      actions.menu(row, cell, event);
    },
  };
}

function cellId(gridId: string, { key }: VolumeRow, cell: number): string {
  return `${gridId}${key.replaceAll(/\s/g, '-')}-${cell}`;
}

interface Expansion {
  /** Volumes that differ from the rest. */
  readonly others: ReadonlySet<string>;
  /** What all were set to; null while nobody did. */
  readonly all: boolean | null;
}

/** Rows begin alike; what a person opens or closes differs from that. */
function useExpansion(initially: boolean) {
  const [state, setState] = useState<Expansion>({ others: new Set(), all: null });
  return useMemo(() => {
    const normally = state.all ?? initially;
    const isExpanded = (id: string): boolean => state.others.has(id) !== normally;
    const set = (id: string, expanded: boolean): boolean => {
      if (isExpanded(id) === expanded) return false;
      const others = new Set(state.others);
      if (!others.delete(id)) others.add(id);
      setState({ ...state, others });
      return true;
    };
    return {
      isExpanded, set, toggle: (id: string) => void set(id, !isExpanded(id)),
      setAll: (expanded: boolean) => setState({ others: new Set(), all: expanded }),
    };
  }, [state, initially]);
}

/** The object of a cell; of the row where there is no cell. */
export function referenceOfCell(row: VolumeRow, cell: number, host: string): ObjectReference {
  if (row.kind !== 'volume') {
    const part = row.cells[cell];
    if (part) return { host, kind: part.kind, id: part.id };
  }
  if (row.kind === 'mirror') return { host, kind: 'plex', id: row.plex.id };
  return { host, kind: 'volume', id: row.volume.id };
}

function useCellActions(host: string, setAt: (place: RowPlace) => void, toggle: (volumeId: string) => void) {
  const select = useConsole((state) => state.select);
  const selection = useConsole((state) => state.selection);
  const openMenu = useConsole((state) => state.openMenu);
  const goTo = useConsole((state) => state.goTo);
  const choose = (row: VolumeRow, cell: number, adding: boolean): readonly ObjectReference[] => {
    const reference = referenceOfCell(row, cell, host);
    const next = adding ? toggled(selection, [reference]) : [reference];
    setAt({ key: row.key, cell });
    select(next);
    return next;
  };
  const open = (row: VolumeRow, cell: number): void => {
    const part = row.kind === 'volume' ? null : row.cells[cell];
    goTo(nodeOf(host, part ? `disk:${part.diskId}` : `volume:${row.volume.id}`));
  };
  const menu = (row: VolumeRow, cell: number, event: Parameters<typeof menuRequest>[1], at?: Element): void => {
    const wanted = referenceKey(referenceOfCell(row, cell, host));
    const within = selection.some((reference) => referenceKey(reference) === wanted);
    openMenu(menuRequest(within ? selection : choose(row, cell, false), event, at));
  };
  const onKey = (event: KeyboardEvent, row: VolumeRow, cell: number, at: Element | null): boolean => {
    if (isMenuKey(event)) menu(row, cell, { clientX: 0, clientY: 0, currentTarget: event.currentTarget }, at ?? event.currentTarget);
    else if (event.key === 'Enter') open(row, cell);
    else if (event.key === ' ' && row.kind === 'volume' && !event.ctrlKey) toggle(row.volume.id);
    else if (event.key === ' ') choose(row, cell, event.ctrlKey);
    else return false;
    return true;
  };
  return { choose, open, menu, onKey };
}
