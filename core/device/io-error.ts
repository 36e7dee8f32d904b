import type { IoError, IoErrorCode } from './ports.ts';

const codes: Readonly<Record<string, IoErrorCode>> = {
  ENOSPC: 'ENOSPC', EDQUOT: 'ENOSPC', EROFS: 'EROFS', EINVAL: 'EINVAL', EPERM: 'EPERM', ETIMEDOUT: 'ETIMEDOUT',
};

/** What the operating system said, as a value; whatever has no name of its own here is EIO. */
export function ioErrorOf(error: NodeJS.ErrnoException): IoError {
  return { code: codes[error.code ?? ''] ?? 'EIO', message: error.message };
}

export const endOfFile: IoError = { code: 'EIO', message: 'the file is shorter than the disk', cutShort: true };
export const outsideDisk: IoError = { code: 'EIO', message: 'the range leaves the disk' };
export const readOnlyDisk: IoError = { code: 'EROFS', message: 'the disk is attached read-only' };
export const closedDisk: IoError = { code: 'EIO', message: 'the disk is closed' };
