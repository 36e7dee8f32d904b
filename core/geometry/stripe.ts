/**
 * Address to column (engine.md 3.2), for layouts of any number of columns; a concatenation is a stripe of one column whose
 * unit never ends. Addresses reach 2^48, so that 32-bit operators are of no use here; division of whole numbers below 2^52
 * rounds to the right floor.
 */
import { sabotaged } from '../model/sabotage.ts';

/** Filled anew by each call, so that the I/O path allocates nothing. */
export interface StripePosition {
  column: number;
  columnOffsetBytes: number;
  /** From here to the end of the stripe unit: what follows lies in another column. */
  unitRemainingBytes: number;
}

export function newStripePosition(): StripePosition {
  return { column: 0, columnOffsetBytes: 0, unitRemainingBytes: 0 };
}

/** `columns` is 1 or more; `stripeUnitBytes` is a power of two. */
export function stripeUnitAt(addressBytes: number, columns: number, stripeUnitBytes: number, position: StripePosition): void {
  const unit = Math.floor(addressBytes / stripeUnitBytes);
  const row = Math.floor(unit / columns);
  const offsetInUnitBytes = addressBytes - unit * stripeUnitBytes;
  position.column = unit - row * columns;
  if (columns > 1 && sabotaged('stripe-column-off-by-one')) position.column = unit % (columns - 1);
  position.columnOffsetBytes = row * stripeUnitBytes + offsetInUnitBytes;
  position.unitRemainingBytes = stripeUnitBytes - offsetInUnitBytes;
}

/** The way back: the address in the plex of a byte of a column. */
export function addressOfColumnByte(column: number, columnOffsetBytes: number, columns: number, stripeUnitBytes: number): number {
  const row = Math.floor(columnOffsetBytes / stripeUnitBytes);
  return (row * columns + column) * stripeUnitBytes + (columnOffsetBytes - row * stripeUnitBytes);
}
