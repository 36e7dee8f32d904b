/**
 * What does a disk hold that somebody may miss? Looks at the first 256 KiB and the last 64 KiB only. The most telling
 * answer comes first: a container or file system over the partition table that its boot sector resembles.
 */
import { decodeDiskHeader, diskHeaderBytes, diskHeaderMagic } from './disk-header.ts';

export const recogniseHeadBytes = 256 * 1024;
export const recogniseTailBytes = 64 * 1024;

interface Ends {
  /** The first bytes of the disk. */
  readonly head: Buffer;
  /** The last bytes of the disk. */
  readonly tail: Buffer;
}

interface Mark {
  readonly at: number;
  readonly bytes: string;
  readonly what: string;
}

function bears(buffer: Buffer, at: number, text: string): boolean {
  const start = at < 0 ? buffer.length + at : at;
  return start >= 0 && start + text.length <= buffer.length && buffer.toString('latin1', start, start + text.length) === text;
}

/** Magic numbers at fixed places of the head. */
const headMarks: readonly Mark[] = [
  { at: 0, bytes: 'LUKS\xba\xbe', what: 'a LUKS encrypted volume' },
  { at: 0, bytes: 'QFI\xfb', what: 'a qcow2 image' },
  { at: 0, bytes: 'vhdxfile', what: 'a VHDX image' },
  { at: 0, bytes: 'conectix', what: 'a VHD image' },
  { at: 0, bytes: 'KDMV', what: 'a VMDK image' },
  { at: 0, bytes: '# Disk DescriptorFile', what: 'a VMDK image' },
  { at: 0x40, bytes: '\x7f\x10\xda\xbe', what: 'a VDI image' },
  { at: 0, bytes: 'WithoutFreeSpace', what: 'a Parallels image' },
  { at: 0, bytes: 'QED\0', what: 'a QED image' },
  { at: 3, bytes: '-FVE-FS-', what: 'a BitLocker encrypted volume' },
  { at: 0x4000, bytes: 'SKUL\xba\xbe', what: 'a LUKS encrypted volume' },
  { at: 0, bytes: 'integrt\0', what: 'a dm-integrity volume' },
  { at: 0, bytes: 'verity\0\0', what: 'a dm-verity hash area' },
  { at: 0, bytes: 'XFSB', what: 'an XFS file system' },
  { at: 3, bytes: 'ReFS\0\0\0\0', what: 'a ReFS file system' },
  { at: 32, bytes: 'NXSB', what: 'an APFS container' },
  { at: 0, bytes: 'hsqs', what: 'a SquashFS file system' },
  { at: 0, bytes: '-rom1fs-', what: 'a romfs file system' },
  { at: 0, bytes: '\x45\x3d\xcd\x28', what: 'a cramfs file system' },
  { at: 1024, bytes: '\x10\x20\xf5\xf2', what: 'an F2FS file system' },
  { at: 1024, bytes: '\xe2\xe1\xf5\xe0', what: 'an EROFS file system' },
  { at: 1024, bytes: 'H+\0\x04', what: 'an HFS+ file system' },
  { at: 1024, bytes: 'HX\0\x05', what: 'an HFS+ file system' },
  { at: 1024, bytes: 'BD', what: 'an HFS file system' },
  { at: 1024, bytes: '\xf5\xfc\x01\xa5', what: 'a VxFS file system' },
  { at: 1024, bytes: '\x02\0\0\0\0\0\x34\x34', what: 'a NILFS2 file system' },
  { at: 2048, bytes: 'OCFSV2', what: 'an OCFS2 file system' },
  { at: 8192, bytes: 'OCFSV2', what: 'an OCFS2 file system' },
  { at: 0x8000, bytes: 'JFS1', what: 'a JFS file system' },
  { at: 0x8001, bytes: 'BEA01', what: 'a UDF file system' },
  { at: 0x10000, bytes: '\x01\x16\x19\x70', what: 'a GFS2 file system' },
  { at: 0x10000, bytes: 'ReIsEr4', what: 'a Reiser4 file system' },
  { at: 0x10034, bytes: 'ReIsEr', what: 'a ReiserFS file system' },
  { at: 0x2034, bytes: 'ReIsErFs', what: 'a ReiserFS file system' },
  { at: 0, bytes: 'bluestore block device', what: 'a Ceph BlueStore device' },
  { at: 4096 + 24, bytes: '\xc6\x85\x73\xf6\x4e\x1a\x45\xca', what: 'a bcache device' },
  { at: 4096 + 24, bytes: '\xc6\x85\x73\xf6\x66\xce\x90\xa9', what: 'a bcachefs file system' },
  { at: 512 + 4, bytes: '!Stra0tis', what: 'a Stratis pool member' },
  { at: 3, bytes: 'NTFS    ', what: 'an NTFS file system' },
  { at: 3, bytes: 'EXFAT   ', what: 'an exFAT file system' },
  { at: 0x52, bytes: 'FAT32   ', what: 'a FAT file system' },
  { at: 0x36, bytes: 'FAT12   ', what: 'a FAT file system' },
  { at: 0x36, bytes: 'FAT16   ', what: 'a FAT file system' },
  { at: 0x10040, bytes: '_BHRfS_M', what: 'a btrfs file system' },
  { at: 0x8001, bytes: 'CD001', what: 'an ISO 9660 image' },
  { at: 4086, bytes: 'SWAPSPACE2', what: 'a swap area' },
  { at: 4086, bytes: 'SWAP-SPACE', what: 'a swap area' },
  { at: 65526, bytes: 'SWAPSPACE2', what: 'a swap area' },
  { at: 0, bytes: '\xfc\x4e\x2b\xa9', what: 'a Linux software RAID member' },
  { at: 4096, bytes: '\xfc\x4e\x2b\xa9', what: 'a Linux software RAID member' },
  { at: 6 * 512, bytes: 'PRIVHEAD', what: 'a Windows dynamic disk' },
];

/** Magic numbers counted from the end of the disk. */
const tailMarks: readonly Mark[] = [
  { at: -512, bytes: 'conectix', what: 'a VHD image' },
  { at: -512, bytes: 'PRIVHEAD', what: 'a Windows dynamic disk' },
  { at: -1024, bytes: 'Intel Raid ISM Cfg Sig. ', what: 'an Intel RAID member' },
  { at: -4096 + 60, bytes: '\x83\x74\x02\x6b', what: 'a DRBD device' },
  { at: -4096 + 60, bytes: '\x83\x74\x02\x6d', what: 'a DRBD device' },
  { at: -65536, bytes: '\xfc\x4e\x2b\xa9', what: 'a Linux software RAID member' },
  { at: -8192, bytes: '\xfc\x4e\x2b\xa9', what: 'a Linux software RAID member' },
];

function plexusGroup({ head }: Ends): string {
  if (!bears(head, 0, diskHeaderMagic)) return '';
  const header = decodeDiskHeader(head.subarray(0, diskHeaderBytes), 'header A');
  if (!header.ok) return header.error.reason === 'future-version' ? 'a Plexus disk of a newer release' : 'a damaged Plexus disk';
  return header.value.groupId === '' ? '' : `a disk of the Plexus disk group ${header.value.groupName}`;
}

function extended({ head }: Ends): string {
  const superblock = 1024;
  if (head.length < superblock + 256 || head.readUInt16LE(superblock + 56) !== 0xef53) return '';
  const hasJournal = (head.readUInt32LE(superblock + 92) & 0x4) !== 0;
  const usesExtents = (head.readUInt32LE(superblock + 96) & 0x2c0) !== 0;
  if (usesExtents) return 'an ext4 file system';
  return hasJournal ? 'an ext3 file system' : 'an ext2 file system';
}

function logicalVolumeManager({ head }: Ends): string {
  for (let sector = 0; sector < 4; sector += 1) {
    if (bears(head, sector * 512, 'LABELONE') && bears(head, sector * 512 + 24, 'LVM2 001')) return 'an LVM2 physical volume';
  }
  return '';
}

/** Each label of a pool member ends in a ring of uberblocks; which of them is written depends on what the pool has lived through. */
function poolMember({ head }: Ends): string {
  const ring = 128 * 1024;
  for (let at = ring; at + 1024 <= Math.min(head.length, 2 * ring); at += 1024) {
    if (bears(head, at, '\x0c\xb1\xba\0\0\0\0\0') || bears(head, at, '\0\0\0\0\0\xba\xb1\x0c')) return 'a ZFS pool member';
  }
  return '';
}

function marked({ head, tail }: Ends): string {
  const found = headMarks.find((mark) => bears(head, mark.at, mark.bytes)) ?? tailMarks.find((mark) => bears(tail, mark.at, mark.bytes));
  return found?.what ?? '';
}

const dynamicDiskPartitionType = 0x42;
const protectivePartitionType = 0xee;

function partitionTable({ head, tail }: Ends): string {
  const guid = bears(head, 512, 'EFI PART') || bears(head, 4096, 'EFI PART') || bears(tail, -512, 'EFI PART')
    || bears(tail, -4096, 'EFI PART');
  if (guid) return 'a GPT partition table';
  if (head.length < 512 || head.readUInt16LE(510) !== 0xaa55) return '';
  const entries = [446, 462, 478, 494].map((at) => ({ boot: head.readUInt8(at), type: head.readUInt8(at + 4) }));
  if (entries.some((entry) => entry.boot !== 0 && entry.boot !== 0x80)) return 'a boot sector';
  if (entries.some((entry) => entry.type === dynamicDiskPartitionType)) return 'a Windows dynamic disk';
  if (entries.some((entry) => entry.type === protectivePartitionType)) return 'a GPT partition table';
  return entries.some((entry) => entry.type !== 0) ? 'an MBR partition table' : 'a boot sector';
}

const recognisers: readonly ((ends: Ends) => string)[] = [plexusGroup, marked, extended, logicalVolumeManager, poolMember, partitionTable];

function buffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** `an ext4 file system` is `ext4`; empty for what is no file system. */
export function fileSystemName(recognised: string): string {
  return recognised.endsWith(' file system') ? recognised.replace(/^an? /, '').replace(/ file system$/, '') : '';
}

/** A noun with its article (`an ext4 file system`); empty when nothing is recognised. `tail` ends where the disk ends. */
export function recognise(head: Uint8Array, tail: Uint8Array): string {
  const ends = { head: buffer(head), tail: buffer(tail) };
  for (const recogniser of recognisers) {
    const found = recogniser(ends);
    if (found !== '') return found;
  }
  return '';
}
