/**
 * What is measured under load, and the bars. Each cell is one load on several servers; each of its comparisons is one row of
 * the report: `ours` divided by `peer` must reach `bar`. `aim` is what we would like. Servers: `plain`, `mirror`, `concat`,
 * `stripe` and `cold` are volumes of ours, `nbdkit`, `nbdkit-cold` and `quorum` (of qemu-nbd) are the peers. `mapped` and
 * `unmapped` are mirrors of 1 GiB with and without an intent map; `remote` is a volume on a disk behind an NBD server.
 * `rampSeconds` are run and not counted.
 */
const against = (ours, peer, bar, aim = null) => ({ ours, peer, bar, aim });
const ownWrites = ['concat', 'stripe'].map((ours) => against(ours, 'plain', 0.9));
const ownReads = ['concat', 'stripe'].map((ours) => against(ours, 'plain', 0.75, 0.95));

const fio = (access, blockSize, depth, comparisons, more = {}) => ({
  name: `${blockSize} ${access} QD${depth}`, kind: 'fio', access, blockSize, depth, comparisons, ...more,
});

export const loadCells = [
  fio('randread', '4k', 1, [against('plain', 'nbdkit', 1.0)]),
  fio('randread', '4k', 16, [against('plain', 'nbdkit', 1.4, 2.0), ...ownReads]),
  fio('randwrite', '4k', 1, [against('plain', 'nbdkit', 0.85)]),
  fio('randwrite', '4k', 16, [
    against('plain', 'nbdkit', 1.0, 1.3), against('mirror', 'quorum', 3), against('mirror', 'plain', 0.85), ...ownWrites,
  ]),
  fio('read', '64k', 16, [against('plain', 'nbdkit', 1.1)]),
  fio('write', '64k', 16, [against('plain', 'nbdkit', 1.1)]),
  fio('read', '1m', 4, [against('plain', 'nbdkit', 1.0)]),
  fio('write', '1m', 4, [against('plain', 'nbdkit', 1.0)]),
  { name: 'nbdcopy 1 GiB read', kind: 'copy-out', comparisons: [against('plain', 'nbdkit', 0.85, 1.0)] },
  { name: 'nbdcopy 1 GiB write', kind: 'copy-in', comparisons: [against('plain', 'nbdkit', 0.85, 1.0)] },
  fio('randread', '4k', 16, [against('cold', 'nbdkit-cold', 0.45, 0.9)], { name: '4k randread QD16, cold', cold: true }),
  fio('randwrite', '4k', 16, [against('mapped', 'unmapped', 0.92)], {
    name: '4k randwrite QD16, intent map warm', sizeMebibytes: 1024, rampSeconds: 10, seconds: 3,
  }),
  fio('randwrite', '4k', 16, [against('mapped', 'unmapped', 0)], {
    name: '4k randwrite QD16, intent map cold', sizeMebibytes: 1024, restSeconds: 8, seconds: 3,
  }),
  fio('randread', '4k', 16, [against('remote', 'plain', 0.6)], { name: '4k randread QD16, remote disk' }),
  fio('randwrite', '4k', 16, [against('remote', 'plain', 0.6)], { name: '4k randwrite QD16, remote disk' }),
  { name: '4k randread QD16, main thread busy', kind: 'busy', access: 'randread', blockSize: '4k', depth: 16, server: 'plain' },
];
