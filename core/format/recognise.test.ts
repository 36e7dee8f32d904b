import { describe, expect, it } from 'vitest';
import type { DiskId, GroupId } from '../model/identity.ts';
import { privateRegionSmallBytes } from '../model/limits.ts';
import { diskHeaderMagic, encodeDiskHeader, type DiskHeader } from './disk-header.ts';
import { fileSystemName, recognise, recogniseHeadBytes, recogniseTailBytes } from './recognise.ts';
import { openBlock, sealBlock } from './record-block.ts';

function disk(patches: readonly (readonly [number, string | readonly number[]])[],
  tailPatches: readonly (readonly [number, string])[] = []) {
  const head = new Uint8Array(recogniseHeadBytes);
  const tail = new Uint8Array(recogniseTailBytes);
  for (const [at, what] of patches) head.set(typeof what === 'string' ? Buffer.from(what, 'latin1') : what, at);
  for (const [at, what] of tailPatches) tail.set(Buffer.from(what, 'latin1'), tail.length + at);
  return recognise(head, tail);
}

const bootSignature = [510, [0x55, 0xaa]] as const;
const free: DiskHeader = {
  diskId: 'd' as DiskId, groupId: '', groupName: '', stamp: null, serial: 0, failed: false, regionBytes: privateRegionSmallBytes, writes: 1,
};

describe('recognise', () => {
  it.each([
    ['an MBR partition table', [bootSignature, [450, [0x83]]]],
    ['a GPT partition table', [bootSignature, [450, [0xee]], [512, 'EFI PART']]],
    ['a Windows dynamic disk', [bootSignature, [450, [0x42]]]],
    ['a GPT partition table', [bootSignature, [450, [0xee]]]],
    ['a boot sector', [bootSignature]],
    ['a boot sector', [bootSignature, [446, [0x17]], [450, [0x83]]]],
    ['an NTFS file system', [bootSignature, [3, 'NTFS    ']]],
    ['a FAT file system', [bootSignature, [82, 'FAT32   ']]],
    ['an exFAT file system', [bootSignature, [3, 'EXFAT   ']]],
    ['an XFS file system', [[0, 'XFSB']]],
    ['an ext2 file system', [[1024 + 56, [0x53, 0xef]]]],
    ['an ext3 file system', [[1024 + 56, [0x53, 0xef]], [1024 + 92, [4]]]],
    ['an ext4 file system', [[1024 + 56, [0x53, 0xef]], [1024 + 92, [4]], [1024 + 96, [0x40]]]],
    ['a btrfs file system', [[0x10040, '_BHRfS_M']]],
    ['an LVM2 physical volume', [[512, 'LABELONE'], [512 + 24, 'LVM2 001']]],
    ['a swap area', [[4086, 'SWAPSPACE2']]],
    ['a LUKS encrypted volume', [[0, 'LUKS\xba\xbe']]],
    ['a qcow2 image', [[0, 'QFI\xfb']]],
    ['a VMDK image', [[0, 'KDMV']]],
    ['a VHDX image', [[0, 'vhdxfile']]],
    ['an ISO 9660 image', [[0x8001, 'CD001']]],
    ['a BitLocker encrypted volume', [bootSignature, [3, '-FVE-FS-']]],
    ['a ReFS file system', [[3, 'ReFS\0\0\0\0']]],
    ['an APFS container', [[32, 'NXSB']]],
    ['a SquashFS file system', [[0, 'hsqs']]],
    ['an F2FS file system', [[1024, [0x10, 0x20, 0xf5, 0xf2]]]],
    ['an EROFS file system', [[1024, [0xe2, 0xe1, 0xf5, 0xe0]]]],
    ['an HFS+ file system', [[1024, 'H+\0\x04']]],
    ['a VxFS file system', [[1024, [0xf5, 0xfc, 0x01, 0xa5]]]],
    ['a NILFS2 file system', [[1024, [2, 0, 0, 0, 0, 0, 0x34, 0x34]]]],
    ['an OCFS2 file system', [[8192, 'OCFSV2']]],
    ['a JFS file system', [[0x8000, 'JFS1']]],
    ['a UDF file system', [[0x8001, 'BEA01']]],
    ['a GFS2 file system', [[0x10000, [0x01, 0x16, 0x19, 0x70]]]],
    ['a ReiserFS file system', [[0x10034, 'ReIsEr2Fs']]],
    ['a bcache device', [[4120, [0xc6, 0x85, 0x73, 0xf6, 0x4e, 0x1a, 0x45, 0xca]]]],
    ['a bcachefs file system', [[4120, [0xc6, 0x85, 0x73, 0xf6, 0x66, 0xce, 0x90, 0xa9]]]],
    ['a ZFS pool member', [[131072 + 7 * 1024, [0x0c, 0xb1, 0xba, 0, 0, 0, 0, 0]]]],
  ] as const)('%s', (what, patches) => {
    expect(disk(patches)).toBe(what);
  });

  it('looks at the end of the disk too', () => {
    expect(disk([], [[-512, 'conectix']])).toBe('a VHD image');
    expect(disk([], [[-512, 'EFI PART']])).toBe('a GPT partition table');
    expect(disk([], [[-512, 'PRIVHEAD']])).toBe('a Windows dynamic disk');
    expect(disk([], [[-4036, '\x83\x74\x02\x6b']])).toBe('a DRBD device');
    expect(disk([], [[-1024, 'Intel Raid ISM Cfg Sig. 1.0.00']])).toBe('an Intel RAID member');
  });

  it('knows its own: a member, a damaged header, and a free disk that holds nothing', () => {
    expect(disk([[0, [...encodeDiskHeader({ ...free, groupId: 'g' as GroupId,
      groupName: 'Data' })]]])).toBe('a disk of the Plexus disk group Data');
    expect(disk([[0, 'PLEXUSDH']])).toBe('a damaged Plexus disk');
    expect(disk([[0, [...sealBlock(openBlock(diskHeaderMagic, 1000))]]])).toBe('a Plexus disk of a newer release');
    expect(disk([[0, [...encodeDiskHeader(free)]]])).toBe('');
  });

  it('sees nothing in zeros, in other bytes, or in a disk of a few bytes', () => {
    expect(disk([])).toBe('');
    expect(disk([[0, 'hello'], [70000, 'world']])).toBe('');
    expect(recognise(new Uint8Array(3), new Uint8Array(3))).toBe('');
  });

  it('a file system has a name, anything else has none', () => {
    expect(fileSystemName('an ext4 file system')).toBe('ext4');
    expect(fileSystemName('a FAT file system')).toBe('FAT');
    expect(fileSystemName('a swap area')).toBe('');
    expect(fileSystemName('')).toBe('');
  });
});
