import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { mebibyte } from '../model/limits.ts';
import { blockStatusGranularityBytes } from './limits.ts';
import { command, commandFlag } from './protocol.ts';
import { ReceiveBuffer } from './receive-buffer.ts';
import { ReplyBatch } from './reply-batch.ts';
import { Session } from './session.ts';
import { SlabAccount, SlabPool } from './slab-pool.ts';
import { TestLayer } from './test-layer.ts';
import { Transmission } from './transmission.ts';

interface Extent { readonly lengthBytes: number; readonly state: number }

/** Asks a layer directly, without a socket, and resolves with the reply's extents, or with its error. */
async function ask(layer: TestLayer, offsetBytes: number, lengthBytes: number, flags = 0): Promise<Extent[] | number> {
  const account = new SlabAccount(new SlabPool());
  const sent: Buffer[] = [];
  const transport = {
    send: (bytes: Uint8Array, start: number, end: number) => sent.push(Buffer.from(bytes.subarray(start, end))) > 0,
    startReading: () => undefined, end: () => undefined, destroy: () => undefined,
  };
  const replies = new ReplyBatch(account, transport);
  const negotiated = { sizeBytes: layer.abilities.sizeBytes, structuredReplies: true, allocationContext: true, fastZero: true };
  await new Promise<void>((resolve) => {
    const session = new Session({ layer, readOnly: false }, negotiated, account, new ReceiveBuffer(account), replies, resolve);
    new Transmission(session).execute({ type: command.blockStatus, flags, cookieHigh: 1, cookieLow: 2, offsetBytes, lengthBytes });
  });
  replies.send();
  const reply = Buffer.concat(sent);
  if (reply.readUInt16BE(6) === 0x8001) return reply.readUInt32BE(20);
  const extents: Extent[] = [];
  for (let at = 24; at < reply.length; at += 8) extents.push({ lengthBytes: reply.readUInt32BE(at), state: reply.readUInt32BE(at + 4) });
  return extents;
}

describe('a block status', () => {
  it('calls nothing zero that is not, and finds every aligned block of zeros', async () => {
    const block = blockStatusGranularityBytes;
    const place = fc.integer({ min: 0, max: mebibyte - 1 });
    const range = fc.record({
      from: fc.integer({ min: 0, max: mebibyte - 1 }), length: fc.integer({ min: 1, max: mebibyte }), one: fc.boolean(), late: fc.boolean(),
    });
    await fc.assert(fc.asyncProperty(fc.array(place, { maxLength: 6 }), range, async (places, { from, length, one, late }) => {
      const layer = new TestLayer({ sizeBytes: mebibyte, late: () => late });
      for (const offset of places) layer.bytes[offset] = 1;
      const end = Math.min(mebibyte, from + length);
      let at = from;
      while (at < end) {
        const extents = await ask(layer, at, end - at, one ? commandFlag.requestOne : 0) as Extent[];
        expect(extents.length).toBeGreaterThan(0);
        if (one) expect(extents).toHaveLength(1);
        for (const { lengthBytes, state } of extents) {
          const bytes = layer.bytes.subarray(at, at + lengthBytes);
          if (state === 3) expect(bytes.every((byte) => byte === 0)).toBe(true);
          else for (let start = at; start < at + lengthBytes; start = start - (start % block) + block) {
            expect(layer.bytes.subarray(start, Math.min(end, start - (start % block) + block)).some((byte) => byte !== 0)).toBe(true);
          }
          at += lengthBytes;
        }
        expect(at).toBeLessThanOrEqual(end);
      }
    }), { numRuns: 60 });
  });

  it('describes at most 64 MiB', async () => {
    const layer = new TestLayer({ sizeBytes: mebibyte });
    Object.assign(layer.abilities, { sizeBytes: 2 ** 31 });
    const extents = await ask(layer, 0, 2 ** 31) as Extent[];
    const total = extents.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0);
    expect(total).toBeGreaterThan(0);
    expect(total).toBeLessThanOrEqual(64 * mebibyte);
  });

  it('reports the error of a read', async () => {
    const layer = new TestLayer({ sizeBytes: mebibyte });
    layer.fault = () => ({ code: 'EIO', message: 'gone' });
    expect(await ask(layer, 0, mebibyte)).toBe(5);
  });
});
