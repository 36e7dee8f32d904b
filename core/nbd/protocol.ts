/** The protocol as the server speaks it: the frames of `format/`, and what becomes of the engine's errors on the wire. */
import type { IoErrorCode } from '../device/ports.ts';
import { nbdError } from '../format/nbd-wire.ts';

export * from '../format/nbd-wire.ts';

/** What a client is told of an error of the engine; the protocol knows no other numbers than `nbdError`. */
export const nbdErrorOf: Readonly<Record<IoErrorCode, number>> = {
  EIO: nbdError.EIO, ENOSPC: nbdError.ENOSPC, EROFS: nbdError.EPERM, ETIMEDOUT: nbdError.EIO, ESHUTDOWN: nbdError.ESHUTDOWN,
  EINVAL: nbdError.EINVAL, EPERM: nbdError.EPERM,
};
