/**
 * Who is at the two ends of an NBD connection. NBD has no place for it, so it travels as a query for metadata contexts in
 * a namespace of our own (`plexus:`), which a server that does not know it answers with nothing at all.
 *
 * Invariants:
 * - A claim names the client's host, one opening of the disk by it, and an epoch that grows with each connection of that
 *   opening. A server that answers with its life has ended every older writing connection of that host to the export:
 *   nothing that was sent on one of them can change the export any more.
 * - A life names one publication of one export by one process. While it is the same, nothing that was acknowledged is lost.
 */

export interface ClientClaim {
  readonly hostId: string;
  /** A GUID, made anew whenever the disk is opened. */
  readonly opening: string;
  /** From 1. */
  readonly epoch: number;
  /** Only one host at a time may write; who only looks claims nothing and ends nobody. */
  readonly writes: boolean;
}

export type ClaimAnswer =
  /** The claim stands. */
  | { readonly kind: 'life'; readonly life: string }
  /** Something of an older connection is still under way: ask again. */
  | { readonly kind: 'busy' }
  /** A newer connection of the same opening is there, or a newer opening of the same host. */
  | { readonly kind: 'stale' }
  /** Another host writes to the export. */
  | { readonly kind: 'taken'; readonly hostId: string };

export const identityNamespace = 'plexus:';
const word = '[0-9A-Za-z-]{1,64}';
const claimPattern = new RegExp(`^plexus:client/(${word})/(${word})/([1-9][0-9]{0,14})/(writer|reader)$`);
const lifePattern = new RegExp(`^plexus:server/(${word})$`);
const takenPattern = new RegExp(`^plexus:taken/(${word})$`);

export function claimText({ hostId, opening, epoch, writes }: ClientClaim): string {
  return `plexus:client/${hostId}/${opening}/${epoch}/${writes ? 'writer' : 'reader'}`;
}

export function parseClaim(text: string): ClientClaim | null {
  const [, hostId, opening, epoch, role] = claimPattern.exec(text) ?? [];
  if (hostId === undefined || opening === undefined) return null;
  return { hostId, opening, epoch: Number(epoch), writes: role === 'writer' };
}

export function answerText(answer: ClaimAnswer): string {
  switch (answer.kind) {
    case 'life': return `plexus:server/${answer.life}`;
    case 'taken': return `plexus:taken/${answer.hostId}`;
    case 'busy':
    case 'stale': return `plexus:${answer.kind}`;
  }
}

/** Null for whatever is no answer of ours. */
export function parseAnswer(text: string): ClaimAnswer | null {
  if (text === 'plexus:busy') return { kind: 'busy' };
  if (text === 'plexus:stale') return { kind: 'stale' };
  const life = lifePattern.exec(text)?.[1];
  if (life !== undefined) return { kind: 'life', life };
  const hostId = takenPattern.exec(text)?.[1];
  return hostId === undefined ? null : { kind: 'taken', hostId };
}
