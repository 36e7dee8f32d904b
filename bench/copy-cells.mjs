/** What the engine copies for itself: how fast alone, what it leaves to clients, how long a crash takes to mend. */
export const copyCells = [
  { name: 'copy of 1 GiB to a new mirror', kind: 'copy', folder: 'copy', mebibytes: 1024, bar: 0.7, aim: 0.9 },
  {
    name: 'copy beside 4k randwrite QD16', kind: 'governor', folder: 'governor', mebibytes: 2048, seconds: 2, clientShare: 0.8,
    megabytesPerSecond: 200,
  },
  {
    name: 'crash of a 10 GiB mirror, 100 regions dirty',
    kind: 'recovery', folder: 'recovery', gibibytes: 10, regions: 100, withinSeconds: 2,
  },
];
