/** Whether a request is one that may be executed, as a pure function: 0, or the error that the client gets. */
import { payloadBytesMaximum } from './limits.ts';
import { command, commandFlag, nbdError } from './protocol.ts';
import type { Negotiated } from './session.ts';

/** Flags that mean something with each command. FUA is legal everywhere, and clients are known to set it anywhere. */
const flagsOf: Readonly<Record<number, number>> = {
  [command.read]: commandFlag.forceUnitAccess | commandFlag.doNotFragment,
  [command.write]: commandFlag.forceUnitAccess,
  [command.flush]: commandFlag.forceUnitAccess,
  [command.trim]: commandFlag.forceUnitAccess,
  [command.cache]: commandFlag.forceUnitAccess,
  [command.writeZeroes]: commandFlag.forceUnitAccess | commandFlag.noHole | commandFlag.fastZero,
  [command.blockStatus]: commandFlag.forceUnitAccess | commandFlag.requestOne,
};

/** A request as it came, but for its payload. */
export interface RequestHeader {
  readonly type: number;
  readonly flags: number;
  readonly cookieHigh: number;
  readonly cookieLow: number;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
}

export function judge(request: RequestHeader, negotiated: Negotiated, readOnly: boolean): number {
  const { type, flags, offsetBytes, lengthBytes } = request;
  const allowed = flagsOf[type];
  if (allowed === undefined || (flags & ~allowed) !== 0) return nbdError.EINVAL;
  if (type === command.flush) return offsetBytes === 0 && lengthBytes === 0 ? nbdError.none : nbdError.EINVAL;
  const changes = type === command.write || type === command.writeZeroes || type === command.trim;
  if (changes && readOnly) return nbdError.EPERM;
  if (lengthBytes === 0) return nbdError.EINVAL;
  if (offsetBytes + lengthBytes > negotiated.sizeBytes) {
    return type === command.write || type === command.writeZeroes ? nbdError.ENOSPC : nbdError.EINVAL;
  }
  return judgeAbility(request, negotiated);
}

function judgeAbility({ type, flags, lengthBytes }: RequestHeader, negotiated: Negotiated): number {
  switch (type) {
    case command.read:
      if ((flags & commandFlag.doNotFragment) !== 0 && !negotiated.structuredReplies) return nbdError.EINVAL;
      if (lengthBytes <= payloadBytesMaximum) return nbdError.none;
      return negotiated.structuredReplies ? nbdError.EOVERFLOW : nbdError.EINVAL;
    case command.write:
      return lengthBytes <= payloadBytesMaximum ? nbdError.none : nbdError.EINVAL;
    case command.writeZeroes:
      return (flags & commandFlag.fastZero) !== 0 && !negotiated.fastZero ? nbdError.EINVAL : nbdError.none;
    case command.blockStatus:
      return negotiated.allocationContext ? nbdError.none : nbdError.EINVAL;
    default:
      return nbdError.none;
  }
}
