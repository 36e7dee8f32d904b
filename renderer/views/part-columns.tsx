/** The columns of a volume's parts: mirrors, subdisks, logs. Rows carry what their own view does not say. */
import type { LogView, PlexView, SubdiskView } from '../../core/model/views.ts';
import type { Condition } from '../state/conditions.ts';
import { compareNames } from '../state/formats.ts';
import type { TreeIndex } from '../state/tree-model.ts';
import { StateCell } from '../table/cells.tsx';
import { count, named, size, words } from '../table/column-kinds.tsx';
import { tableColumns } from '../table/table-model.ts';
import type { TableColumn } from '../table/table-model.ts';
import { diskStatusWord } from './columns.tsx';
import { diskCondition } from '../state/conditions.ts';
import { viewsTexts } from './views-texts.ts';

const { columns } = viewsTexts;

export interface MirrorRow {
  readonly view: PlexView;
  readonly disks: string;
}

export interface SubdiskRow {
  readonly view: SubdiskView;
  readonly volume: string;
  readonly mirror: string;
  readonly word: string;
  readonly condition: Condition;
}

export function mirrorRows(index: TreeIndex, plexes: readonly PlexView[], volumeId: string): readonly MirrorRow[] {
  const subdisks = index.subdisksOfVolume.get(volumeId) ?? [];
  return plexes.map((view) => {
    const names = new Set(subdisks.filter(({ plexId }) => plexId === view.id).map(({ diskName }) => diskName));
    return { view, disks: [...names].sort(compareNames).join(', ') };
  });
}

export function subdiskRows({ tables }: TreeIndex, subdisks: readonly SubdiskView[]): readonly SubdiskRow[] {
  return subdisks.map((view) => {
    const disk = tables.disk.get(view.diskId);
    return {
      view, volume: tables.volume.get(view.volumeId)?.name ?? '', mirror: tables.plex.get(view.plexId)?.name ?? '',
      word: disk === undefined ? '' : diskStatusWord(disk), condition: disk === undefined ? 'unknown' : diskCondition(disk),
    };
  });
}

export function mirrorCondition({ state, flags }: PlexView): Condition {
  if (flags.includes('NODEVICE') || flags.includes('IOFAIL')) return 'failed';
  return state === 'ACTIVE' || state === 'CLEAN' ? 'healthy' : state === 'OFFLINE' ? 'unknown' : 'warning';
}

export function mirrorWord({ state, flags }: PlexView): string {
  const flag = flags.map((each) => viewsTexts.plexFlag[each]).find((word) => word !== undefined);
  return flag ?? viewsTexts.plexState[state];
}

function state<Row>(condition: (row: Row) => Condition, word: (row: Row) => string, title: (row: Row) => string): TableColumn<Row> {
  return {
    id: 'status', header: columns.status, width: 120, value: word,
    cell: (row) => <StateCell condition={condition(row)} word={word(row)} title={title(row)} />,
  };
}

export const mirrorColumns = tableColumns<MirrorRow>([
  named('volume', ({ view }) => view.name),
  words('layout', columns.layout, 120, ({ view }) => viewsTexts.plexLayout[view.layout]),
  count('columns', columns.columns, 84, ({ view }) => (view.layout === 'striped' ? view.columns : null)),
  size('stripeUnit', columns.stripeUnit, 96, ({ view }) => (view.layout === 'striped' ? view.stripeUnitBytes : null)),
  size('size', columns.size, 88, ({ view }) => view.lengthBytes),
  state(({ view }) => mirrorCondition(view), ({ view }) => mirrorWord(view), ({ view }) => [view.state, ...view.flags].join(' ')),
  words('disks', columns.disks, 240, ({ disks }) => disks),
]);

export const subdiskColumns = tableColumns<SubdiskRow>([
  named('disk', ({ view }) => view.name),
  words('disk', columns.disk, 108, ({ view }) => view.diskName),
  words('volume', columns.volume, 120, ({ volume }) => volume),
  words('mirror', columns.mirror, 128, ({ mirror }) => mirror),
  count('column', columns.column, 76, ({ view }) => view.column),
  size('offset', columns.offset, 112, ({ view }) => view.diskOffsetBytes),
  size('size', columns.size, 88, ({ view }) => view.lengthBytes),
  state(({ condition }) => condition, ({ word }) => word, () => ''),
]);

export const logColumns = tableColumns<LogView>([
  named('disk', ({ name }) => name),
  words('disk', columns.disk, 108, ({ diskName }) => diskName),
  size('offset', columns.offset, 112, ({ diskOffsetBytes }) => diskOffsetBytes),
  size('size', columns.size, 88, ({ lengthBytes }) => lengthBytes),
  size('region', columns.region, 96, ({ regionBytes }) => regionBytes),
  state((log) => (log.state === 'ACTIVE' ? 'healthy' : 'warning'), (log) => viewsTexts.logState[log.state], () => ''),
]);
