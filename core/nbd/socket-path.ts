/**
 * Where a Unix socket really lies. The system takes short paths only: a longer one gets a short hashed name in the same
 * folder, and where the folder itself is too long, in a folder of this user below the temporary folder. The same wanted
 * path always gives the same real one.
 */
import { createHash } from 'node:crypto';
import { basename, dirname, extname, join } from 'node:path';

/** The room in `sockaddr_un` without the closing zero. */
export const socketPathBytesMaximum = process.platform === 'darwin' ? 103 : 107;

export interface SocketPlace {
  readonly path: string;
  /** The folder is ours to make and must belong to this user alone. */
  readonly ownFolder: boolean;
}

export function socketPlace(wanted: string, temporaryFolder: string, userId: number, limitBytes = socketPathBytesMaximum): SocketPlace {
  if (Buffer.byteLength(wanted) <= limitBytes) return { path: wanted, ownFolder: false };
  const hashed = `${createHash('sha256').update(wanted).digest('hex').slice(0, 16)}${extname(basename(wanted))}`;
  const beside = join(dirname(wanted), hashed);
  if (Buffer.byteLength(beside) <= limitBytes) return { path: beside, ownFolder: false };
  return { path: join(temporaryFolder, `plexus-${userId}`, hashed), ownFolder: true };
}
