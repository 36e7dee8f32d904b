/** Words of what leaves the console: pictures, tables, and the report of a disk group. */
export const exportTexts = {
  labels: {
    diskViewSvg: 'Disk View as SVG', diskViewPng: 'Disk View as PNG', table: 'Table', report: 'Disk Group Report',
  },
  pngTooSmall: (disks: number) => `cannot hold a picture of ${disks} disks`,
  asSvg: 'Export it as SVG.',
  pictureTooLarge: (disks: number) => `The picture of ${disks} disks is too large for PNG. Export it as SVG.`,
  pictureSaved: (file: string) => `Disk View is saved as ${file}.`,
  tableSaved: (table: string, rows: number) => `${table} is saved: ${rows === 1 ? '1 row' : `${rows} rows`}.`,
  table: {
    title: 'Export Table', which: 'Table', format: 'Format', save: 'Save', cancel: 'Cancel',
    about: 'The rows that the table shows now, in its order and with its columns. Sizes are exact bytes.',
    choice: (label: string, rows: number) => `${label} (${rows === 1 ? '1 row' : `${rows} rows`})`,
    formats: { csv: 'CSV, for spreadsheets', json: 'JSON, for programs' },
  },
  report: {
    title: (group: string) => `Report of Disk Group ${group}`, print: 'Print', close: 'Close',
    heading: (group: string) => `Disk group ${group}`,
    made: (time: string, host: string) => `${time}, host ${host}`,
    health: 'Health', allWell: 'All disks, volumes and mirrors are healthy.', alerts: 'Alerts', disks: 'Disks', volumes: 'Volumes',
    picture: 'Disk View', parts: (volume: string) => `Mirrors and subdisks of ${volume}`,
    noVolumes: 'The disk group has no volume.', facts: 'Disk group',
    trouble: (name: string, word: string, reason: string) => (reason === '' ? `${name}: ${word}` : `${name}: ${word}. ${reason}`),
    columns: {
      mirror: 'Mirror', subdisk: 'Subdisk', disk: 'Disk', column: 'Column', offset: 'Offset on disk', size: 'Size', status: 'Status',
      name: 'Name', internalName: 'Internal name', free: 'Unallocated', device: 'Device', enclosure: 'Enclosure', layout: 'Layout',
      letter: 'Drive letter', survives: 'May lose', fileSystem: 'File system',
    },
  },
} as const;
