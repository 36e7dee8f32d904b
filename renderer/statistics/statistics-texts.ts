/** Words of charts, monitoring and the counters' commands. */
export const statisticsTexts = {
  tab: 'Statistics',
  monitoring: 'Online Monitoring',
  reset: 'Reset Counters',
  wereReset: (group: string) => `Disk group ${group} counts its I/O from here on.`,
  object: 'Object',
  charts: { callRate: 'I/O rate', throughput: 'Throughput', latency: 'Latency' },
  reads: 'Reads', writes: 'Writes',
  series: { readP50: 'Read p50', readP99: 'Read p99', writeP50: 'Write p50', writeP99: 'Write p99' },
  asTable: 'Show as table',
  columns: {
    time: 'Time', name: 'Name', type: 'Type', readRate: 'Reads/s', writeRate: 'Writes/s', readBytes: 'Read/s', writeBytes: 'Written/s',
    readP50: 'Read p50', readP99: 'Read p99', writeP50: 'Write p50', writeP99: 'Write p99',
  },
  kinds: { disk: 'Disk', volume: 'Volume', plex: 'Mirror', subdisk: 'Subdisk' },
  waiting: 'The first rates come with the second reading, in a moment.',
  notCounted: 'I/O is counted on disks and volumes of imported disk groups.',
  perSecond: (size: string) => `${size}/s`,
  milliseconds: (value: string) => `${value} ms`,
} as const;
