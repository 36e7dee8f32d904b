/** Runs the system's programs: found in PATH and the folders of system tools, always with a time limit. */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Programs that mapping and formatting use, and the Debian package that holds each. */
export const debianPackages = {
  nbdfuse: 'libnbd-bin', fusermount3: 'fuse3', losetup: 'mount', mount: 'mount', umount: 'mount', blkid: 'util-linux', dd: 'coreutils',
  'nbd-client': 'nbd-client', 'ntfs-3g': 'ntfs-3g',
  'mkntfs': 'ntfs-3g', 'mkfs.ext4': 'e2fsprogs', 'mkfs.xfs': 'xfsprogs', 'mkfs.fat': 'dosfstools',
} as const;

export type ProgramName = keyof typeof debianPackages;

const systemFolders = ['/usr/sbin', '/sbin', '/usr/bin', '/bin'];

export function findProgram(name: ProgramName): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''), ...systemFolders];
  for (const folder of folders) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

export interface ProgramEnd {
  /** Null when it was ended by a signal, or never began. */
  readonly status: number | null;
  readonly output: string;
  /** The last line that it said on standard error. */
  readonly complaint: string;
  readonly timedOut: boolean;
}

/** More than this is not kept of what a program says. */
const keptCharactersMaximum = 64 * 1024;
export const programMillisecondsMaximum = 30_000;

/**
 * Resolves at the end, or at the time limit at the latest: a program that hangs in the kernel does not die of a signal, and
 * is not waited for. An abort ends it as the limit does, but is waited for.
 */
export function runProgram(name: ProgramName, words: readonly string[],
  limitMilliseconds = programMillisecondsMaximum, abort?: AbortSignal): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    const path = findProgram(name);
    if (path === null) {
      resolve({ status: null, output: '', complaint: `${name} is not installed`, timedOut: false });
      return;
    }
    const child = spawn(path, words, { stdio: ['ignore', 'pipe', 'pipe'], cwd: '/', ...(abort === undefined ? {} : { signal: abort }) });
    let output = '';
    let complaints = '';
    child.stdout.on('data', (chunk: Buffer) => (output = (output + chunk.toString('utf8')).slice(-keptCharactersMaximum)));
    child.stderr.on('data', (chunk: Buffer) => (complaints = (complaints + chunk.toString('utf8')).slice(-keptCharactersMaximum)));
    const end = (status: number | null, timedOut: boolean): void => {
      clearTimeout(limit);
      resolve({ status, output, complaint: lastLine(complaints), timedOut });
    };
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      child.unref();
      child.stdout.destroy();
      child.stderr.destroy();
      end(null, true);
    }, limitMilliseconds);
    child.once('error', (error) => {
      complaints = error.message;
      end(null, false);
    });
    child.once('close', (status) => end(status, false));
  });
}

export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
