/**
 * The client's side of an NBD negotiation, from the server's greeting to an export that is open. It knows no link: bytes go
 * in, bytes come out, `state` says what happens next. The order: greeting, STARTTLS where the address asks for it,
 * STRUCTURED_REPLY, our own identity (`format/nbd-identity.ts`), GO.
 *
 * Invariants: nothing that came in the clear counts after STARTTLS; an answer longer than its bound, or to a question that
 * was not asked, ends the negotiation; memory is bounded by `answerBytesMaximum` whatever the server says.
 */
import type { ClaimAnswer, ClientClaim } from '../format/nbd-identity.ts';
import { claimText, parseAnswer } from '../format/nbd-identity.ts';
import {
  greetingBytes, greetingMagic, handshakeFlag, information, option, optionFrame, optionMagic, optionReply, optionReplyHeaderBytes,
  optionReplyMagic, readLong, transmissionFlag,
} from '../format/nbd-wire.ts';
import { kibibyte, mebibyte } from '../model/limits.ts';

/** An answer to one option: names and texts, never data. */
export const answerBytesMaximum = 64 * kibibyte;
/** Parts of one answer. */
export const answerPartsMaximum = 256;
const textShownMaximum = 200;
const blockBytesDefault = 32 * mebibyte;

/** What the server promises of an export. Bytes. */
export interface NbdOffer {
  readonly sizeBytes: number;
  readonly flags: number;
  readonly structuredReplies: boolean;
  readonly minimumBlockBytes: number;
  readonly payloadBytesMaximum: number;
  /** Of a server of ours; null of any other, which proves nothing. */
  readonly life: string | null;
}

export type NegotiationState =
  | { readonly kind: 'asking' }
  /** STARTTLS is acknowledged: secure the link, then call `secured`. */
  | { readonly kind: 'secure' }
  /** An older connection of ours is still under way there: call `askAgain` after a pause. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'open'; readonly offer: NbdOffer }
  /** The server speaks NBD and does not give us the export. `hostId` is the host that has it. */
  | { readonly kind: 'refused'; readonly reason: string; readonly hostId: string }
  /** What came is not NBD as it is written down. */
  | { readonly kind: 'nonsense'; readonly reason: string };

const nothing = new Uint8Array(0);

export class ClientNegotiation {
  state: NegotiationState = { kind: 'asking' };
  private readonly exportName: Uint8Array;
  private readonly tls: boolean;
  private readonly claim: ClientClaim | null;
  private readonly outgoing: Uint8Array[] = [];
  private incoming: Uint8Array = nothing;
  private greeted = false;
  /** The option that was asked last. */
  private asked = 0;
  private parts = 0;
  private structuredReplies = false;
  private answer: ClaimAnswer | null = null;
  private exportSeen: { readonly sizeBytes: number; readonly flags: number } | null = null;
  private minimumBlockBytes = 1;
  private payloadBytesMaximum = blockBytesDefault;

  /** Without a claim the server is not asked who it is. */
  constructor(exportName: string, tls: boolean, claim: ClientClaim | null) {
    this.exportName = Buffer.from(exportName);
    this.tls = tls;
    this.claim = claim;
  }

  /** All of `bytes` is taken; behind the end of the negotiation nothing may come unasked. */
  receive(bytes: Uint8Array): void {
    this.incoming = this.incoming.length === 0 ? bytes.slice() : Buffer.concat([this.incoming, bytes]);
    let at = 0;
    while (this.state.kind === 'asking') {
      const taken = this.step(at);
      if (taken === 0) break;
      at += taken;
    }
    this.incoming = this.incoming.slice(at);
    const { kind } = this.state;
    if (this.incoming.length > 0 && kind !== 'asking' && kind !== 'refused') this.nonsense('it spoke without being asked');
  }

  /** What is to be sent now. */
  takeOutgoing(): Uint8Array {
    return this.outgoing.length === 1 ? this.outgoing.pop() ?? nothing : Buffer.concat(this.outgoing.splice(0));
  }

  secured(): void {
    this.state = { kind: 'asking' };
    this.ask(option.structuredReply, nothing);
  }

  askAgain(): void {
    this.state = { kind: 'asking' };
    this.askIdentity();
  }

  /** One frame of the server. Returns its length, 0 while it is not all here. */
  private step(at: number): number {
    const view = new DataView(this.incoming.buffer, this.incoming.byteOffset + at, this.incoming.length - at);
    if (!this.greeted) return view.byteLength < greetingBytes ? 0 : this.takeGreeting(view);
    if (view.byteLength < optionReplyHeaderBytes) return 0;
    const lengthBytes = view.getUint32(16);
    if (view.getBigUint64(0) !== optionReplyMagic) this.nonsense('its answer begins with something else than an answer');
    else if (view.getUint32(8) !== this.asked) this.nonsense('it answered what was not asked');
    else if (lengthBytes > answerBytesMaximum) this.nonsense(`an answer of ${lengthBytes} bytes`);
    if (this.state.kind !== 'asking') return view.byteLength;
    if (view.byteLength < optionReplyHeaderBytes + lengthBytes) return 0;
    const start = at + optionReplyHeaderBytes;
    this.takeReply(view.getUint32(12), this.incoming.subarray(start, start + lengthBytes));
    return optionReplyHeaderBytes + lengthBytes;
  }

  private takeGreeting(view: DataView): number {
    this.greeted = true;
    const flags = view.getUint16(16);
    if (view.getBigUint64(0) !== greetingMagic || view.getBigUint64(8) !== optionMagic) this.nonsense('it does not greet as an NBD server');
    else if ((flags & handshakeFlag.fixedNewstyle) === 0) this.refuse('it speaks only an old kind of NBD');
    else {
      const answer = new Uint8Array(4);
      new DataView(answer.buffer).setUint32(0, flags & (handshakeFlag.fixedNewstyle | handshakeFlag.noZeroes));
      this.outgoing.push(answer);
      this.ask(this.tls ? option.startTls : option.structuredReply, nothing);
    }
    return greetingBytes;
  }

  private takeReply(type: number, data: Uint8Array): void {
    this.parts += 1;
    if (this.parts > answerPartsMaximum) this.nonsense('an answer without end');
    else if (type > 0x7fffffff) this.takeError(type, data);
    else if (type === optionReply.acknowledge) this.acknowledged();
    else if (type === optionReply.metaContext && this.asked === option.listMetaContext) this.takeContext(data);
    else if (type === optionReply.info && this.asked === option.go) this.takeInformation(data);
    else this.nonsense(`an answer of type ${type}`);
  }

  /** What a server does not know is done without, but for TLS and the export itself. */
  private takeError(type: number, data: Uint8Array): void {
    if (this.asked === option.structuredReply && type !== optionReply.tlsRequired) this.go();
    else if (this.asked === option.listMetaContext) this.go();
    else if (type === optionReply.tlsRequired) this.refuse('it asks for TLS (nbds://)');
    else if (type === optionReply.unknownExport) this.refuse('it has no export of that name');
    else {
      const said = Buffer.from(data.subarray(0, textShownMaximum)).toString().replace(/[^\x20-\x7e]/g, '?');
      const what = this.asked === option.startTls ? 'TLS' : 'the export';
      this.refuse(`it refuses ${what}${said === '' ? '' : `, saying '${said}'`}`);
    }
  }

  private acknowledged(): void {
    switch (this.asked) {
      case option.startTls:
        this.state = { kind: 'secure' };
        break;
      case option.structuredReply:
        this.structuredReplies = true;
        if (this.claim === null) this.go();
        else this.askIdentity();
        break;
      case option.listMetaContext: this.identified(); break;
      default: this.opened();
    }
  }

  private identified(): void {
    const { answer } = this;
    switch (answer?.kind) {
      case 'busy':
        this.state = { kind: 'busy' };
        break;
      case 'stale':
        this.refuse('a newer opening of this host has it');
        break;
      case 'taken':
        this.state = { kind: 'refused', reason: `the host ${answer.hostId} writes to it`, hostId: answer.hostId };
        break;
      default: this.go();
    }
  }

  private opened(): void {
    const { exportSeen, structuredReplies, minimumBlockBytes, payloadBytesMaximum, answer } = this;
    if (exportSeen === null) return this.nonsense('it opened the export without its size');
    const life = answer?.kind === 'life' ? answer.life : null;
    this.state = { kind: 'open', offer: { ...exportSeen, structuredReplies, minimumBlockBytes, payloadBytesMaximum, life } };
  }

  private takeContext(data: Uint8Array): void {
    if (data.length >= 4) this.answer ??= parseAnswer(Buffer.from(data.subarray(4)).toString());
  }

  private takeInformation(data: Uint8Array): void {
    const view = new DataView(data.buffer, data.byteOffset, data.length);
    const item = data.length < 2 ? -1 : view.getUint16(0);
    if (item === information.export) {
      if (data.length !== 12) return this.nonsense('a size of the wrong length');
      const sizeBytes = readLong(view, 2);
      const flags = view.getUint16(10);
      if (!Number.isSafeInteger(sizeBytes) || (flags & transmissionFlag.hasFlags) === 0) return this.nonsense('an impossible size');
      this.exportSeen = { sizeBytes, flags };
    } else if (item === information.blockSize) {
      if (data.length !== 14) return this.nonsense('block sizes of the wrong length');
      this.minimumBlockBytes = view.getUint32(2);
      this.payloadBytesMaximum = Math.min(view.getUint32(10), blockBytesDefault);
      const sound = this.minimumBlockBytes >= 1 && this.payloadBytesMaximum >= this.minimumBlockBytes;
      if (!sound) this.nonsense('impossible block sizes');
    }
  }

  private askIdentity(): void {
    const { claim } = this;
    if (claim === null) return;
    this.answer = null;
    const query = Buffer.from(claimText(claim));
    this.ask(option.listMetaContext, Buffer.concat([this.name(), unsigned(1, 4), unsigned(query.length, 4), query]));
  }

  private go(): void {
    this.ask(option.go, Buffer.concat([this.name(), unsigned(1, 2), unsigned(information.blockSize, 2)]));
  }

  private name(): Uint8Array {
    return Buffer.concat([unsigned(this.exportName.length, 4), this.exportName]);
  }

  private ask(asked: number, data: Uint8Array): void {
    this.asked = asked;
    this.parts = 0;
    this.outgoing.push(optionFrame(asked, data));
  }

  private refuse(reason: string): void {
    this.state = { kind: 'refused', reason, hostId: '' };
  }

  private nonsense(reason: string): void {
    this.state = { kind: 'nonsense', reason };
  }
}

function unsigned(value: number, lengthBytes: 2 | 4): Uint8Array {
  const bytes = Buffer.alloc(lengthBytes);
  bytes.writeUIntBE(value, 0, lengthBytes);
  return bytes;
}
