/**
 * What a folder of the host holds, and which block devices there are: for choosing disks in a console that has no sight of the
 * host's files. Looks, never opens.
 */
import { opendir, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { sectorBytes } from '../model/limits.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { CallOutputs, FileEntry } from './contract.ts';
import { systemReason } from './state-folder.ts';

/** Entries of one answer; a folder with more is cut off, and says so. */
export const fileEntriesMaximum = 1000;
const blockFolder = '/sys/class/block';

/** An empty folder means the home folder of whoever runs the host. */
export async function listFiles(wanted: string): Promise<Result<CallOutputs['files.list'], Refusal>> {
  if (wanted !== '' && !path.isAbsolute(wanted)) {
    return failure(refusal('argument.invalid', { kind: 'host', name: '' }, { argument: 'folder', given: wanted, reason: 'is not absolute' },
      'Name the folder from the root on.'));
  }
  try {
    const folder = await realpath(wanted === '' ? homedir() : wanted);
    const names: string[] = [];
    let truncated = false;
    for await (const { name } of await opendir(folder)) {
      truncated = names.length >= fileEntriesMaximum;
      if (truncated) break;
      names.push(name);
    }
    const entries = await Promise.all(names.sort().map((name) => entryOf(path.join(folder, name))));
    return success({
      folder, parent: path.dirname(folder), truncated, entries: entries.filter((entry) => entry !== null), devices: await blockDevices(),
    });
  } catch (error) {
    return failure(refusal('argument.invalid', { kind: 'host', name: '' },
      { argument: 'folder', given: wanted, reason: `cannot be looked into: ${systemReason(error)}` },
        'Name a folder that the host may read.'));
  }
}

/** Null for what is neither file, folder nor device, and for what went away meanwhile. */
async function entryOf(file: string): Promise<FileEntry | null> {
  try {
    const facts = await stat(file);
    const kind = facts.isDirectory() ? 'folder' : facts.isFile() ? 'file' : facts.isBlockDevice() ? 'device' : null;
    return kind === null ? null : { path: file, kind, sizeBytes: kind === 'file' ? facts.size : 0 };
  } catch {
    return null;
  }
}

/** Whole disks and partitions as Linux names them; none elsewhere. */
async function blockDevices(): Promise<readonly FileEntry[]> {
  try {
    const names = (await readdir(blockFolder)).sort().slice(0, fileEntriesMaximum);
    const devices = await Promise.all(names.map(async (name): Promise<FileEntry | null> => {
      try {
        const sectors = Number(await readFile(path.join(blockFolder, name, 'size'), 'utf8'));
        return { path: `/dev/${name.replaceAll('!', '/')}`, kind: 'device', sizeBytes: sectors * sectorBytes };
      } catch {
        return null;
      }
    }));
    return devices.filter((device) => device !== null && device.sizeBytes > 0) as FileEntry[];
  } catch {
    return [];
  }
}
