/** Recognises the file system on a mapped device and mounts it. Making one is the administrator's business. */
import { statSync } from 'node:fs';
import type { Result } from '../../model/result.ts';
import { failure, success } from '../../model/result.ts';
import type { ProgramEnd } from '../../host/map/programs.ts';
import { debianPackages, findProgram, lastLine, runProgram } from '../../host/map/programs.ts';

const mountableTypes = ['ext2', 'ext3', 'ext4', 'xfs', 'btrfs', 'vfat', 'exfat', 'ntfs'];

/** The type of the file system as blkid names it; empty when there is none. Other contents are a failure with their name. */
export async function recogniseFileSystem(device: string): Promise<Result<string, string>> {
  const probe = await runProgram('blkid', ['-p', '-o', 'export', device]);
  // 2: nothing was found.
  if (probe.status === 2) return success('');
  if (probe.status !== 0) return failure(probe.complaint || 'blkid could not read it');
  return parseProbe(probe.output);
}

export function parseProbe(output: string): Result<string, string> {
  const facts = new Map(output.split('\n').map((line) => {
    const equals = line.indexOf('=');
    return [line.slice(0, equals), line.slice(equals + 1)] as const;
  }));
  const type = facts.get('TYPE') ?? '';
  if (type === '') return facts.has('PTTYPE') ? failure(`it holds a partition table (${facts.get('PTTYPE')!})`) : success('');
  return mountableTypes.includes(type) ? success(type) : failure(`it holds ${type}, which is no file system that can be mounted`);
}

export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Mounts it; a failure is the end of a sentence. */
export async function mountDevice(device: string, type: string, mountPoint: string, readOnly: boolean): Promise<Result<null, string>> {
  const options = readOnly ? ['-o', 'ro'] : [];
  if (type !== 'ntfs') return outcome(await runProgram('mount', ['-t', type, ...options, device, mountPoint]), 'mount');
  if (findProgram('ntfs-3g') === null) return failure(`ntfs-3g is not installed; the package ${debianPackages['ntfs-3g']} brings it`);
  // Without big_writes every 4 KiB is a round trip of its own.
  return outcome(await runProgram('ntfs-3g', ['-o', readOnly ? 'ro,big_writes' : 'big_writes', device, mountPoint]), 'ntfs-3g');
}

function outcome(end: ProgramEnd, program: string): Result<null, string> {
  if (end.status === 0) return success(null);
  return failure(end.timedOut ? `${program} did not end` : lastLine(end.complaint) || `${program} failed`);
}
