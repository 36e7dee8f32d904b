import fs from 'node:fs';
import path from 'node:path';
import { smallestDiskBytes } from '../model/limits.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';

/** Makes a sparse image. Durable with its name at return; where it is refused, nothing is left behind. */
export function createImage(imagePath: string, sizeBytes: number): Result<null, Refusal> {
  const subject = { kind: 'disk', name: imagePath } as const;
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes < smallestDiskBytes) {
    return failure(refusal('disk.too-small', subject, { sizeBytes, smallestBytes: smallestDiskBytes }, 'Ask for at least 16 MiB.'));
  }
  let descriptor = -1;
  try {
    descriptor = fs.openSync(imagePath, 'wx', 0o600);
    fs.ftruncateSync(descriptor, sizeBytes);
    fs.fsyncSync(descriptor);
    synchronizeFolder(path.dirname(imagePath));
    return success(null);
  } catch (error) {
    if (descriptor >= 0) fs.unlinkSync(imagePath);
    return failure(creationRefusal(imagePath, sizeBytes, error as NodeJS.ErrnoException));
  } finally {
    if (descriptor >= 0) fs.closeSync(descriptor);
  }
}

/** Without it the name of the new file may be gone after a power cut. Windows cannot open a folder, nor needs to. */
function synchronizeFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

function creationRefusal(imagePath: string, sizeBytes: number, error: NodeJS.ErrnoException): Refusal {
  const subject = { kind: 'disk', name: imagePath } as const;
  const evidence = { path: imagePath, sizeBytes, reason: error.message };
  switch (error.code) {
    case 'EEXIST':
      return refusal('disk.exists', subject, evidence, {
        kind: 'command', command: { command: 'disk.attach', locations: [imagePath], readOnly: false },
      });
    case 'ENOSPC':
    case 'EDQUOT':
      return refusal('space.host-full', subject, evidence, 'Free space in the file system, or choose another folder.');
    case 'EFBIG':
    case 'EINVAL':
      return refusal('size.invalid', subject, evidence, 'Ask for a size that the file system can hold in one file.');
    case 'ENOENT':
    case 'ENOTDIR':
      return refusal('disk.gone', subject, evidence, 'Make the folder first.');
    default:
      return refusal('disk.unreadable', subject, evidence, 'Choose a folder in which the host may write.');
  }
}
