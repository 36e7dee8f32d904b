/**
 * The connection of a remote disk, and what happens when it is lost. Decision 11 says why each of these stands:
 *
 * - What was acknowledged and not flushed is *owed* to the next flush. A server that lost the connection may have restarted
 *   and forgotten it; so after a new connection the disk goes on only where nothing is owed, or where the server proves that
 *   it is the life that took those writes and that the old connection is dead. Else the disk has failed.
 * - A change that was sent and not answered may still land. It is sent again only to the same life, which has ended the old
 *   connection; on any other server the disk has failed, and nobody opens it again before that server has answered it.
 * - Of a life that is not proven to be the same the first block must be what it was: another export may answer there.
 * - A disk that shrank, nonsense, or a server that is away for longer than the deadline fails the disk.
 *
 * Bound: what is parked while there is no connection counts against `requestsWaitingMaximum`.
 */
import { transmissionFlag } from '../format/nbd-wire.ts';
import { sabotaged } from '../model/sabotage.ts';
import { FirstBlock } from './first-block.ts';
import { closedDisk } from './io-error.ts';
import { requestsWaitingMaximum } from './nbd-client.ts';
import type { NbdClient, NbdEnding } from './nbd-client.ts';
import type { NbdOffer } from './nbd-client-negotiation.ts';
import type { NbdRequest } from './nbd-client-request.ts';
import type { Clock, IoError } from './ports.ts';
import type { ConnectorListener, RemoteConnector } from './remote-connector.ts';
import { noteUnreturnedCalls } from './unreturned-calls.ts';

/** The pause before the second attempt to connect again; it doubles up to the second bound. */
export const reconnectPauseMilliseconds = 50;
export const reconnectPauseMillisecondsMaximum = 3_000;
/** How often a disk that was left looks whether its server has answered. */
export const unansweredLookMilliseconds = 1_000;

const keptAbilities = transmissionFlag.flush | transmissionFlag.forceUnitAccess | transmissionFlag.writeZeroes;

export interface RemoteSessionParts {
  readonly clock: Clock;
  readonly connector: RemoteConnector;
  /** The first connection, open. */
  readonly client: NbdClient;
  readonly offer: NbdOffer;
  readonly readOnly: boolean;
  /** The same for all openings of the disk on this machine. */
  readonly identity: string;
  readonly limitMilliseconds: () => number;
}

export interface RemoteSessionOwner {
  /** Whether something was acknowledged that no flush has covered. */
  owesFlush(): boolean;
  /** Nothing more can be asked of the server. */
  lost(error: IoError): void;
}

export class RemoteSession implements ConnectorListener {
  readonly firstBlock: FirstBlock;
  private readonly parts: RemoteSessionParts;
  private readonly owner: RemoteSessionOwner;
  /** Null while there is no connection; requests are parked then. */
  private client: NbdClient | null;
  /** The connection that is being made, or whose export is looked at. */
  private coming: NbdClient | null = null;
  private parked: NbdRequest[] = [];
  private life: string | null;
  /** Why nothing is sent any more. */
  private over: IoError | null = null;
  private callsReturned: (() => void) | null = null;
  private lostAtMilliseconds = -1;
  private pauseMilliseconds = 0;
  /** A lost connection had changes under way, and no life that took them has answered since. */
  private changesUnproven = false;

  constructor(parts: RemoteSessionParts, owner: RemoteSessionOwner) {
    this.parts = parts;
    this.owner = owner;
    this.client = parts.client;
    this.life = parts.offer.life;
    this.firstBlock = new FirstBlock(parts.offer.sizeBytes);
    parts.connector.listener = this;
  }

  /** Changes that were given up and that the server has not answered: they may land yet. */
  get lateChanges(): number {
    return this.client?.changesUnanswered(true) ?? 0;
  }

  submit(request: NbdRequest): void {
    if (this.over !== null) this.refuse(request, this.over);
    else if (this.client === null && this.parked.length < requestsWaitingMaximum) this.parked.push(request);
    else if (this.client?.submit(request) !== true) this.refuse(request, { code: 'EIO', message: 'the queue of the disk is full' });
  }

  /** Something that was sent before may have been given up: what waits for it may not wait in vain. */
  end(why: IoError = closedDisk): void {
    if (this.over !== null) return;
    this.over = why;
    this.coming?.close();
    this.coming = null;
    for (const request of this.parked.splice(0)) this.refuse(request, why);
    this.leave();
  }

  opened(client: NbdClient, offer: NbdOffer): void {
    if (this.over !== null) {
      client.close();
      return;
    }
    const same = (this.life !== null && offer.life === this.life) || sabotaged('remote-identity-ignored');
    const fault = this.faultOf(offer, same);
    if (fault !== '') {
      this.giveUp(client, fault);
    } else if (same) {
      this.goOn(client, offer);
    } else {
      this.firstBlock.compare(client, (equal) => {
        if (this.coming !== client) return;
        if (equal) this.goOn(client, offer);
        else this.giveUp(client, 'its server came back with other data at the beginning of the disk');
      });
    }
  }

  ended(client: NbdClient, ending: NbdEnding): void {
    if (client === this.client) {
      if (client.changesUnanswered() > 0) this.changesUnproven = true;
      this.parked.push(...client.takeUnanswered());
      this.client = null;
    }
    if (client === this.coming) this.coming = null;
    if (this.over !== null) {
      for (const request of this.parked.splice(0)) this.refuse(request, this.over);
      this.allReturned();
    } else if (ending.kind === 'nonsense') {
      this.fail(`its server answers nonsense (${ending.reason})`);
    } else if (this.life === null && this.owes()) {
      this.fail(`the connection to its server was lost, with it perhaps writes that were not flushed (${ending.reason})`);
    } else {
      this.tryAgain(ending.reason);
    }
  }

  private faultOf(offer: NbdOffer, same: boolean): string {
    const { sizeBytes, flags } = this.parts.offer;
    // A larger one has grown; this opening goes on with what it knows.
    if (offer.sizeBytes < sizeBytes) return `its server came back with ${offer.sizeBytes} bytes instead of ${sizeBytes}`;
    if (!this.parts.readOnly && (offer.flags & transmissionFlag.readOnly) !== 0) return 'its server came back with it read-only';
    if (!this.parts.readOnly && (flags & ~offer.flags & keptAbilities) !== 0) return 'its server came back with fewer abilities';
    if (same || !this.owes()) return '';
    return 'its server came back without proof that it has kept the writes that were not flushed';
  }

  private owes(): boolean {
    if (sabotaged('reconnect-forgets-owed-flush')) return false;
    return !this.parts.readOnly && (this.owner.owesFlush() || this.changesUnproven);
  }

  private goOn(client: NbdClient, offer: NbdOffer): void {
    this.coming = null;
    this.client = client;
    this.life = offer.life;
    this.lostAtMilliseconds = -1;
    this.pauseMilliseconds = 0;
    this.changesUnproven = false;
    for (const request of this.parked.splice(0)) this.submit(request);
  }

  private tryAgain(reason: string): void {
    const { clock, connector, limitMilliseconds } = this.parts;
    const now = clock.nowMilliseconds();
    if (this.lostAtMilliseconds < 0) this.lostAtMilliseconds = now;
    const limit = limitMilliseconds();
    if (now - this.lostAtMilliseconds >= limit) {
      this.fail(`its server could not be reached for ${limit / 1000} s (${reason})`);
      return;
    }
    clock.after(this.pauseMilliseconds, () => {
      if (this.over === null) this.coming = connector.connect();
    });
    this.pauseMilliseconds = Math.min(Math.max(this.pauseMilliseconds * 2, reconnectPauseMilliseconds), reconnectPauseMillisecondsMaximum);
  }

  private giveUp(client: NbdClient, fault: string): void {
    client.close();
    this.fail(fault);
  }

  private fail(message: string): void {
    const error: IoError = { code: 'EIO', message };
    this.end(error);
    this.owner.lost(error);
  }

  /** Waits for what the server may still do, where it cannot be stopped: nobody opens the disk meanwhile. */
  private leave(): void {
    const { client } = this;
    if (client === null) return;
    for (const request of client.takeUnsent()) this.refuse(request, this.over ?? closedDisk);
    if (this.life === null && client.changesUnanswered() > 0) {
      this.callsReturned ??= noteUnreturnedCalls(this.parts.identity);
      this.parts.clock.after(unansweredLookMilliseconds, () => { this.leave(); });
      return;
    }
    this.client = null;
    for (const request of client.takeUnanswered()) this.refuse(request, this.over ?? closedDisk);
    client.close();
    this.allReturned();
  }

  private allReturned(): void {
    this.callsReturned?.();
    this.callsReturned = null;
  }

  private refuse(request: NbdRequest, error: IoError): void {
    this.parts.clock.soon(() => { request.done(error, 0); });
  }
}
