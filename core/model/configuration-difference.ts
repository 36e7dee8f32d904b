/**
 * What is different between two configurations of one group, in sentences for people: the history tells them, the console
 * shows them. Objects are known by their ids, so a rename is a rename. A field that has no words of its own is named.
 */
import { sameValue } from './configuration-delta.ts';
import { indexConfiguration } from './configuration-index.ts';
import type { ConfigurationIndex } from './configuration-index.ts';
import type { DiskRecord, GroupConfiguration, LogRecord, PlexRecord, SubdiskRecord, VolumeRecord } from './configuration.ts';
import { volumeLayout } from './health.ts';
import { formatSize } from './size-text.ts';

interface Side {
  readonly configuration: GroupConfiguration;
  readonly index: ConfigurationIndex;
}

interface Sides { readonly before: Side; readonly after: Side }

interface Named { readonly id: string; readonly name: string }

/** A field of a record in words; null for one that is told elsewhere or means nothing to people. */
type FieldWords<Record> = { readonly [Field in keyof Record]?: null | ((before: Record, after: Record) => string) };

/** One sentence a line, the group first, then disks, volumes, plexes, subdisks, logs; nothing when nothing that matters changed. */
export function configurationDifference(before: GroupConfiguration, after: GroupConfiguration): readonly string[] {
  const sides: Sides = {
    before: { configuration: before, index: indexConfiguration(before) }, after: { configuration: after, index: indexConfiguration(after) },
  };
  return [
    ...groupLines(sides), ...diskLines(sides), ...volumeLines(sides), ...plexLines(sides), ...subdiskLines(sides), ...logLines(sides),
  ];
}

function groupLines({ before: { configuration: before }, after: { configuration: after } }: Sides): readonly string[] {
  const lines: string[] = [];
  if (before.name !== after.name) lines.push(`Disk group ${before.name} is called ${after.name}.`);
  if (before.version !== after.version) lines.push(`Version ${after.version}, was ${before.version}.`);
  if (before.stamp?.id !== after.stamp?.id) {
    lines.push(after.stamp === null ? `Given free by host ${before.stamp?.name ?? '?'}.` : `Taken by host ${after.stamp.name}.`);
  }
  if (before.noAutoImport !== after.noAutoImport) {
    lines.push(after.noAutoImport ? 'Not imported by itself any more.' : 'Imported by itself when its host starts.');
  }
  if (!sameValue([...before.holders].sort(), [...after.holders].sort())) {
    lines.push(`Configuration held on ${diskNames(after, after.holders)}; was on ${diskNames(before, before.holders)}.`);
  }
  return lines;
}

function diskNames(configuration: GroupConfiguration, ids: readonly string[]): string {
  const names = new Map<string, string>(configuration.disks.map((disk) => [disk.id, disk.name]));
  return ids.map((id) => names.get(id) ?? id).sort().join(', ');
}

function diskLines({ before: { configuration: before }, after: { configuration: after } }: Sides): readonly string[] {
  const words: FieldWords<DiskRecord> = {
    lastAccess: (_was, disk) => `is found at ${disk.lastAccess}`,
    sizeBytes: (was, disk) => `has ${formatSize(disk.sizeBytes)}, had ${formatSize(was.sizeBytes)}`,
    dataLengthBytes: null,
    enclosure: (_was, disk) => `enclosure ${disk.enclosure === '' ? 'none' : disk.enclosure}`,
    site: (_was, disk) => `site ${disk.site === '' ? 'none' : disk.site}`,
    serial: (was, disk) => `serial number ${disk.serial}, was ${was.serial}`,
    failing: (_was, disk) => (disk.failing ? 'marked as failing' : 'no longer marked as failing'),
  };
  return recordLines(before.disks, after.disks, {
    made: (disk) => `Disk ${disk.name} added, ${formatSize(disk.sizeBytes)}.`,
    gone: (disk) => `Disk ${disk.name} removed.`,
    object: (disk) => `Disk ${disk.name}`, words,
  });
}

function volumeLines({ before, after }: Sides): readonly string[] {
  const words: FieldWords<VolumeRecord> = {
    lengthBytes: (was, volume) => `${formatSize(volume.lengthBytes)}, was ${formatSize(was.lengthBytes)}`,
    state: (was, volume) => `${volume.state}, was ${was.state}`,
    readPolicy: (_was, volume) => `read policy ${volume.readPolicy.kind}`,
    driveLetter: (_was, volume) => (volume.driveLetter === '' ? 'no drive letter' : `drive letter ${volume.driveLetter}:`),
    startAtImport: (_was, volume) => (volume.startAtImport ? 'started at import' : 'left stopped at import'),
    readOnly: (_was, volume) => (volume.readOnly ? 'read-only' : 'readable and writable'),
    mapRegionBytes: (_was, volume) =>
      (volume.mapRegionBytes === 0 ? 'without a map' : `map of regions of ${formatSize(volume.mapRegionBytes)}`),
    differingBytes: (_was, volume) => (volume.differingBytes === 0 ? 'its plexes do not differ any more'
      : `${formatSize(volume.differingBytes)} were found to differ between its plexes`),
  };
  return recordLines(before.configuration.volumes, after.configuration.volumes, {
    made: (volume) => `Volume ${volume.name} made, ${formatSize(volume.lengthBytes)} ${volumeLayout(volume, after.index)} on `
      + `${volumeDisks(volume, after.index)}.`,
    gone: (volume) => `Volume ${volume.name} deleted, ${formatSize(volume.lengthBytes)} on ${volumeDisks(volume, before.index)}.`,
    object: (volume) => `Volume ${volume.name}`, words,
  });
}

function volumeDisks(volume: VolumeRecord, index: ConfigurationIndex): string {
  return disksOf((index.plexesByVolume.get(volume.id) ?? []).flatMap((plex) => index.subdisksByPlex.get(plex.id) ?? []), index);
}

function disksOf(subdisks: readonly SubdiskRecord[], index: ConfigurationIndex): string {
  const names = [...new Set(subdisks.map(({ diskId }) => index.diskById.get(diskId)?.name ?? diskId))];
  return names.length === 0 ? 'no disk' : names.join(', ');
}

/** Of volumes that are there on both sides: what came and went with its volume is told with it. */
function plexLines({ before, after }: Sides): readonly string[] {
  const kept = (plex: PlexRecord): boolean => before.index.volumeById.has(plex.volumeId) && after.index.volumeById.has(plex.volumeId);
  const object = (plex: PlexRecord, { index }: Side): string =>
    `Plex ${plex.name} of volume ${index.volumeById.get(plex.volumeId)?.name ?? '?'}`;
  const place = (plex: PlexRecord, { index }: Side): string => disksOf(index.subdisksByPlex.get(plex.id) ?? [], index);
  const words: FieldWords<PlexRecord> = {
    state: (was, plex) => `${plex.state}, was ${was.state}`,
    missed: (_was, plex) => (plex.missed === null ? 'no map of what it missed any more' : 'has a map of what it misses'),
    columns: (was, plex) => `${plex.columns} columns, had ${was.columns}`,
  };
  return recordLines(before.configuration.plexes.filter(kept), after.configuration.plexes.filter(kept), {
    made: (plex) => `${object(plex, after)} added on ${place(plex, after)}.`,
    gone: (plex) => `${object(plex, before)} removed from ${place(plex, before)}.`,
    object: (plex) => object(plex, after), words,
  });
}

function subdiskLines({ before, after }: Sides): readonly string[] {
  const kept = (subdisk: SubdiskRecord): boolean => before.index.plexById.has(subdisk.plexId) && after.index.plexById.has(subdisk.plexId);
  const disk = (subdisk: SubdiskRecord, { index }: Side): string => index.diskById.get(subdisk.diskId)?.name ?? subdisk.diskId;
  const plex = (subdisk: SubdiskRecord, { index }: Side): string => index.plexById.get(subdisk.plexId)?.name ?? '?';
  const words: FieldWords<SubdiskRecord> = {
    diskId: (was, subdisk) => `moved from ${disk(was, before)} to ${disk(subdisk, after)}`,
    diskOffsetBytes: (was, subdisk) => (was.diskId === subdisk.diskId ? `moved on ${disk(subdisk, after)}` : ''),
    lengthBytes: (was, subdisk) => `${formatSize(subdisk.lengthBytes)}, was ${formatSize(was.lengthBytes)}`,
    columnOffsetBytes: null,
    plexId: (was, subdisk) => `of plex ${plex(subdisk, after)}, was of ${plex(was, before)}`,
  };
  return recordLines(before.configuration.subdisks.filter(kept), after.configuration.subdisks.filter(kept), {
    made: (subdisk) => `Subdisk ${subdisk.name} of plex ${plex(subdisk, after)} added, ${formatSize(subdisk.lengthBytes)} on `
      + `${disk(subdisk, after)}.`,
    gone: (subdisk) => `Subdisk ${subdisk.name} of plex ${plex(subdisk, before)} removed from ${disk(subdisk, before)}.`,
    object: (subdisk) => `Subdisk ${subdisk.name}`, words,
  });
}

function logLines({ before, after }: Sides): readonly string[] {
  const kept = (log: LogRecord): boolean => before.index.volumeById.has(log.volumeId) && after.index.volumeById.has(log.volumeId);
  const object = (log: LogRecord, { index }: Side): string =>
    `Log ${log.name} of volume ${index.volumeById.get(log.volumeId)?.name ?? '?'}`;
  const disk = (log: LogRecord, { index }: Side): string => index.diskById.get(log.diskId)?.name ?? log.diskId;
  const words: FieldWords<LogRecord> = {
    state: (was, log) => `${log.state}, was ${was.state}`,
    diskId: (was, log) => `moved from ${disk(was, before)} to ${disk(log, after)}`,
  };
  return recordLines(before.configuration.logs.filter(kept), after.configuration.logs.filter(kept), {
    made: (log) => `${object(log, after)} added on ${disk(log, after)}.`,
    gone: (log) => `${object(log, before)} removed from ${disk(log, before)}.`,
    object: (log) => object(log, after), words,
  });
}

interface RecordWords<Kind> {
  made(record: Kind): string;
  gone(record: Kind): string;
  /** The record with its noun, as it is called afterwards. */
  object(record: Kind): string;
  readonly words: FieldWords<Kind>;
}

function recordLines<Kind extends Named>(before: readonly Kind[], after: readonly Kind[], told: RecordWords<Kind>): readonly string[] {
  if (before === after) return [];
  const earlier = new Map(before.map((record) => [record.id, record]));
  const later = new Set(after.map(({ id }) => id));
  const gone = before.filter(({ id }) => !later.has(id)).map((record) => told.gone(record));
  const rest = after.flatMap((record): string[] => {
    const was = earlier.get(record.id);
    if (was === undefined) return [told.made(record)];
    return was === record ? [] : changedLine(was, record, told);
  });
  return [...gone, ...rest];
}

function changedLine<Kind extends Named>(was: Kind, record: Kind, told: RecordWords<Kind>): string[] {
  const fields = (Object.keys(record) as (keyof Kind & string)[]).filter((field) => !sameValue(was[field], record[field]));
  const clauses = fields.map((field) => {
    if (field === 'name') return `was called ${was.name}`;
    const words = told.words[field];
    return words === undefined ? `${field} changed` : words?.(was, record) ?? '';
  }).filter((clause) => clause !== '');
  return clauses.length === 0 ? [] : [`${told.object(record)}: ${clauses.join('; ')}.`];
}
