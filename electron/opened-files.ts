/** Files that were passed to the program, as a window takes them: bundles with what they hold, all else as disks by path. */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { BundleFile, ProgramMessage } from '../core/host/window-messages.ts';

/** A bundle that is larger does not pass through the contract. */
export const bundleFileBytesMaximum = 11 * 1024 * 1024;

export async function openedFiles(paths: readonly string[]): Promise<Extract<ProgramMessage, { kind: 'open-files' }>> {
  const read = await Promise.all(paths.map(async (path) => ({ path, bundle: await bundleAt(path) })));
  return {
    kind: 'open-files',
    disks: read.flatMap(({ path, bundle }) => (bundle === null ? [path] : [])),
    bundles: read.flatMap(({ bundle }) => (bundle === null ? [] : [bundle])),
  };
}

/** Null for what is no bundle, or cannot be read: as a disk the host says what is wrong with it. */
async function bundleAt(path: string): Promise<BundleFile | null> {
  if (!path.toLowerCase().endsWith('.bundle')) return null;
  try {
    const facts = await stat(path);
    if (!facts.isFile() || facts.size > bundleFileBytesMaximum) return null;
    return { name: basename(path), content: (await readFile(path)).toString('base64') };
  } catch {
    return null;
  }
}
