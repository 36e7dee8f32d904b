/** What a client is told of an export before it chooses one, and where the negotiation finds it. */
import type { ClaimAnswer, ClientClaim } from '../format/nbd-identity.ts';
import { transmissionFlag } from './protocol.ts';

export interface OfferedExport {
  /** The canonical name first; every one of them reaches the export. */
  readonly names: readonly string[];
  readonly description: string;
  readonly sizeBytes: number;
  readonly readOnly: boolean;
  readonly fastZero: boolean;
}

export interface ExportDirectory {
  find(name: string): OfferedExport | null;
  /** In the order in which clients are shown them. */
  list(): readonly OfferedExport[];
  /** A client of ours says who it is; null when there is no such export. */
  claim(name: string, claim: ClientClaim): ClaimAnswer | null;
}

/** Flushes and forced writes cover all connections of a volume, for they share one layer: hence multiple connections. */
export function transmissionFlagsOf(offered: OfferedExport, structuredReplies: boolean): number {
  let flags = transmissionFlag.hasFlags | transmissionFlag.flush | transmissionFlag.forceUnitAccess | transmissionFlag.multipleConnections;
  if (structuredReplies) flags |= transmissionFlag.doNotFragment;
  if (offered.readOnly) return flags | transmissionFlag.readOnly;
  flags |= transmissionFlag.trim | transmissionFlag.writeZeroes;
  if (offered.fastZero) flags |= transmissionFlag.fastZero;
  return flags;
}
