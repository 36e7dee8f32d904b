/**
 * What each option of the negotiation is answered with. Pure, but for the choices of the session that an option sets.
 * An option whose data contradict themselves gets INVALID and changes nothing but what the protocol says it resets.
 */
import { answerText, identityNamespace, parseClaim } from '../format/nbd-identity.ts';
import { metaContextQueriesMaximum, payloadBytesMaximum } from './limits.ts';
import { transmissionFlagsOf, type ExportDirectory, type OfferedExport } from './offered-export.ts';
import { exportNameBytesMaximum, information, option, optionReply, writeLong } from './protocol.ts';

export interface SessionChoices {
  structuredReplies: boolean;
  /** The export name for which `base:allocation` was set last; null when it was not. */
  allocationContextOf: string | null;
  noZeroes: boolean;
}

export interface OptionAnswer {
  readonly replies: readonly { readonly type: number; readonly data: Uint8Array }[];
  /** EXPORT_NAME is answered without a frame. */
  readonly raw: Uint8Array | null;
  /** Set when the negotiation ends with this export. */
  readonly chosen: OfferedExport | null;
}

export const allocationContextId = 1;
const allocationContext = 'base:allocation';
const noData = new Uint8Array(0);

export function answerOption(number: number, data: Uint8Array, exports: ExportDirectory, choices: SessionChoices): OptionAnswer {
  switch (number) {
    case option.exportName: return exportName(data, exports, choices);
    case option.list: return data.length > 0 ? refuse(optionReply.invalid) : list(exports);
    case option.info: return informationAnswer(data, exports, choices, false);
    case option.go: return informationAnswer(data, exports, choices, true);
    case option.structuredReply:
      if (data.length > 0) return refuse(optionReply.invalid);
      choices.structuredReplies = true;
      return acknowledge([]);
    case option.listMetaContext: return listMetaContext(data, exports, choices);
    case option.setMetaContext: return setMetaContext(data, exports, choices);
    default: return refuse(optionReply.unsupported);
  }
}

function refuse(type: number, text = ''): OptionAnswer {
  return { replies: [{ type, data: text === '' ? noData : Buffer.from(text) }], raw: null, chosen: null };
}

function acknowledge(before: readonly { type: number; data: Uint8Array }[], chosen: OfferedExport | null = null): OptionAnswer {
  return { replies: [...before, { type: optionReply.acknowledge, data: noData }], raw: null, chosen };
}

function exportName(data: Uint8Array, exports: ExportDirectory, choices: SessionChoices): OptionAnswer {
  const chosen = data.length > exportNameBytesMaximum ? null : exports.find(textOf(data));
  if (chosen === null) return { replies: [], raw: null, chosen: null };
  const raw = new Uint8Array(choices.noZeroes ? 10 : 134);
  const view = new DataView(raw.buffer);
  writeLong(view, 0, chosen.sizeBytes);
  view.setUint16(8, transmissionFlagsOf(chosen, choices.structuredReplies));
  forgetForeignContext(choices, textOf(data));
  return { replies: [], raw, chosen };
}

function list(exports: ExportDirectory): OptionAnswer {
  return acknowledge(exports.list().map((offered) => {
    const name = Buffer.from(offered.names[0] ?? '');
    return { type: optionReply.server, data: Buffer.concat([unsigned32(name.length), name, Buffer.from(offered.description)]) };
  }));
}

function informationAnswer(data: Uint8Array, exports: ExportDirectory, choices: SessionChoices, go: boolean): OptionAnswer {
  const asked = parseInformationRequest(data);
  if (asked === null) return refuse(optionReply.invalid);
  const offered = exports.find(asked.name);
  if (offered === null) return refuse(optionReply.unknownExport, `there is no volume '${asked.name.slice(0, 256)}' here`);
  const replies = [{ type: optionReply.info, data: exportInformation(offered, choices) }];
  for (const item of asked.items) {
    if (item === information.name) replies.push({ type: optionReply.info, data: textInformation(item, offered.names[0] ?? '') });
    if (item === information.description) replies.push({ type: optionReply.info, data: textInformation(item, offered.description) });
    if (item === information.blockSize) replies.push({ type: optionReply.info, data: blockSizeInformation() });
  }
  if (go) forgetForeignContext(choices, asked.name);
  return acknowledge(replies, go ? offered : null);
}

/** A context counts only for the export name that it was set for. */
function forgetForeignContext(choices: SessionChoices, name: string): void {
  if (choices.allocationContextOf !== name) choices.allocationContextOf = null;
}

function exportInformation(offered: OfferedExport, choices: SessionChoices): Uint8Array {
  const data = new Uint8Array(12);
  const view = new DataView(data.buffer);
  view.setUint16(0, information.export);
  writeLong(view, 2, offered.sizeBytes);
  view.setUint16(10, transmissionFlagsOf(offered, choices.structuredReplies));
  return data;
}

function textInformation(item: number, text: string): Uint8Array {
  return Buffer.concat([Buffer.from([0, item]), Buffer.from(text)]);
}

function blockSizeInformation(): Uint8Array {
  return Buffer.concat([Buffer.from([0, information.blockSize]), unsigned32(1), unsigned32(4096), unsigned32(payloadBytesMaximum)]);
}

function listMetaContext(data: Uint8Array, exports: ExportDirectory, choices: SessionChoices): OptionAnswer {
  const asked = parseMetaContextRequest(data);
  if (asked === null || !choices.structuredReplies) return refuse(optionReply.invalid);
  if (exports.find(asked.name) === null) return refuse(optionReply.unknownExport);
  if (asked.queries === null) return refuse(optionReply.tooBig);
  const identity = asked.queries.find((query) => query.startsWith(identityNamespace));
  if (identity !== undefined) return identified(asked.name, identity, exports);
  const matches = asked.queries.length === 0 || asked.queries.includes('base:') || asked.queries.includes(allocationContext);
  return acknowledge(matches ? [metaContextReply(0)] : []);
}

/** A client of ours is answered in our own namespace; what it asks beside that it has to ask apart. */
function identified(name: string, query: string, exports: ExportDirectory): OptionAnswer {
  const claim = parseClaim(query);
  const answer = claim === null ? null : exports.claim(name, claim);
  return acknowledge(answer === null ? [] : [contextReply(0, answerText(answer))]);
}

function setMetaContext(data: Uint8Array, exports: ExportDirectory, choices: SessionChoices): OptionAnswer {
  choices.allocationContextOf = null;
  const asked = parseMetaContextRequest(data);
  if (asked === null || !choices.structuredReplies) return refuse(optionReply.invalid);
  if (exports.find(asked.name) === null) return refuse(optionReply.unknownExport);
  if (asked.queries === null) return refuse(optionReply.tooBig);
  if (!asked.queries.includes(allocationContext)) return acknowledge([]);
  choices.allocationContextOf = asked.name;
  return acknowledge([metaContextReply(allocationContextId)]);
}

function metaContextReply(id: number): { type: number; data: Uint8Array } {
  return contextReply(id, allocationContext);
}

function contextReply(id: number, name: string): { type: number; data: Uint8Array } {
  return { type: optionReply.metaContext, data: Buffer.concat([unsigned32(id), Buffer.from(name)]) };
}

/** Name, then the pieces of information asked for; null when the lengths do not fit the data. */
function parseInformationRequest(data: Uint8Array): { name: string; items: number[] } | null {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  if (data.length < 6) return null;
  const nameBytes = view.getUint32(0);
  if (nameBytes > data.length - 6 || nameBytes > exportNameBytesMaximum) return null;
  const count = view.getUint16(4 + nameBytes);
  if (data.length !== 6 + nameBytes + count * 2) return null;
  const items = new Set<number>();
  for (let index = 0; index < count; index += 1) items.add(view.getUint16(6 + nameBytes + index * 2));
  return { name: textOf(data.subarray(4, 4 + nameBytes)), items: [...items] };
}

/** Name, then the queries; `queries` is null when there are more than the bound. */
function parseMetaContextRequest(data: Uint8Array): { name: string; queries: string[] | null } | null {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  if (data.length < 8) return null;
  const nameBytes = view.getUint32(0);
  if (nameBytes > data.length - 8 || nameBytes > exportNameBytesMaximum) return null;
  const name = textOf(data.subarray(4, 4 + nameBytes));
  const count = view.getUint32(4 + nameBytes);
  if (count > metaContextQueriesMaximum) return { name, queries: null };
  const queries: string[] = [];
  let at = 8 + nameBytes;
  for (let index = 0; index < count; index += 1) {
    if (data.length - at < 4) return null;
    const lengthBytes = view.getUint32(at);
    if (lengthBytes > data.length - at - 4) return null;
    queries.push(textOf(data.subarray(at + 4, at + 4 + lengthBytes)));
    at += 4 + lengthBytes;
  }
  return at === data.length ? { name, queries } : null;
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}

function unsigned32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
