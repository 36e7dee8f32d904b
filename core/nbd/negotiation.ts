/**
 * The negotiation phase of one connection, from the client's flags to the choice of an export. It knows no socket: bytes
 * go in, bytes come out, and `state` says what happens next. `negotiationStates` is the whole machine.
 *
 * Invariants: a reply is made for every option but EXPORT_NAME, in order. Nothing negotiated in the clear outlives
 * STARTTLS. Where TLS is required, nothing is said about exports before it.
 */
import { droppedOptionBytesMaximum, optionBytesMaximum, optionsMaximum, pendingReplyBytesMaximum } from './limits.ts';
import { answerOption, type OptionAnswer, type SessionChoices } from './negotiation-options.ts';
import type { ExportDirectory, OfferedExport } from './offered-export.ts';
import { handshakeFlag, option, optionHeaderBytes, optionMagic, optionReply, optionReplyFrame } from './protocol.ts';

export const negotiationStates = {
  'client-flags': 'The greeting is out; the next four bytes are the flags of the client.',
  'option-header': 'Between options; the next sixteen bytes are magic, number and length of one.',
  'option-data': 'An option of bearable length has begun; it is answered when its data are all here.',
  'option-skip': 'An option of unbearable length was refused; its data are dropped as they come.',
  'start-tls': 'STARTTLS is acknowledged; no further byte is taken in the clear.',
  'transmission': 'An export is chosen and the client was told; the next byte belongs to a request.',
  'ended': 'The client said goodbye or broke the protocol; replies still go out, then the connection closes.',
} as const;

export type NegotiationState = keyof typeof negotiationStates;

const noData = new Uint8Array(0);
const knownClientFlags = handshakeFlag.fixedNewstyle | handshakeFlag.noZeroes;

export class Negotiation {
  state: NegotiationState = 'client-flags';
  /** The choice, once the state is `transmission`. */
  chosen: OfferedExport | null = null;
  readonly choices: SessionChoices = { structuredReplies: false, allocationContextOf: null, noZeroes: false };
  private readonly exports: ExportDirectory;
  private readonly tls: 'off' | 'required' | 'on';
  private readonly replies: Uint8Array[] = [];
  private option = 0;
  private lengthBytes = 0;
  private options = 0;
  private replyBytes = 0;

  constructor(exports: ExportDirectory, tls: 'off' | 'required' | 'on') {
    this.exports = exports;
    this.tls = tls;
  }

  /** What follows STARTTLS: of all that was said in the clear only the flags of the client remain. */
  secured(): Negotiation {
    const next = new Negotiation(this.exports, 'on');
    next.choices.noZeroes = this.choices.noZeroes;
    next.state = 'option-header';
    return next;
  }

  /**
   * Takes bytes [start, end) as far as they are complete and returns where the rest begins. Stops early while more than
   * `pendingReplyBytesMaximum` of replies wait to be fetched; fetching them and calling again goes on.
   */
  take(bytes: Uint8Array, start: number, end: number): number {
    let at = start;
    while (this.replyBytes <= pendingReplyBytesMaximum) {
      const taken = this.step(bytes, at, end);
      if (taken < 0) return at;
      at += taken;
    }
    return at;
  }

  /** The replies made since the last call. */
  takeReplies(): Uint8Array {
    this.replyBytes = 0;
    return Buffer.concat(this.replies.splice(0));
  }

  /** One transition. Returns the bytes it used up, or -1 when it needs more or the machine has come to rest. */
  private step(bytes: Uint8Array, at: number, end: number): number {
    switch (this.state) {
      case 'client-flags': return end - at < 4 ? -1 : this.takeClientFlags(viewOf(bytes, at, 4));
      case 'option-header': return end - at < optionHeaderBytes ? -1 : this.takeOptionHeader(viewOf(bytes, at, optionHeaderBytes));
      case 'option-data': return end - at < this.lengthBytes ? -1 : this.takeOption(bytes.subarray(at, at + this.lengthBytes));
      case 'option-skip': return this.skip(end - at);
      case 'start-tls': case 'transmission': case 'ended': return -1;
    }
  }

  private takeClientFlags(view: DataView): number {
    const flags = view.getUint32(0);
    this.choices.noZeroes = (flags & handshakeFlag.noZeroes) !== 0;
    this.state = (flags & ~knownClientFlags) === 0 ? 'option-header' : 'ended';
    return 4;
  }

  private takeOptionHeader(view: DataView): number {
    this.option = view.getUint32(8);
    this.lengthBytes = view.getUint32(12);
    this.options += 1;
    if (view.getBigUint64(0) !== optionMagic || this.options > optionsMaximum) this.state = 'ended';
    else if (this.lengthBytes <= optionBytesMaximum) this.state = 'option-data';
    else if (this.option === option.exportName || this.lengthBytes > droppedOptionBytesMaximum) this.state = 'ended';
    else this.state = 'option-skip';
    return optionHeaderBytes;
  }

  private skip(availableBytes: number): number {
    const taken = Math.min(availableBytes, this.lengthBytes);
    if (taken === 0) return -1;
    this.lengthBytes -= taken;
    if (this.lengthBytes === 0) {
      this.reply(this.mustStartTls() ? optionReply.tlsRequired : optionReply.tooBig);
      this.state = 'option-header';
    }
    return taken;
  }

  private takeOption(data: Uint8Array): number {
    this.state = 'option-header';
    if (this.option === option.abort) {
      this.reply(optionReply.acknowledge);
      this.state = 'ended';
    } else if (this.option === option.startTls) {
      this.takeStartTls(data);
    } else if (this.mustStartTls()) {
      if (this.option === option.exportName) this.state = 'ended';
      else this.reply(optionReply.tlsRequired);
    } else {
      this.apply(answerOption(this.option, data, this.exports, this.choices));
    }
    return data.length;
  }

  private takeStartTls(data: Uint8Array): void {
    if (this.tls === 'off') this.reply(optionReply.policy, 'this address does not offer TLS');
    else if (this.tls === 'on' || data.length > 0) this.reply(optionReply.invalid);
    else {
      this.reply(optionReply.acknowledge);
      this.state = 'start-tls';
    }
  }

  private apply(answer: OptionAnswer): void {
    for (const { type, data } of answer.replies) this.push(optionReplyFrame(this.option, type, data));
    if (answer.raw !== null) this.push(answer.raw);
    if (answer.chosen !== null) {
      this.chosen = answer.chosen;
      this.state = 'transmission';
    } else if (this.option === option.exportName) {
      this.state = 'ended';
    }
  }

  private mustStartTls(): boolean {
    return this.tls === 'required';
  }

  private reply(type: number, text = ''): void {
    this.push(optionReplyFrame(this.option, type, text === '' ? noData : Buffer.from(text)));
  }

  private push(frame: Uint8Array): void {
    this.replies.push(frame);
    this.replyBytes += frame.length;
  }
}

function viewOf(bytes: Uint8Array, at: number, length: number): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset + at, length);
}
