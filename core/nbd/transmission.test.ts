import { afterEach, describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { mebibyte } from '../model/limits.ts';
import { command, commandFlag, nbdError } from './protocol.ts';
import { TestLayer } from './test-layer.ts';
import { openStage, type Stage } from './test-server.ts';
import type { TestClient } from './test-client.ts';

let stage: Stage;
afterEach(() => stage.close());

async function begin(layer: TestLayer, structured = false): Promise<TestClient> {
  stage = await openStage(layer);
  return stage.attach(structured);
}

function pattern(lengthBytes: number, seed: number): Uint8Array {
  const bytes = Buffer.alloc(lengthBytes);
  for (let index = 0; index < lengthBytes; index += 1) bytes[index] = (index * 7 + seed * 31 + (index >> 8)) & 255;
  return bytes;
}

describe('reads and writes', () => {
  const borders = fc.constantFrom(4096, 32_768, 32_769, 65_536, 131_073, 262_144, 262_145);
  const request = fc.record({
    kind: fc.constantFrom('read', 'write', 'write', 'forced write', 'zero', 'trim', 'flush', 'half'),
    offset: fc.integer({ min: 0, max: mebibyte }),
    length: fc.oneof(fc.integer({ min: 1, max: 6000 }), fc.integer({ min: 1, max: 300_000 }), borders),
    seed: fc.nat(255),
  });
  for (const structured of [false, true]) {
    for (const late of ['never', 'always', 'sometimes'] as const) {
      it(`leave a volume as a plain array of bytes would be (${structured ? 'structured' : 'simple'} replies, late ${late})`, async () => {
        let turn = 0;
        const layer = new TestLayer({ sizeBytes: 2 * mebibyte, late: () => late !== 'never' && (late === 'always' || (turn++) % 3 === 0) });
        const client = await begin(layer, structured);
        const model = new Uint8Array(2 * mebibyte);
        await fc.assert(fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 12 }), async (requests) => {
          for (const { kind, offset, length, seed } of requests) {
            const end = offset + length;
            if (kind === 'read') {
              expect(Buffer.compare((await client.ask(command.read, offset, length)).data, model.subarray(offset, end))).toBe(0);
            } else if (kind === 'zero' || kind === 'trim') {
              model.fill(0, offset, end);
              expect((await client.ask(kind === 'zero' ? command.writeZeroes : command.trim, offset, length)).error).toBe(0);
            } else if (kind === 'flush') {
              expect((await client.ask(command.flush, 0, 0)).error).toBe(0);
            } else {
              const bytes = pattern(length, seed);
              model.set(bytes, offset);
              const half = kind === 'half' ? length >> 1 : length;
              const flags = kind === 'forced write' ? commandFlag.forceUnitAccess : 0;
              const cookie = client.send(command.write, offset, length, flags, bytes.subarray(0, half));
              if (half < length) {
                await new Promise((resolve) => setImmediate(resolve));
                client.socket.write(bytes.subarray(half));
              }
              expect((await client.reply(cookie)).error).toBe(0);
            }
          }
          expect(Buffer.compare(layer.bytes, model)).toBe(0);
        }), { numRuns: 25 });
      });
    }
  }

  it('keep 200 requests of one client in flight, and answer each with its own bytes', async () => {
    const layer = new TestLayer({ sizeBytes: 4 * mebibyte, late: () => true });
    layer.bytes.set(pattern(4 * mebibyte, 3));
    const client = await begin(layer);
    const cookies = Array.from({ length: 200 }, (_, index) => client.send(command.read, index * 8192, 4096));
    for (const [index, cookie] of cookies.entries()) {
      expect(Buffer.compare((await client.reply(cookie)).data, layer.bytes.subarray(index * 8192, index * 8192 + 4096))).toBe(0);
    }
    expect(layer.inFlightMost).toBeGreaterThanOrEqual(64);
  });

  it('carry 32 MiB in one request each way', async () => {
    const layer = new TestLayer({ sizeBytes: 33 * mebibyte });
    const clients = [await begin(layer), await stage.attach(true)];
    const bytes = Buffer.alloc(32 * mebibyte, pattern(65_521, 1));
    for (const client of clients) {
      layer.bytes.fill(0);
      expect((await client.ask(command.write, 4096, bytes.length, 0, bytes)).error).toBe(0);
      expect(Buffer.compare((await client.ask(command.read, 4096, bytes.length)).data, bytes)).toBe(0);
      const longest = Math.max(...layer.calls.map((call) => Number(call.split('+')[1])));
      expect(longest).toBeLessThanOrEqual(256 * 1024);
    }
  }, 60_000);

  it('never tear a sector at the border of two pieces', async () => {
    const layer = new TestLayer({ sizeBytes: 8 * mebibyte });
    const client = await begin(layer);
    const bytes = pattern(3 * mebibyte, 9);
    const cookie = client.send(command.write, 512, bytes.length);
    for (let at = 0; at < bytes.length; at += 100_001) client.socket.write(bytes.subarray(at, at + 100_001));
    expect((await client.reply(cookie)).error).toBe(0);
    for (const call of layer.calls.slice(1)) expect(Number(call.split(' ')[1]?.split('+')[0]) % 4096).toBe(0);
  });
});

describe('durability', () => {
  const changes = [['write', command.write], ['zeroes', command.writeZeroes], ['trim', command.trim]] as const;
  it.each(changes)('flushes after a forced %s and before its answer', async (_, type) => {
    const layer = new TestLayer({ sizeBytes: mebibyte });
    const client = await begin(layer);
    await client.ask(type, 0, 4096, commandFlag.forceUnitAccess, type === command.write ? pattern(4096, 1) : null);
    expect(layer.calls.at(-1)).toBe('flush');
    expect(layer.calls).toHaveLength(2);
  });

  it('reports a flush that failed', async () => {
    const layer = new TestLayer({ sizeBytes: mebibyte });
    layer.fault = (call) => (call === 'flush' ? { code: 'EIO', message: 'the medium is gone' } : null);
    const client = await begin(layer);
    expect((await client.ask(command.flush, 0, 0)).error).toBe(nbdError.EIO);
    expect((await client.ask(command.write, 0, 512, commandFlag.forceUnitAccess, pattern(512, 1))).error).toBe(nbdError.EIO);
    expect((await client.ask(command.write, 0, 512, 0, pattern(512, 1))).error).toBe(0);
  });
});

describe('long ranges without data', () => {
  it('reach the layer in pieces and let others through in between', async () => {
    const layer = new TestLayer({ sizeBytes: mebibyte });
    Object.assign(layer.abilities, { sizeBytes: 2 ** 31 });
    const client = await begin(layer);
    const trim = client.send(command.trim, 0, 2 ** 31);
    const other = await stage.attach();
    expect((await other.ask(command.read, 0, 4096)).error).toBe(0);
    const shared = client.send(command.read, 4096, 4096);
    await client.reply(shared);
    expect((await client.reply(trim)).error).toBe(0);
    expect(layer.calls.filter((call) => call.startsWith('trim'))).toHaveLength(16);
    expect(layer.calls.at(-1)).toMatch(/^(trim|read)/);
  });

  it('keep the space of zeros with NO_HOLE, and are refused as fast where the layer is not', async () => {
    const layer = new TestLayer({ sizeBytes: mebibyte });
    const client = await begin(layer);
    await client.ask(command.writeZeroes, 0, 8192, commandFlag.noHole);
    expect(layer.calls).toEqual(['zero 0+8192 kept']);
    expect((await client.ask(command.writeZeroes, 0, 8192, commandFlag.fastZero)).error).toBe(0);
    Object.assign(layer.abilities, { fastZero: false });
    expect((await client.ask(command.writeZeroes, 0, 8192, commandFlag.fastZero)).error).toBe(nbdError.ENOTSUP);
    expect((await (await stage.attach()).ask(command.writeZeroes, 0, 8192, commandFlag.fastZero)).error).toBe(nbdError.EINVAL);
    expect(layer.calls).toHaveLength(2);
  });
});

describe('errors', () => {
  it('of the layer reach the client by their names, and the connection goes on', async () => {
    for (const structured of [false, true]) {
      const layer = new TestLayer({ sizeBytes: 8 * mebibyte });
      const client = await begin(layer, structured);
      const codes = { EIO: 5, ENOSPC: 28, EROFS: 1, ETIMEDOUT: 5, ESHUTDOWN: 108, EINVAL: 22, EPERM: 1 } as const;
      for (const [code, error] of Object.entries(codes)) {
        layer.fault = () => ({ code: code as keyof typeof codes, message: 'as told' });
        expect((await client.ask(command.read, 0, 4096)).error).toBe(error);
        expect((await client.ask(command.read, 0, mebibyte)).error).toBe(error);
        expect((await client.ask(command.write, 0, 4096, 0, pattern(4096, 1))).error).toBe(error);
        expect((await client.ask(command.write, 0, mebibyte, 0, pattern(mebibyte, 1))).error).toBe(error);
        expect((await client.ask(command.trim, 0, 4096)).error).toBe(error);
      }
      layer.fault = () => null;
      expect((await client.ask(command.read, 0, 4096)).error).toBe(0);
      if (!structured) await stage.close();
    }
  });

  it('in the middle of a long structured read are reported, and the rest of the stream stays in step', async () => {
    const layer = new TestLayer({ sizeBytes: 8 * mebibyte, late: () => true });
    const client = await begin(layer, true);
    layer.fault = (call) => (call.startsWith('read 2') ? { code: 'EIO', message: 'one bad spot' } : null);
    expect((await client.ask(command.read, 0, 4 * mebibyte)).error).toBe(nbdError.EIO);
    expect((await client.ask(command.read, 4 * mebibyte, 4096)).error).toBe(0);
  });

  it.each([
    ['a read beyond the end', command.read, mebibyte - 100, 4096, 0, nbdError.EINVAL],
    ['a read far beyond the end', command.read, 2 ** 52, 1, 0, nbdError.EINVAL],
    ['a write beyond the end', command.write, mebibyte - 100, 4096, 0, nbdError.ENOSPC],
    ['zeroes beyond the end', command.writeZeroes, mebibyte, 512, 0, nbdError.ENOSPC],
    ['a trim beyond the end', command.trim, 0, 2 ** 31, 0, nbdError.EINVAL],
    ['an unknown command', 77, 0, 0, 0, nbdError.EINVAL],
    ['an unknown flag', command.read, 0, 512, 128, nbdError.EINVAL],
    ['an empty read', command.read, 0, 0, 0, nbdError.EINVAL],
    ['a flush of a range', command.flush, 0, 512, 0, nbdError.EINVAL],
    ['a block status that was not negotiated', command.blockStatus, 0, 512, 0, nbdError.EINVAL],
    ['DF without structured replies', command.read, 0, 512, commandFlag.doNotFragment, nbdError.EINVAL],
  ])('refuse %s, touch nothing, and the connection goes on', async (_, type, offset, length, flags, error) => {
    const layer = new TestLayer({ sizeBytes: mebibyte });
    const client = await begin(layer);
    const payload = type === command.write ? new Uint8Array(length) : null;
    expect((await client.ask(type, offset, length, flags, payload)).error).toBe(error);
    expect(layer.calls).toEqual([]);
    expect((await client.ask(command.read, 0, 512)).error).toBe(0);
  });

  it('refuse a write longer than the bound, drop its payload, and the connection goes on', async () => {
    const layer = new TestLayer({ sizeBytes: 64 * mebibyte });
    const client = await begin(layer);
    expect((await client.ask(command.write, 0, 33 * mebibyte, 0, new Uint8Array(33 * mebibyte))).error).toBe(nbdError.EINVAL);
    expect((await client.ask(command.read, 0, 512)).error).toBe(0);
    expect(layer.calls).toEqual(['read 0+512']);
  });

  it('refuse every change of a read-only volume', async () => {
    const layer = new TestLayer({ sizeBytes: mebibyte });
    const client = await begin(layer);
    stage.publish(layer, true);
    expect((await client.ask(command.write, 0, 4096, 0, pattern(4096, 1))).error).toBe(nbdError.EPERM);
    expect((await client.ask(command.trim, 0, 4096)).error).toBe(nbdError.EPERM);
    expect((await client.ask(command.writeZeroes, 0, 4096)).error).toBe(nbdError.EPERM);
    expect((await client.ask(command.read, 0, 4096)).error).toBe(0);
    expect(layer.calls).toEqual(['read 0+4096']);
  });
});
