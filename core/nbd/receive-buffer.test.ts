import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { receiveRoomBytesMinimum, slabReserveBytes } from './limits.ts';
import { ReceiveBuffer } from './receive-buffer.ts';
import { SlabAccount, SlabPool, type Slab } from './slab-pool.ts';

describe('the receive buffer', () => {
  it('shows every byte once and in order, keeps a remainder in one piece, and leaves pinned bytes alone', () => {
    const step = fc.record({
      receive: fc.integer({ min: 1, max: 400_000 }), leave: fc.integer({ min: 0, max: slabReserveBytes }),
      pin: fc.boolean(), free: fc.boolean(),
    });
    fc.assert(fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const account = new SlabAccount(new SlabPool());
      const buffer = new ReceiveBuffer(account);
      const pins: { slab: Slab; at: number; bytes: Buffer }[] = [];
      let region = buffer.firstRegion();
      let sent = 0;
      let seen = 0;
      for (const { receive, leave, pin, free } of steps) {
        expect(region.length).toBeGreaterThanOrEqual(receiveRoomBytesMinimum);
        const count = Math.min(receive, region.length);
        for (let index = 0; index < count; index += 997) region[index] = (sent + index) % 251;
        region[count - 1] = (sent + count - 1) % 251;
        sent += count;
        buffer.received(count);
        const { slab, parsed, filled } = buffer;
        expect(filled - parsed).toBe(sent - seen);
        const taken = Math.max(0, filled - parsed - leave);
        if (taken > 0) {
          seen += taken;
          buffer.parsed += taken;
          if (pin) {
            slab.pin();
            pins.push({ slab, at: parsed, bytes: Buffer.from(slab.bytes.subarray(parsed, parsed + taken)) });
          }
        }
        expect(slab.bytes[filled - 1]).toBe((sent - 1) % 251);
        region = buffer.nextRegion() ?? region.subarray(count);
        const done = free ? pins.shift() : undefined;
        if (done !== undefined) {
          expect(Buffer.compare(done.bytes, done.slab.bytes.subarray(done.at, done.at + done.bytes.length))).toBe(0);
          done.slab.unpin();
        }
      }
      for (const { slab } of pins) slab.unpin();
      buffer.release();
      expect(account.taken).toBe(0);
    }), { numRuns: 60 });
  });
});
