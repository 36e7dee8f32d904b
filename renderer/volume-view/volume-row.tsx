/** One row of Volume View: the head of a volume, or a mirror or the logs with their cells. */
import { ChevronDown, ChevronRight } from 'lucide-react';
import type { MouseEvent, ReactNode } from 'react';
import type { LogView, SubdiskView } from '../../core/model/views.ts';
import { conditionOfSubdisk, volumeLabel } from '../disk-view/block-look.ts';
import { ConditionIcon, Icon } from '../shell/icons.tsx';
import { volumeCondition } from '../state/conditions.ts';
import { formatExactBytes, formatSize } from '../state/formats.ts';
import type { ObjectTables } from '../state/object-store.ts';
import { referenceKey } from '../state/selection.ts';
import { texts } from '../texts.ts';
import type { VolumeRow } from './volume-rows.ts';
import { volumeViewTexts } from './volume-view-texts.ts';

export interface VolumeRowProps {
  readonly row: VolumeRow;
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly details: boolean;
  readonly host: string;
  /** Keys of the chosen objects. */
  readonly chosen: ReadonlySet<string>;
  readonly disks: ObjectTables['disk'];
  /** The cell that the keyboard is on, -1 for the head; null when it is on another row. */
  readonly activeCell: number | null;
  cellId(cell: number): string;
  onToggle(): void;
  onPress(cell: number, event: MouseEvent): void;
  onOpen(cell: number): void;
  onMenu(cell: number, event: MouseEvent): void;
}

export function VolumeRowView(props: VolumeRowProps) {
  const { row, index, top, height } = props;
  const level = row.kind === 'volume' ? 1 : 2;
  return (
    <div role="row" className="volume-row" data-kind={row.kind} aria-level={level} aria-rowindex={index + 1}
      aria-expanded={row.kind === 'volume' ? row.expanded : undefined} style={{ transform: `translateY(${top}px)`, height }}>
      {row.kind === 'volume' ? <VolumeHead {...props} row={row} /> : (
        <>
          <Head {...props}><PartHead row={row} /></Head>
          {row.cells.map((part, cell) => (part === null
            ? <span key={cell} role="gridcell" id={props.cellId(cell)} className="volume-cell-gap" />
            : <PartCell key={part.id} {...props} part={part} cell={cell} />))}
        </>
      )}
    </div>
  );
}

function Head(props: VolumeRowProps & { readonly children: ReactNode }) {
  const { row, host, chosen, activeCell, cellId, onPress, onOpen, onMenu, children } = props;
  const key = row.kind === 'mirror' ? referenceKey({ host, kind: 'plex', id: row.plex.id })
    : referenceKey({ host, kind: 'volume', id: row.volume.id });
  return (
    <span role="rowheader" id={cellId(-1)} className="volume-row-head" aria-selected={row.kind !== 'logs' && chosen.has(key)}
      data-active={activeCell === -1 || undefined} onMouseDown={(event) => onPress(-1, event)} onDoubleClick={() => onOpen(-1)}
      onContextMenu={(event) => onMenu(-1, event)}>
      {children}
    </span>
  );
}

function VolumeHead(props: VolumeRowProps & { readonly row: VolumeRow & { readonly kind: 'volume' } }) {
  const { row: { volume, expanded }, onToggle } = props;
  const Arrow = expanded ? ChevronDown : ChevronRight;
  const condition = volumeCondition(volume);
  return (
    <Head {...props}>
      <span className="tree-arrow" aria-hidden="true" onMouseDown={(event) => {
        event.stopPropagation();
        onToggle();
      }}><Arrow size={14} /></span>
      <Icon name="volume" />
      <strong className="volume-name">{volumeLabel(volume)}</strong>
      <span className="volume-fact"><span className="layout-chip" data-layout={volume.layout} />{texts.layout[volume.layout]}</span>
      <span className="volume-fact" title={formatExactBytes(volume.lengthBytes)}>{formatSize(volume.lengthBytes)}</span>
      <span className="volume-fact" title={volume.healthReason}>
        {condition !== 'healthy' && <ConditionIcon condition={condition} />}{volume.health}
      </span>
      <span className="volume-fact">{volumeViewTexts.mirrors(volume.plexIds.length)}</span>
    </Head>
  );
}

function PartHead({ row }: { readonly row: Exclude<VolumeRow, { readonly kind: 'volume' }> }) {
  if (row.kind === 'logs') return <span className="volume-part">{volumeViewTexts.logs}</span>;
  if (row.piece > 0) return null;
  return (
    <>
      <span className="volume-part">{row.plex.name}</span>
      <span className="volume-fact">{volumeViewTexts.plexStates[row.plex.state]}</span>
    </>
  );
}

function PartCell(props: VolumeRowProps & { readonly part: SubdiskView | LogView; readonly cell: number }) {
  const { row, part, cell, host, chosen, disks, details, activeCell, cellId, onPress, onOpen, onMenu } = props;
  const disk = disks.get(part.diskId);
  const plex = row.kind === 'mirror' ? row.plex : undefined;
  const condition = part.kind === 'log' && part.state === 'STALE' ? 'warning' : conditionOfSubdisk(disk, plex);
  const column = plex !== undefined && plex.columns > 1 ? `${cell}` : '';
  return (
    <span role="gridcell" id={cellId(cell)} className="volume-cell"
      aria-selected={chosen.has(referenceKey({ host, kind: part.kind, id: part.id }))}
      data-active={activeCell === cell || undefined} data-layout={part.kind === 'log' ? 'log' : row.volume.layout}
      title={`${part.name}, ${formatExactBytes(part.lengthBytes)}`} onMouseDown={(event) => onPress(cell, event)}
      onDoubleClick={() => onOpen(cell)} onContextMenu={(event) => onMenu(cell, event)}>
      <span className="volume-cell-line">
        {column !== '' && <span className="volume-column" aria-label={volumeViewTexts.column(cell)}>{column}</span>}
        <strong>{part.diskName}</strong>
        {condition !== 'healthy' && <ConditionIcon condition={condition} />}
        {condition !== 'healthy' && <span className="visually-hidden">{texts.conditions[condition]}</span>}
      </span>
      {details && (
        <span className="volume-cell-detail">
          {volumeViewTexts.detail(part.name, formatSize(part.lengthBytes), formatSize(part.diskOffsetBytes))}
        </span>
      )}
    </span>
  );
}
