/** What is known of a disk or a block, in words: for the tooltip, for the line below the picture, and for screen readers. */
import type { DiskView, LogView, SubdiskView } from '../../core/model/views.ts';
import { formatExactBytes, formatSize } from '../state/formats.ts';
import type { PictureTables } from './disk-regions.ts';
import { diskLabel } from '../state/tree-model.ts';
import { texts } from '../texts.ts';
import type { Block } from './bar-layout.ts';
import { volumeLabel } from './block-look.ts';
import { copyOf } from './copy-progress.ts';
import { heatOfRegions } from './block-heat.ts';
import type { Copies } from './copy-progress.ts';
import type { Heat } from '../statistics/use-points.ts';
import type { DiskRow } from './disk-view-model.ts';
import { diskViewTexts } from './disk-view-texts.ts';
import type { CursorPlace } from './view-cursor.ts';

export interface BlockFact {
  readonly name: string;
  readonly value: string;
}

export interface BlockWords {
  readonly title: string;
  /** In the order of their weight; none empty. */
  readonly facts: readonly BlockFact[];
  /** One sentence that says all that the picture shows. */
  readonly spoken: string;
}

const { tip, spoken, states } = diskViewTexts;

export function diskWords(row: DiskRow): BlockWords {
  const { disk } = row;
  const regionCount = row.blocks.reduce((sum, block) => sum + block.regions.length, 0);
  const facts = [
    { name: tip.status, value: texts.diskStatus[disk.status] }, { name: tip.reason, value: disk.statusReason },
    { name: tip.size, value: `${formatSize(disk.sizeBytes)} (${formatExactBytes(disk.sizeBytes)})` },
    { name: tip.group, value: disk.groupName }, { name: tip.device, value: disk.location },
    { name: texts.columns.internalName, value: disk.internalName }, { name: texts.columns.enclosure, value: disk.enclosure },
  ];
  return {
    title: diskLabel(disk), facts: present(facts),
    spoken: spoken.disk(diskLabel(disk), formatSize(disk.sizeBytes), texts.diskStatus[disk.status], regionCount),
  };
}

/** `heat` where it is shown. */
export function wordsOfPlace({ row, blockIndex }: CursorPlace, tables: PictureTables, copies: Copies, heat: Heat | null): BlockWords {
  const block = row.blocks[blockIndex];
  return block === undefined ? diskWords(row) : blockWords(row, block, tables, copies, heat);
}

export function blockWords(row: DiskRow, block: Block, tables: PictureTables, copies: Copies, heat: Heat | null): BlockWords {
  const words = withHeat(unchangedWords(row, block, tables, copies), block, heat);
  const change = row.looks[row.blocks.indexOf(block)]?.change ?? null;
  if (change === null) return words;
  const word = diskViewTexts.changes[change];
  return { ...words, facts: [{ name: tip.change, value: word }, ...words.facts], spoken: `${words.spoken}, ${word.toLowerCase()}` };
}

function withHeat(words: BlockWords, block: Block, heat: Heat | null): BlockWords {
  const own = heat === null ? null : heatOfRegions(block.regions, heat);
  if (own === null) return words;
  const value = own.label === '' ? states.idle : own.label;
  return { ...words, facts: [...words.facts, { name: tip.throughput, value }], spoken: `${words.spoken}, ${value}` };
}

function unchangedWords(row: DiskRow, block: Block, tables: PictureTables, copies: Copies): BlockWords {
  const [region] = block.regions;
  const disk = { name: tip.disk, value: diskLabel(row.disk) };
  const size = { name: tip.size, value: `${formatSize(block.lengthBytes)} (${formatExactBytes(block.lengthBytes)})` };
  const offset = { name: tip.offset, value: formatSize(block.startBytes) };
  if (region === undefined || block.regions.length > 1) {
    const count = block.regions.filter(({ kind }) => kind === 'subdisk' || kind === 'log').length;
    const title = spoken.cluster(count, formatSize(block.lengthBytes));
    return { title, facts: [disk, offset], spoken: title };
  }
  if (region.kind === 'subdisk') return subdiskWords(region.subdisk, row.disk, tables, copies, [disk, size, offset]);
  if (region.kind === 'log') return logWords(region.log, row.disk, tables, [disk, size, offset]);
  const title = diskViewTexts.regions[region.kind];
  return { title, facts: [disk, size, offset], spoken: spoken.region(title, formatSize(block.lengthBytes), formatSize(block.startBytes)) };
}

function subdiskWords(
  subdisk: SubdiskView, disk: DiskView, tables: PictureTables, copies: Copies, place: readonly BlockFact[],
): BlockWords {
  const volume = tables.volume.get(subdisk.volumeId);
  const plex = tables.plex.get(subdisk.plexId);
  const copy = copyOf(subdisk, copies);
  const column = plex !== undefined && plex.columns > 1 ? String(subdisk.column) : '';
  const state = stateOfSubdisk(disk, plex?.state, plex?.flags ?? []);
  const layout = volume === undefined ? '' : texts.layout[volume.layout];
  const copied = copy === null ? '' : `${copy.task.name}, ${copy.percent}`;
  const sentence = [
    spoken.subdisk(subdisk.name, volumeLabel(volume), plex?.name ?? ''), column === '' ? '' : spoken.column(column), layout.toLowerCase(),
    spoken.region('', formatSize(subdisk.lengthBytes), formatSize(subdisk.diskOffsetBytes)).replace(/^, /, ''),
    state, copy === null ? '' : spoken.copied(copy.percent),
  ];
  return {
    title: subdisk.name,
    facts: present([
      { name: tip.volume, value: volumeLabel(volume) }, { name: tip.status, value: state === '' ? volume?.health ?? '' : state },
      { name: tip.mirror, value: plex?.name ?? '' }, { name: tip.column, value: column }, { name: tip.layout, value: layout }, ...place,
      { name: tip.plexOffset, value: formatSize(subdisk.plexOffsetBytes) }, { name: tip.task, value: copied },
    ]),
    spoken: sentence.filter((part) => part !== '').join(', '),
  };
}

function stateOfSubdisk(disk: DiskView, plexState: string | undefined, flags: readonly string[]): string {
  if (disk.status === 'missing' || disk.status === 'failed') return states.absent;
  switch (plexState) {
    case 'STALE': return states.stale;
    case 'OFFLINE': return states.offline;
    case 'TEMPRMSD': return states.arriving;
    default: return flags.includes('IOFAIL') ? states.failing : '';
  }
}

function logWords(log: LogView, disk: DiskView, tables: PictureTables, place: readonly BlockFact[]): BlockWords {
  const volume = volumeLabel(tables.volume.get(log.volumeId));
  const state = disk.status === 'missing' || disk.status === 'failed' ? states.absent : log.state === 'STALE' ? states.logStale : '';
  const parts = [spoken.log(log.name, volume), formatSize(log.lengthBytes), state].filter((part) => part !== '');
  const facts = [{ name: tip.volume, value: volume }, { name: tip.status, value: state }, ...place];
  return { title: log.name, facts: present(facts), spoken: parts.join(', ') };
}

function present(facts: readonly BlockFact[]): readonly BlockFact[] {
  return facts.filter(({ value }) => value !== '');
}
