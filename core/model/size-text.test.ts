import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Subject } from './identity.ts';
import { gibibyte, kibibyte, mebibyte, tebibyte, volumeBytesMaximum } from './limits.ts';
import { exactSize, formatSize, parseSize } from './size-text.ts';

const subject: Subject = { kind: 'volume', name: 'V' };

describe('sizes', () => {
  it.each([
    ['100', 100 * mebibyte],
    ['64K', 64 * kibibyte],
    ['1G', gibibyte],
    ['1.5G', 1.5 * gibibyte],
    ['2T', 2 * tebibyte],
    ['8s', 4096],
    ['1gb', gibibyte],
    ['1GiB', gibibyte],
    ['64kB', 64 * kibibyte],
    ['4096B', 4096],
    ['.5M', mebibyte / 2],
    [' 7M ', 7 * mebibyte],
    ['1.1K', 3 * 512],
    ['+1', mebibyte],
    ['256T', volumeBytesMaximum],
  ])('reads %s', (text, bytes) => expect(parseSize(text, subject)).toEqual({ ok: true, value: bytes }));

  const notNumbers = ['', 'x', 'G', '1X', '1 G', '1e3', '0x10', '1,5G', 'NaN', 'Infinity', '1..5'];

  it.each([
    ['0', 'is zero'],
    ['0.0G', 'is zero'],
    ['-1', 'is negative'],
    ['-1G', 'is negative'],
    ['257T', 'is more than 256 TiB'],
    [`${'9'.repeat(400)}T`, 'is more than 256 TiB'],
    ...notNumbers.map((text): [string, string] => [text, 'is not a number with one of the suffixes s, K, M, G, T']),
  ])('refuses %j', (given, reason) => {
    const refused = parseSize(given, subject);
    expect(!refused.ok && [refused.error.code, refused.error.evidence]).toEqual(['size.invalid', { given, reason }]);
  });

  it('writes exact sizes that it reads back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: volumeBytesMaximum }), (bytes) => {
        expect(parseSize(exactSize(bytes), subject)).toEqual({ ok: true, value: bytes });
      }),
    );
    expect([gibibyte, 1.5 * gibibyte, 512, 65536, 1].map(exactSize)).toEqual(['1G', '1536M', '1s', '64K', '1B']);
  });

  it('rounds down for people', () => {
    expect([0, 511, 1536 * mebibyte, gibibyte - 1, 1.999999 * tebibyte].map(formatSize)).toEqual([
      '0 bytes',
      '511 bytes',
      '1.5 GiB',
      '1023.99 MiB',
      '1.99 TiB',
    ]);
  });
});
