import { nbdError } from '../format/nbd-wire.ts';
import type { IoError, IoErrorCode } from './ports.ts';

const codes: ReadonlyMap<number, IoErrorCode> = new Map([
  [nbdError.EPERM, 'EPERM'], [nbdError.EINVAL, 'EINVAL'], [nbdError.ENOSPC, 'ENOSPC'],
]);

/** What a server answered, as a value. ESHUTDOWN too is an error of the disk: its client is not the one who shuts down. */
export function nbdIoError(errorNumber: number, text: string): IoError {
  const said = text === '' ? '' : `: ${text}`;
  return { code: codes.get(errorNumber) ?? 'EIO', message: `the server of the disk answered with error ${errorNumber}${said}` };
}

/** The server cannot zero the range faster than by writing it. */
export const notFastError = nbdError.ENOTSUP;

export const notSent: IoError = { code: 'EIO', message: 'given up before it was sent' };
