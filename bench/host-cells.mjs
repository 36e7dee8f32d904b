/** What the host costs when nobody asks anything of it, and how long it takes to start. */
export const hostCells = [
  {
    name: 'idle with 100 started volumes', kind: 'idle', volumes: 100, folder: 'idle', cpuSeconds: 1, perSeconds: 300,
    residentMebibytes: 200,
  },
  { name: 'a connection at rest', kind: 'connections', volumes: 1, connections: 100, folder: 'connections', mebibytesEach: 1 },
  { name: 'start with 1,000 volumes in one group', kind: 'start', volumes: 1000, folder: 'start', startSeconds: 2 },
];
