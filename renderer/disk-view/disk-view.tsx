/**
 * The Disk View tab: one row a disk, to scale, on a canvas; with it a toolbar, a line that says what the keyboard is on,
 * a legend, and the same as a grid for screen readers. What it shows comes from the index that it is given.
 */
import { useCallback, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, MouseEvent } from 'react';
import { disksAt, emptyDisks } from '../views/contents.ts';
import { EmptyState } from '../views/empty-state.tsx';
import type { ViewProps } from '../views/node-tabs.tsx';
import type { DiskView as Disk } from '../../core/model/views.ts';
import { useConsole, useHost } from '../state/console-context.ts';
import type { TreeIndex } from '../state/tree-model.ts';
import { useHeat } from '../statistics/use-points.ts';
import { heatGroupOf } from './block-heat.ts';
import { nodeOf, placeOf } from '../state/node-path.ts';
import { isMenuKey, menuRequest, referenceKey } from '../state/selection.ts';
import type { ObjectReference } from '../state/selection.ts';
import { wordsOfPlace } from './block-facts.ts';
import type { ChangeMarks } from './change-marks.ts';
import { copiesUnderWay } from './copy-progress.ts';
import { DetailLine } from './detail-line.tsx';
import { DiskViewCanvas } from './disk-view-canvas.tsx';
import { createExtentIndexer } from './disk-regions.ts';
import { createDiskViewModel } from './disk-view-model.ts';
import type { DiskViewModel } from './disk-view-model.ts';
import { DiskViewTools } from './disk-view-tools.tsx';
import { Legend } from './legend.tsx';
import { chosenOf } from './picture-marks.ts';
import { blockReferences, toggled, united } from './region-choice.ts';
import { scaleMemoryOf } from './remembered-scale.ts';
import { useViewScale } from './use-view-scale.ts';
import { cursorAt, findCursor, moveCursor } from './view-cursor.ts';
import type { Cursor, CursorPlace } from './view-cursor.ts';
import './disk-view.css';

const noIds: readonly string[] = [];

export interface DiskViewProps extends ViewProps {
  /** What is different from another time, where two are compared. */
  readonly changes?: ChangeMarks;
}

export function DiskView(props: DiskViewProps) {
  const memory = scaleMemoryOf(props.index, placeOf(props.node));
  return <Picture key={memory} {...props} memory={memory} />;
}

function Picture({ index, node, changes, memory }: DiskViewProps & { readonly memory: string }) {
  const place = useMemo(() => placeOf(node), [node]);
  const disks = useMemo(() => disksAt(index, place), [index, place]);
  const view = useViewScale(memory);
  const model = useModel(index.tables, disks, view.scale, changes);
  const copies = useMemo(() => copiesUnderWay(index.tables.task), [index.tables.task]);
  const selection = useConsole((state) => state.selection);
  const chosen = useMemo(() => chosenOf(selection, index.key, index.tables), [selection, index.key, index.tables]);
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const heat = useHeatOf(index, disks, changes === undefined);
  const found = findCursor(model, cursor);
  const actions = useActions(model, index.key, setCursor, view.zoomTo);
  const pane = useRef<HTMLDivElement>(null);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (found === null) return;
    const handled = view.onKey(event, model, found) || actions.onKey(event, found, pane.current);
    if (handled) event.preventDefault();
  };
  if (disks.length === 0) return <div className="disk-view"><EmptyState {...emptyDisks(place)} /></div>;
  return (
    <div ref={pane} className="disk-view">
      <DiskViewTools view={view} model={model} heat={heat} />
      <DiskViewCanvas model={model} copies={copies} heat={heat.heat} chosen={chosen} view={view}
        cursor={found === null ? null : cursorAt(found)}
        onKeyDown={onKeyDown} onPress={actions.onPress} onOpen={actions.open} onMenu={actions.onMenu} />
      <DetailLine words={found === null ? null : wordsOfPlace(found, model.tables, copies, heat.heat)} />
      <Legend changes={changes !== undefined} heat={heat.heat} />
    </div>
  );
}

function useModel(
  tables: DiskViewModel['tables'], disks: DiskViewModel['disks'], scale: DiskViewModel['scale'], changes: ChangeMarks | undefined,
): DiskViewModel {
  const [extentsOf] = useState(createExtentIndexer);
  const { subdisk, log, volume, plex } = tables;
  return useMemo(
    () => createDiskViewModel(disks, { subdisk, log, volume, plex }, extentsOf({ subdisk, log }), scale, changes),
    [disks, subdisk, log, volume, plex, extentsOf, scale, changes]);
}

/** Asked of the host only while it is shown. What was, and what was packed into a bundle, has no throughput. */
function useHeatOf(index: TreeIndex, disks: readonly Disk[], isNow: boolean) {
  const past = useConsole((state) => state.past);
  const kind = useHost(index.key, (host) => host.kind, 'bundle');
  const [wanted, setWanted] = useState(false);
  const groupId = isNow && past === null && kind !== 'bundle' ? heatGroupOf(index, disks) : '';
  const possible = groupId !== '';
  const shown = wanted && possible;
  const subdiskIds = useMemo(
    () => (shown ? disks.flatMap(({ id }) => (index.subdisksOfDisk.get(id) ?? []).map((subdisk) => subdisk.id)) : noIds),
    [shown, disks, index]);
  const heat = useHeat(index.key, shown ? groupId : '', subdiskIds);
  return { heat, shown, possible, toggle: () => setWanted(!wanted) };
}

/** What a person does to the parts of the picture: choose, open, ask for the menu. */
function useActions(
  model: DiskViewModel, host: string, setCursor: (cursor: Cursor) => void, zoomTo: (place: CursorPlace) => void,
) {
  const select = useConsole((state) => state.select);
  const selection = useConsole((state) => state.selection);
  const openMenu = useConsole((state) => state.openMenu);
  const goTo = useConsole((state) => state.goTo);
  const choose = useCallback((place: CursorPlace, how: 'alone' | 'toggle' | 'extend'): readonly ObjectReference[] => {
    const references = blockReferences(place, host);
    const next = how === 'alone' ? references : how === 'toggle' ? toggled(selection, references) : united(selection, references);
    setCursor(cursorAt(place));
    select(next);
    return next;
  }, [host, selection, select, setCursor]);
  const open = (place: CursorPlace): void => {
    const regions = place.row.blocks[place.blockIndex]?.regions ?? [];
    const [region] = regions;
    if (regions.length > 1) zoomTo(place);
    else if (region?.kind === 'subdisk') goTo(nodeOf(host, `volume:${region.subdisk.volumeId}`));
    else if (region?.kind === 'log') goTo(nodeOf(host, `volume:${region.log.volumeId}`));
    else goTo(nodeOf(host, `disk:${place.row.disk.id}`));
  };
  /** The menu is that of the whole selection when it is asked for on a part of it. */
  const chooseForMenu = (place: CursorPlace): readonly ObjectReference[] => {
    const references = blockReferences(place, host);
    const known = new Set(selection.map(referenceKey));
    const within = references.every((reference) => known.has(referenceKey(reference)));
    return within ? selection : choose(place, 'alone');
  };
  const onKey = (event: KeyboardEvent, place: CursorPlace, pane: HTMLElement | null): boolean => {
    const control = event.ctrlKey || event.metaKey;
    if (isMenuKey(event)) {
      const at = pane?.querySelector('.detail-line') ?? event.currentTarget;
      openMenu(menuRequest(chooseForMenu(place), { clientX: 0, clientY: 0, currentTarget: event.currentTarget }, at));
    } else if (event.key === 'Enter') open(place);
    else if (event.key === ' ') choose(place, control ? 'toggle' : 'alone');
    else {
      const next = moveCursor(model, place, event.key, control, event.currentTarget.clientHeight);
      if (next === null || event.altKey) return false;
      choose(next, event.shiftKey ? 'extend' : 'alone');
    }
    return true;
  };
  const onPress = (place: CursorPlace, event: MouseEvent): void => {
    choose(place, event.ctrlKey || event.metaKey ? 'toggle' : event.shiftKey ? 'extend' : 'alone');
  };
  const onMenu = (place: CursorPlace, event: MouseEvent): void => openMenu(menuRequest(chooseForMenu(place), event));
  return { onKey, onPress, onMenu, open };
}
