import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFrameReader, frameLine, parseFrame } from './frame-lines.ts';

describe('frames on a byte stream', () => {
  test('come out as they went in, however the stream is cut', () => {
    fc.assert(fc.property(fc.array(fc.jsonValue(), { maxLength: 8 }), fc.array(fc.nat(40), { maxLength: 30 }), (values, cuts) => {
      const bytes = Buffer.from(values.map(frameLine).join(''), 'utf8');
      const received: unknown[] = [];
      const reader = createFrameReader((line) => received.push(parseFrame(line)), 1 << 20);
      let at = 0;
      for (const cut of cuts) reader.take(bytes.subarray(at, (at += cut)));
      reader.take(bytes.subarray(at));
      expect(JSON.stringify(received)).toBe(JSON.stringify(values));
    }), { numRuns: 200 });
  });

  test('a frame beyond the bound ends the reading, also when its end never comes', () => {
    const received: string[] = [];
    const whole = createFrameReader((line) => received.push(line), 10);
    expect(whole.take(Buffer.from('0123456789\n'))).toBe(true);
    expect(whole.take(Buffer.from('01234567890\n'))).toBe(false);
    expect(whole.take(Buffer.from('1\n'))).toBe(false);
    const endless = createFrameReader((line) => received.push(line), 10);
    expect(endless.take(Buffer.from('012345'))).toBe(true);
    expect(endless.take(Buffer.from('678901'))).toBe(false);
    expect(received).toEqual(['0123456789']);
  });
});
