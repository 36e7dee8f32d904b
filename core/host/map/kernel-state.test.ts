import { expect, test } from 'vitest';
import { unixExport } from './attach-device.ts';
import { parseMounts } from './kernel-state.ts';
import { parseRecord } from './map-record.ts';

test('mounts are read with their tags and their escaped blanks', () => {
  const text = [
    '27 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw',
    '42 27 0:39 / /state/maps/v.disk rw,nosuid,nodev,relatime shared:3 master:1 - fuse /dev/fuse rw,user_id=0',
    '43 27 7:0 / /mnt/two\\040words rw,relatime - ext4 /dev/loop0 rw',
    'nonsense', '',
  ].join('\n');
  expect(parseMounts(text)).toEqual([
    { mountPoint: '/', deviceNumber: '8:1', type: 'ext4', source: '/dev/sda1' },
    { mountPoint: '/state/maps/v.disk', deviceNumber: '0:39', type: 'fuse', source: '/dev/fuse' },
    { mountPoint: '/mnt/two words', deviceNumber: '7:0', type: 'ext4', source: '/dev/loop0' },
  ]);
});

test.each([
  ['nbd+unix:///Data/V1?socket=/s/nbd/Data.sock', { name: 'Data/V1', socket: '/s/nbd/Data.sock' }],
  ['nbd+unix:///a%20b?socket=/two%20words', { name: 'a b', socket: '/two words' }],
  ['nbd://10.0.0.7/x', null],
])('the export behind %s', (uri, place) => {
  expect(unixExport(uri)).toEqual(place);
});

test.each(['', 'x', '{}', '{"version":2}', '{"version":1,"volumeId":"../../etc"}'])('a note that is not ours is no note: %s', (text) => {
  expect(parseRecord(text)).toBeNull();
});
