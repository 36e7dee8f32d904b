/** The objects of a large host, made up but whole: what the console is given when it is measured. */

const mebibyte = 2 ** 20;
export const size = { groups: 100, disksPerGroup: 100, subdisksPerDisk: 10 };

const layouts = ['concatenated', 'spanned', 'striped', 'mirrored', 'mirrored striped'];
const id = (kind, number) => `${kind}-${String(number).padStart(8, '0')}-4000-8000-000000000000`;

function disk(number, group) {
  const sizeBytes = (64 + (number % 7) * 64) * 1024 * mebibyte;
  return {
    kind: 'disk', id: id('d', number), name: `Harddisk${number}`, internalName: `Disk${number % size.disksPerGroup + 1}`, status: 'online',
    statusReason: '', groupId: id('g', group), groupName: `Group${group}`, type: 'block device', location: `/dev/disk/${number}`, sizeBytes,
    dataStartBytes: 32 * mebibyte, dataLengthBytes: sizeBytes - 33 * mebibyte, unallocatedBytes: sizeBytes / 2, readOnly: false,
    enclosure: `Array${group % 8}`, site: '', errors: 0,
  };
}

export function volume(number, group, part = {}) {
  return {
    kind: 'volume', id: id('v', number), name: `Volume${number}`, groupId: id('g', group), groupName: `Group${group}`,
    driveLetter: '', wantedDriveLetter: '', layout: layouts[number % layouts.length], lengthBytes: 40 * 1024 * mebibyte,
    state: 'ACTIVE', started: true, readOnly: false, health: 'Healthy', healthReason: '',
    survivesDisks: number % layouts.length > 2 ? 1 : 0, readPolicy: { kind: 'select' },
    plexIds: [id('p', number)], uri: '', guidUri: '', devicePath: '', clients: [], fileSystem: '', ...part,
  };
}

/** 100 groups, 10,000 disks, 10,000 volumes with a plex each, 100,000 subdisks. */
export function largeHost() {
  const objects = [{ kind: 'host', id: 'h', name: 'atlas', version: '0.1.0', processId: 1, stateFolder: '/state' }];
  let subdisks = 0;
  for (let group = 0; group < size.groups; group += 1) {
    const first = group * size.disksPerGroup;
    const numbers = Array.from({ length: size.disksPerGroup }, (_, index) => first + index);
    objects.push({
      kind: 'group', id: id('g', group), name: `Group${group}`, status: 'imported', statusReason: '', health: 'Healthy', sequence: 1,
      version: 2, stampHost: 'atlas', diskIds: numbers.map((number) => id('d', number)), holderIds: [],
      volumeIds: numbers.map((number) => id('v', number)), sizeBytes: 2 ** 44, freeBytes: 2 ** 43,
    });
    for (const number of numbers) {
      objects.push(disk(number, group), volume(number, group), {
        kind: 'plex', id: id('p', number), name: `Volume${number}-01`, volumeId: id('v', number), groupId: id('g', group),
        layout: 'concatenated', columns: 1, stripeUnitBytes: 0, state: 'ACTIVE', flags: [], lengthBytes: 40 * 1024 * mebibyte,
      });
      for (let piece = 0; piece < size.subdisksPerDisk; piece += 1) {
        // Each volume's subdisks lie on ten disks of its group.
        const owner = first + ((number - first + piece * 7) % size.disksPerGroup);
        const lengthBytes = (256 + ((number * 31 + piece * 17) % 40) * 96) * mebibyte;
        objects.push({
          kind: 'subdisk', id: id('s', subdisks), name: `Disk${number - first + 1}-${piece + 1}`, diskId: id('d', number),
          diskName: `Harddisk${number}`, plexId: id('p', owner), volumeId: id('v', owner), groupId: id('g', group), column: 0,
          diskOffsetBytes: (32 + piece * 5 * 1024) * mebibyte, plexOffsetBytes: piece * 4 * 1024 * mebibyte, lengthBytes,
        });
        subdisks += 1;
      }
    }
  }
  return objects;
}
