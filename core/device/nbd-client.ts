/**
 * One connection to an NBD server, from connecting to its end. It tries nothing twice: what was not answered when the
 * connection ended is handed back by `takeUnanswered`, in the order in which it was given, and its owner decides.
 *
 * Bounds: `requestsInFlightMaximum` on the wire, `requestsWaitingMaximum` behind them, one buffer of `sendBufferBytes` while
 * there is something to send. Payloads are copied into it: a request that is given up never touches its caller's memory again.
 */
import type { ClientClaim } from '../format/nbd-identity.ts';
import { command, optionFrame, option, requestBytes, writeRequest } from '../format/nbd-wire.ts';
import { kibibyte } from '../model/limits.ts';
import { ClientNegotiation } from './nbd-client-negotiation.ts';
import type { NbdOffer } from './nbd-client-negotiation.ts';
import { ReplyReader } from './nbd-client-replies.ts';
import { changesContent, Slot } from './nbd-client-request.ts';
import type { NbdRequest } from './nbd-client-request.ts';
import { nbdIoError, notSent } from './nbd-io-error.ts';
import type { Clock, ConnectLink, Link, LinkOwner, Timer } from './ports.ts';
import type { RemoteAddress } from './remote-address.ts';
import { SendBuffers } from './send-buffers.ts';

export const requestsInFlightMaximum = 64;
/** A bound against a caller gone wild; a volume's gate holds back long before. */
export const requestsWaitingMaximum = 65_536;
/** From connecting to an open export. */
export const openMilliseconds = 10_000;
/** Between two questions whether the server has done with an older connection of ours. */
export const busyPauseMilliseconds = 20;

/** The longest payload of one request. */
export const requestPayloadBytesMaximum = 256 * kibibyte;

export type NbdEnding =
  /** The connection could not be had or is gone; another one may be. */
  | { readonly kind: 'lost'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string; readonly hostId: string }
  /** The server broke the protocol: nothing that it says can be believed. */
  | { readonly kind: 'nonsense'; readonly reason: string };

export interface NbdClientOwner {
  opened(offer: NbdOffer): void;
  /** Once, and nothing after it. */
  ended(ending: NbdEnding): void;
}

export interface NbdConnecting {
  readonly address: RemoteAddress;
  readonly claim: ClientClaim | null;
  readonly clock: Clock;
  readonly connect: ConnectLink;
}

export class NbdClient implements LinkOwner {
  private readonly address: RemoteAddress;
  private readonly clock: Clock;
  private readonly owner: NbdClientOwner;
  private readonly negotiation: ClientNegotiation;
  private readonly link: Link;
  private readonly timer: Timer;
  private readonly slots: readonly Slot[] = Array.from({ length: requestsInFlightMaximum }, (_, index) => new Slot(index));
  private readonly free: Slot[] = [...this.slots].reverse();
  private waiting: NbdRequest[] = [];
  private replies: ReplyReader | null = null;
  private readonly buffers = new SendBuffers();
  private blocked = false;
  private scheduled = false;
  private over = false;
  private sent = 0;

  constructor({ address, claim, clock, connect }: NbdConnecting, owner: NbdClientOwner) {
    this.address = address;
    this.clock = clock;
    this.owner = owner;
    this.negotiation = new ClientNegotiation(address.exportName, address.tls !== null, claim);
    this.timer = clock.after(openMilliseconds, () => { this.end({ kind: 'lost', reason: 'it does not answer' }); });
    this.link = connect(address.link, this);
  }

  get isOver(): boolean {
    return this.over;
  }

  /** Requests that were sent, may change the export, and are not answered; of those that were given up alone where asked. */
  changesUnanswered(onlyAbandoned = false): number {
    const counts = ({ request }: Slot): boolean => request !== null && changesContent(request) && (request.abandoned || !onlyAbandoned);
    return this.slots.reduce((sum, slot) => sum + (counts(slot) ? 1 : 0), 0);
  }

  /** False when too many wait. Answered later, never from within the call. */
  submit(request: NbdRequest): boolean {
    if (this.waiting.length >= requestsWaitingMaximum) return false;
    this.waiting.push(request);
    if (!this.scheduled) {
      this.scheduled = true;
      this.clock.soon(this.turn);
    }
    return true;
  }

  /** What was sent and not answered, then what was not sent, each in its order. Nothing of it is answered any more. */
  takeUnanswered(): NbdRequest[] {
    const busy = this.slots.filter((slot) => slot.request !== null).sort((one, other) => one.order - other.order);
    const requests = busy.flatMap((slot) => slot.request ?? []);
    for (const slot of busy) this.release(slot);
    requests.push(...this.waiting.splice(0));
    return requests;
  }

  /** Nothing more is sent; what was sent may still be answered. */
  takeUnsent(): NbdRequest[] {
    return this.waiting.splice(0);
  }

  /** Says goodbye where nothing is under way. The owner hears nothing any more. */
  close(): void {
    if (this.over) return;
    if (!this.blocked) {
      if (this.replies === null) this.link.send(optionFrame(option.abort, new Uint8Array(0)));
      else if (this.free.length === requestsInFlightMaximum) this.link.send(disconnectFrame());
    }
    this.stop();
  }

  opened(): void {
    if (this.over) return;
    if (this.negotiation.state.kind === 'secure') this.negotiation.secured();
    this.sendNegotiation();
  }

  received(bytes: Uint8Array): void {
    if (this.over) return;
    if (this.replies === null) {
      this.negotiate(bytes);
      return;
    }
    this.replies.receive(bytes);
    if (this.waiting.length > 0) this.pump();
  }

  drained(): void {
    this.blocked = false;
    this.buffers.drained();
    this.pump();
  }

  closed(reason: string): void {
    this.end({ kind: 'lost', reason });
  }

  slotOf(cookieHigh: number, cookieLow: number): Slot | null {
    const slot = this.slots[cookieLow];
    return slot === undefined || slot.request === null || slot.generation !== cookieHigh ? null : slot;
  }

  answered(slot: Slot, errorNumber: number, text: string): void {
    const { request } = slot;
    if (request === null) return;
    this.release(slot);
    request.done(errorNumber === 0 ? null : nbdIoError(errorNumber, text), errorNumber);
  }

  nonsense(reason: string): void {
    this.end({ kind: 'nonsense', reason });
  }

  private negotiate(bytes: Uint8Array): void {
    const { negotiation } = this;
    negotiation.receive(bytes);
    const { state } = negotiation;
    this.sendNegotiation();
    switch (state.kind) {
      case 'asking': break;
      case 'secure': this.link.secure(this.address.tls?.serverName ?? '', this.address.tls?.authorityFile ?? ''); break;
      case 'busy': this.clock.after(busyPauseMilliseconds, () => { this.askAgain(); }); break;
      case 'refused':
      case 'nonsense': this.end(state); break;
      case 'open':
        this.timer.cancel();
        this.replies = new ReplyReader(this, state.offer.structuredReplies);
        this.owner.opened(state.offer);
    }
  }

  private askAgain(): void {
    if (this.over || this.negotiation.state.kind !== 'busy') return;
    this.negotiation.askAgain();
    this.sendNegotiation();
  }

  private sendNegotiation(): void {
    const bytes = this.negotiation.takeOutgoing();
    // A few hundred bytes: a link that cannot take them yet keeps this memory, which nobody changes.
    if (bytes.length > 0 && !this.link.send(bytes)) this.blocked = true;
  }

  private readonly turn = (): void => {
    this.scheduled = false;
    this.pump();
  };

  /** Sends what waits, as far as places and memory allow; all of it in one piece. */
  private pump(): void {
    if (this.over || this.replies === null) return;
    while (!this.blocked && this.waiting.length > 0) {
      const usedBytes = this.fill();
      if (usedBytes === 0) return;
      if (this.link.send(this.buffers.bytes.subarray(0, usedBytes))) this.buffers.drained();
      else this.blocked = true;
    }
  }

  /** Frames of waiting requests in the send buffer; how many bytes they are. */
  private fill(): number {
    const late = this.slots.flatMap(({ request }) => (request?.abandoned === true && changesContent(request) ? request : []));
    const left: NbdRequest[] = [];
    let at = 0;
    let looked = 0;
    for (const request of this.waiting) {
      const payloadBytes = request.type === command.write ? request.lengthBytes : 0;
      const slot = this.free[this.free.length - 1];
      if (!request.abandoned && (slot === undefined || !this.buffers.fits(at, requestBytes + payloadBytes))) break;
      looked += 1;
      if (request.abandoned || slot === undefined) request.done(notSent, 0);
      // What was given up may land at any time until it is answered: nothing newer for the same bytes before that.
      else if (late.length > 0 && changesContent(request) && late.some((other) => overlap(other, request))) left.push(request);
      else at += this.put(request, slot, at, payloadBytes);
    }
    this.waiting = looked === this.waiting.length ? left : [...left, ...this.waiting.slice(looked)];
    return at;
  }

  private put(request: NbdRequest, slot: Slot, at: number, payloadBytes: number): number {
    this.free.pop();
    this.sent += 1;
    slot.begin(request, this.sent);
    const { bytes, view } = this.buffers;
    writeRequest(view, at, request.flags, request.type, slot.generation, slot.index, request.offsetBytes, request.lengthBytes);
    if (payloadBytes > 0 && request.buffer !== null) {
      bytes.set(request.buffer.subarray(request.bufferStart, request.bufferStart + payloadBytes), at + requestBytes);
    }
    return requestBytes + payloadBytes;
  }

  private release(slot: Slot): void {
    slot.request = null;
    this.free.push(slot);
  }

  private end(ending: NbdEnding): void {
    if (this.over) return;
    this.stop();
    this.owner.ended(ending);
  }

  private stop(): void {
    this.over = true;
    this.timer.cancel();
    this.buffers.release();
    this.link.close();
  }
}

function overlap(one: NbdRequest, other: NbdRequest): boolean {
  return one.offsetBytes < other.offsetBytes + other.lengthBytes && other.offsetBytes < one.offsetBytes + one.lengthBytes;
}

function disconnectFrame(): Uint8Array {
  const frame = new Uint8Array(requestBytes);
  writeRequest(new DataView(frame.buffer), 0, 0, command.disconnect, 0, 0, 0, 0);
  return frame;
}
