/**
 * The order of overlapping changes. Whatever changes bytes (client writes, zeros, trims, and copy steps, which lock the
 * range they copy) is in this list from its issue to its end, and begins only when everything before it that overlaps
 * it has ended. Strictly first come, first served, so that neither clients nor copies starve.
 */
import { invariant } from '../model/invariant.ts';

export interface OrderedRange {
  startBytes: number;
  endBytes: number;
  /** Earlier ranges that overlap this one and have not ended. */
  blockers: number;
  /** Called once, when `blockers` has come down to 0; never from within `append`. */
  begin(): void;
  previous: OrderedRange | null;
  next: OrderedRange | null;
}

export class RangeOrder {
  count = 0;
  private first: OrderedRange | null = null;
  private last: OrderedRange | null = null;
  private readonly ready: OrderedRange[] = [];
  private beginning = false;

  /** Ranges in flight that a range starting now would have to wait for. */
  conflicts(startBytes: number, endBytes: number): number {
    let found = 0;
    for (let other = this.first; other !== null; other = other.next) {
      if (other.startBytes < endBytes && startBytes < other.endBytes) found += 1;
    }
    return found;
  }

  /** The caller has counted the blockers by `conflicts`; with none it has begun already. */
  append(range: OrderedRange): void {
    range.previous = this.last;
    range.next = null;
    if (this.last === null) this.first = range;
    else this.last.next = range;
    this.last = range;
    this.count += 1;
  }

  end(range: OrderedRange): void {
    const { previous, next } = range;
    if (previous === null) this.first = next;
    else previous.next = next;
    if (next === null) this.last = previous;
    else next.previous = previous;
    range.previous = null;
    range.next = null;
    this.count -= 1;
    invariant(this.count >= 0, 'a range ended twice');
    for (let later = next; later !== null; later = later.next) {
      if (later.startBytes >= range.endBytes || range.startBytes >= later.endBytes) continue;
      if (later.blockers === 0) continue;
      later.blockers -= 1;
      if (later.blockers === 0) this.ready.push(later);
    }
    this.beginReady();
  }

  /** A loop, not a recursion: a long chain of overlapping writes over synchronous plexes must not fill the stack. */
  private beginReady(): void {
    if (this.beginning) return;
    this.beginning = true;
    for (let range = this.ready.shift(); range !== undefined; range = this.ready.shift()) range.begin();
    this.beginning = false;
  }
}

/** A lock on a range against every change by others; `granted` is called at once when nothing overlaps. */
export class RangeLock implements OrderedRange {
  readonly startBytes: number;
  readonly endBytes: number;
  blockers = 0;
  previous: OrderedRange | null = null;
  next: OrderedRange | null = null;
  private readonly order: RangeOrder;
  private readonly granted: () => void;

  constructor(order: RangeOrder, startBytes: number, lengthBytes: number, granted: () => void) {
    this.order = order;
    this.startBytes = startBytes;
    this.endBytes = startBytes + lengthBytes;
    this.granted = granted;
  }

  acquire(): void {
    this.blockers = this.order.conflicts(this.startBytes, this.endBytes);
    this.order.append(this);
    if (this.blockers === 0) this.granted();
  }

  begin(): void {
    this.granted();
  }

  release(): void {
    this.order.end(this);
  }
}
