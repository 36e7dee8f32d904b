import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { setSabotages } from '../model/sabotage.ts';
import { addressOfColumnByte, newStripePosition, stripeUnitAt } from './stripe.ts';

const kibibyte = 1024;

describe('stripe addresses', () => {
  afterEach(() => setSabotages([]));

  it('places units over columns row by row', () => {
    const position = newStripePosition();
    const seen = [0, 64, 128, 192, 200].map((kib) => {
      stripeUnitAt(kib * kibibyte, 3, 64 * kibibyte, position);
      return [position.column, position.columnOffsetBytes / kibibyte, position.unitRemainingBytes / kibibyte];
    });
    expect(seen).toEqual([[0, 0, 64], [1, 0, 64], [2, 0, 64], [0, 64, 64], [0, 72, 56]]);
  });

  const layouts = fc.record({
    address: fc.integer({ min: 0, max: 2 ** 48 }), columns: fc.integer({ min: 1, max: 256 }), unitBits: fc.integer({ min: 12, max: 24 }),
  });

  it('leads back to every address, up to 256 TiB', () => {
    fc.assert(fc.property(layouts, ({ address, columns, unitBits }) => {
      const position = newStripePosition();
      stripeUnitAt(address, columns, 2 ** unitBits, position);
      expect(position.column).toBeLessThan(columns);
      expect(position.unitRemainingBytes).toBeGreaterThan(0);
      expect(addressOfColumnByte(position.column, position.columnOffsetBytes, columns, 2 ** unitBits)).toBe(address);
    }));
  });

  it('no longer does so when the column is off by one', () => {
    setSabotages(['stripe-column-off-by-one']);
    const position = newStripePosition();
    stripeUnitAt(64 * kibibyte, 2, 64 * kibibyte, position);
    expect(addressOfColumnByte(position.column, position.columnOffsetBytes, 2, 64 * kibibyte)).not.toBe(64 * kibibyte);
  });
});
