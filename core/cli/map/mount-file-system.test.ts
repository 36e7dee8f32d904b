import { expect, test } from 'vitest';
import { parseProbe } from './mount-file-system.ts';

test.each([
  ['DEVNAME=/dev/loop0\nTYPE=ext4\nUSAGE=filesystem', { ok: true, value: 'ext4' }],
  ['DEVNAME=/dev/loop0\nPTTYPE=gpt', { ok: false, error: 'it holds a partition table (gpt)' }],
  ['TYPE=LVM2_member', { ok: false, error: 'it holds LVM2_member, which is no file system that can be mounted' }],
  ['DEVNAME=/dev/loop0', { ok: true, value: '' }],
])('what blkid says: %j', (output, result) => {
  expect(parseProbe(output)).toEqual(result);
});
