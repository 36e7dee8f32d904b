/** Every word that Disk View shows or speaks. */
import type { ChangeMark } from './change-marks.ts';
import type { PlainRegionKind } from './disk-regions.ts';

const regions: Readonly<Record<PlainRegionKind, string>> = {
  private: 'Private region', free: 'Unallocated', unused: 'In no disk group', closed: 'Contents unknown until imported',
};

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

export const diskViewTexts = {
  label: 'Disk View',
  regions,
  logLetter: 'L',
  cluster: (count: number) => `+${count}`,
  tools: {
    label: 'Scale and zoom', scale: 'Scale', common: 'Common scale', own: 'Own scale',
    heat: 'Heat', heatTitle: 'Paint blocks by their throughput',
    noHeat: 'I/O is counted where one disk group is shown that is imported now.',
    zoomIn: 'Zoom In', zoomOut: 'Zoom Out', fit: 'Fit', zoom: (percent: number) => `${percent} %`,
  },
  spoken: {
    disk: (name: string, size: string, status: string, regionCount: number) =>
      `${name}, ${size}, ${status}, ${counted(regionCount, 'region')}`,
    region: (what: string, size: string, offset: string) => `${what}, ${size} from ${offset}`,
    cluster: (subdisks: number, size: string) => `${counted(subdisks, 'small region')}, ${size} together. Enter zooms in.`,
    subdisk: (name: string, volume: string, mirror: string) => `${name}, subdisk of ${volume}, mirror ${mirror}`,
    log: (name: string, volume: string) => `${name}, log of ${volume}`,
    column: (column: string) => `column ${column}`,
    copied: (share: string) => `copied ${share}`,
  },
  tip: {
    volume: 'Volume', mirror: 'Mirror', column: 'Column', layout: 'Layout', offset: 'Offset', size: 'Size', disk: 'Disk', status: 'Status',
    plexOffset: 'Offset in mirror', task: 'Copy', group: 'Disk group', device: 'Device', regions: 'Regions', reason: 'Reason',
    change: 'Change', throughput: 'Throughput',
  },
  states: {
    absent: 'Its disk is not there', stale: 'Stale: it missed writes', offline: 'Taken offline', failing: 'Reads or writes have failed',
    arriving: 'Being attached', idle: 'idle', logStale: 'Stale: it is written anew',
  },
  changes: { added: 'Added', removed: 'Removed', moved: 'Moved', changed: 'Changed' } satisfies Record<ChangeMark, string>,
  legend: {
    label: 'Legend', log: 'Log', free: 'Unallocated', private: 'Private region', stale: 'Stale', absent: 'Missing', copying: 'Copying',
    cluster: 'Small regions, counted', projected: 'Same volume',
    heat: (busiest: string) => (busiest === '' ? 'Heat: idle' : `Heat: idle to the busiest, ${busiest}`),
  },
  exports: {
    svg: 'Export SVG', png: 'Export PNG', fileName: 'disk-view',
  },
} as const;
