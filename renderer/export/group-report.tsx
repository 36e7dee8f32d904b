/** A disk group on paper: what it is, what is wrong with it, its picture, and every part of it down to the subdisks. */
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { DiskView, GroupView, SubdiskView } from '../../core/model/views.ts';
import { measureText, renderDiskRowSvg } from '../disk-view/disk-view-export.ts';
import { pictureOf } from '../disk-view/disk-view-model.ts';
import { makeTheme } from '../disk-view/disk-view-theme.ts';
import { FactList } from '../dialogs/fact-list.tsx';
import { objectFacts } from '../dialogs/object-facts.ts';
import { formatExactBytes, formatExactTime, formatSize } from '../state/formats.ts';
import { diskLabel } from '../state/tree-model.ts';
import type { TreeIndex } from '../state/tree-model.ts';
import { texts } from '../texts.ts';
import { groupStatusWord } from '../views/columns.tsx';
import { mirrorWord } from '../views/part-columns.tsx';
import { exportTexts } from './export-texts.ts';
import { troublesOfReport, volumesOfReport } from './report-rows.ts';
import type { ReportVolume } from './report-rows.ts';

const { report: words } = exportTexts;
const { columns } = words;
/** The width of the bars on a page of A4 or Letter, beside the heads of the rows. */
const barsWidthPixels = 500;
const theme = makeTheme((token) => `var(--${token})`, 'inherit', false);

export function GroupReport({ index, group }: { readonly index: TreeIndex; readonly group: GroupView }) {
  const [madeAt] = useState(() => new Date().toISOString());
  const disks = index.disksOfGroup.get(group.id) ?? [];
  const volumes = useMemo(() => volumesOfReport(index, group.id), [index, group.id]);
  const troubles = troublesOfReport(index, group);
  return (
    <article className="group-report" tabIndex={0} aria-label={words.heading(group.name)}>
      <h1>{words.heading(group.name)}</h1>
      <p className="muted">{words.made(formatExactTime(madeAt), index.host?.name ?? '')}</p>
      <Section title={words.health}>
        {troubles.length === 0 ? <p>{words.allWell}</p> : <ul>{troubles.map((trouble) => <li key={trouble}>{trouble}</li>)}</ul>}
      </Section>
      <Section title={words.facts}>
        <FactList facts={[[columns.status, groupStatusWord(group)], ...objectFacts(index, group)]} />
      </Section>
      <Section title={words.picture}><Picture index={index} disks={disks} /></Section>
      <Section title={words.disks}><Disks disks={disks} /></Section>
      <Section title={words.volumes}>
        {volumes.length === 0 ? <p>{words.noVolumes}</p> : <Volumes volumes={volumes} />}
      </Section>
      {volumes.map((one) => <Section key={one.volume.id} title={words.parts(one.volume.name)}><Parts {...one} /></Section>)}
    </article>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return <section><h2>{title}</h2>{children}</section>;
}

function Picture({ index, disks }: { readonly index: TreeIndex; readonly disks: readonly DiskView[] }) {
  const rows = useMemo(() => {
    const model = pictureOf(index, disks, { scale: 'common', zoom: 1, fitWidthPixels: barsWidthPixels });
    const measure = measureText(getComputedStyle(document.body).fontFamily);
    return disks.map(({ id }, row) => ({ id, svg: renderDiskRowSvg(model, row, theme, measure) ?? '' }));
  }, [index, disks]);
  return rows.map(({ id, svg }) => <div key={id} className="report-disk" dangerouslySetInnerHTML={{ __html: svg }} />);
}

interface TableProps {
  readonly headings: readonly string[];
  /** The texts of each row; its key is the first of them. */
  readonly rows: readonly (readonly string[])[];
  /** Columns of numbers, by their place. */
  readonly numeric: readonly number[];
}

function Table({ headings, rows, numeric }: TableProps) {
  const kind = (column: number): 'number' | undefined => (numeric.includes(column) ? 'number' : undefined);
  return (
    <table>
      <thead><tr>{headings.map((heading, column) => <th key={heading} scope="col" data-kind={kind(column)}>{heading}</th>)}</tr></thead>
      <tbody>
        {rows.map((cells) => (
          <tr key={cells[0]}>
            {cells.map((cell, column) => <td key={headings[column]} data-kind={kind(column)}>{cell === '' ? texts.nothing : cell}</td>)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Disks({ disks }: { readonly disks: readonly DiskView[] }) {
  return (
    <Table numeric={[3, 4]}
      headings={[columns.name, columns.internalName, columns.status, columns.size, columns.free, columns.enclosure, columns.device]}
      rows={disks.map((disk) => [
        diskLabel(disk), disk.internalName, texts.diskStatus[disk.status], formatSize(disk.sizeBytes), formatSize(disk.unallocatedBytes),
        disk.enclosure, disk.location,
      ])} />
  );
}

function Volumes({ volumes }: { readonly volumes: readonly ReportVolume[] }) {
  return (
    <Table numeric={[3]}
      headings={[columns.name, columns.letter, columns.layout, columns.size, columns.status, columns.survives, columns.fileSystem]}
      rows={volumes.map(({ volume }) => [
        volume.name, volume.driveLetter === '' ? '' : `${volume.driveLetter}:`, texts.layout[volume.layout],
        formatSize(volume.lengthBytes), volume.health, texts.facts.mayLose(volume.survivesDisks), volume.fileSystem,
      ])} />
  );
}

function Parts({ plexes }: ReportVolume) {
  const part = (subdisk: SubdiskView, mirror: string, word: string): readonly string[] => [
    subdisk.name, mirror, word, subdisk.diskName, String(subdisk.column), formatExactBytes(subdisk.diskOffsetBytes),
    formatExactBytes(subdisk.lengthBytes),
  ];
  return (
    <Table numeric={[4, 5, 6]}
      headings={[columns.subdisk, columns.mirror, columns.status, columns.disk, columns.column, columns.offset, columns.size]}
      rows={plexes.flatMap(({ plex, subdisks }) => subdisks.map((subdisk) => part(subdisk, plex.name, mirrorWord(plex))))} />
  );
}
