import { describe, expect, it } from 'vitest';
import { deviceNumber, mountOf } from './device-holder.ts';

const mounts = [
  '22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw',
  '40 22 7:3 / /mnt/my\\040disk rw - ext4 /dev/loop3 rw',
].join('\n');

describe('the holder of a device', () => {
  it('is the file system that is mounted from it', () => {
    expect(mountOf('7:3', mounts)).toEqual({ holder: 'the file system mounted on /mnt/my disk', remedy: 'Unmount /mnt/my disk first.' });
    expect(mountOf('7:4', mounts)).toBeNull();
    expect(mountOf('', mounts)).toBeNull();
  });

  it('is looked for by the number that the kernel writes', () => {
    expect([deviceNumber(0x0703), deviceNumber(0x12345), deviceNumber(0x100801)]).toEqual(['7:3', '291:69', '8:257']);
  });
});
