/**
 * The NBD protocol on the wire: every number that it gives a meaning, and the frames made of them.
 *
 * Invariants: all integers are big-endian. A request is 28 bytes (magic, flags, type, cookie, offset, length), a simple
 * reply 16 (magic, error, cookie), a chunk of a structured reply 20 (magic, flags, type, cookie, length) and its payload.
 * The cookie is the client's and goes back unchanged.
 */
export const greetingMagic = 0x4e42444d41474943n;
export const optionMagic = 0x49484156454f5054n;
export const optionReplyMagic = 0x0003e889045565a9n;
export const requestMagic = 0x25609513;
export const simpleReplyMagic = 0x67446698;
export const structuredReplyMagic = 0x668e33ef;

/** The protocol's own bound of a string. */
export const exportNameBytesMaximum = 4096;
export const greetingBytes = 18;
export const optionHeaderBytes = 16;
export const optionReplyHeaderBytes = 20;
export const requestBytes = 28;
export const simpleReplyBytes = 16;
export const chunkBytes = 20;
/** A chunk of data: the chunk's header and the offset in front of the data. */
export const dataChunkBytes = chunkBytes + 8;

export const handshakeFlag = { fixedNewstyle: 1, noZeroes: 2 } as const;

export const option = {
  exportName: 1, abort: 2, list: 3, startTls: 5, info: 6, go: 7, structuredReply: 8, listMetaContext: 9, setMetaContext: 10,
} as const;

export const optionReply = {
  acknowledge: 1, server: 2, info: 3, metaContext: 4,
  unsupported: 0x80000001, policy: 0x80000002, invalid: 0x80000003, tlsRequired: 0x80000005, unknownExport: 0x80000006,
  tooBig: 0x80000009,
} as const;

export const information = { export: 0, name: 1, description: 2, blockSize: 3 } as const;

export const transmissionFlag = {
  hasFlags: 1, readOnly: 2, flush: 4, forceUnitAccess: 8, trim: 32, writeZeroes: 64, doNotFragment: 128, multipleConnections: 256,
  fastZero: 2048,
} as const;

export const command = { read: 0, write: 1, disconnect: 2, flush: 3, trim: 4, cache: 5, writeZeroes: 6, blockStatus: 7 } as const;
export const commandFlag = { forceUnitAccess: 1, noHole: 2, doNotFragment: 4, requestOne: 8, fastZero: 16 } as const;

export const chunkFlagDone = 1;
export const chunkType = { none: 0, offsetData: 1, offsetHole: 2, blockStatus: 5, error: 0x8001, errorOffset: 0x8002 } as const;
export const blockState = { hole: 1, zero: 2 } as const;

export const nbdError = {
  none: 0, EPERM: 1, EIO: 5, EINVAL: 22, ENOSPC: 28, EOVERFLOW: 75, ENOTSUP: 95, ESHUTDOWN: 108,
} as const;

/** A 64-bit integer whose exact value matters only below 2^53: larger ones are beyond the end of every volume. */
export function readLong(view: DataView, at: number): number {
  return view.getUint32(at) * 4294967296 + view.getUint32(at + 4);
}

export function writeLong(view: DataView, at: number, value: number): void {
  view.setUint32(at, Math.floor(value / 4294967296));
  view.setUint32(at + 4, value % 4294967296);
}

export function writeSimpleReply(view: DataView, at: number, error: number, cookieHigh: number, cookieLow: number): void {
  view.setUint32(at, simpleReplyMagic);
  view.setUint32(at + 4, error);
  view.setInt32(at + 8, cookieHigh);
  view.setInt32(at + 12, cookieLow);
}

/** `lengthBytes` is that of the payload. */
export function writeChunk(
  view: DataView, at: number, flags: number, type: number, cookieHigh: number, cookieLow: number, lengthBytes: number,
): void {
  view.setUint32(at, structuredReplyMagic);
  view.setUint16(at + 4, flags);
  view.setUint16(at + 6, type);
  view.setInt32(at + 8, cookieHigh);
  view.setInt32(at + 12, cookieLow);
  view.setUint32(at + 16, lengthBytes);
}

/** The header of a chunk of `lengthBytes` data from `offsetBytes` of the volume. */
export function writeDataChunk(
  view: DataView, at: number, flags: number, cookieHigh: number, cookieLow: number, offsetBytes: number, lengthBytes: number,
): void {
  writeChunk(view, at, flags, chunkType.offsetData, cookieHigh, cookieLow, lengthBytes + 8);
  writeLong(view, at + chunkBytes, offsetBytes);
}

export function writeRequest(
  view: DataView, at: number, flags: number, type: number, cookieHigh: number, cookieLow: number, offsetBytes: number, lengthBytes: number,
): void {
  view.setUint32(at, requestMagic);
  view.setUint16(at + 4, flags);
  view.setUint16(at + 6, type);
  view.setInt32(at + 8, cookieHigh);
  view.setInt32(at + 12, cookieLow);
  writeLong(view, at + 16, offsetBytes);
  view.setUint32(at + 24, lengthBytes);
}

/** What a client says of one option. */
export function optionFrame(asked: number, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(optionHeaderBytes + data.length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, optionMagic);
  view.setUint32(8, asked);
  view.setUint32(12, data.length);
  bytes.set(data, optionHeaderBytes);
  return bytes;
}

/** The server's first 18 bytes. */
export function greeting(): Uint8Array {
  const bytes = new Uint8Array(18);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, greetingMagic);
  view.setBigUint64(8, optionMagic);
  view.setUint16(16, handshakeFlag.fixedNewstyle | handshakeFlag.noZeroes);
  return bytes;
}

export function optionReplyFrame(repliedOption: number, type: number, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(20 + data.length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, optionReplyMagic);
  view.setUint32(8, repliedOption);
  view.setUint32(12, type);
  view.setUint32(16, data.length);
  bytes.set(data, 20);
  return bytes;
}
