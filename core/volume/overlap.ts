/** Makes overlapping changes wait for each other. Reads pass: a client that reads while it writes gets either. */
import type { Done, IoError } from '../device/ports.ts';
import { sabotaged } from '../model/sabotage.ts';
import { spareObjectsMaximum, unset } from './join.ts';
import type { Abilities, ChangeLayer, Layer } from './layer.ts';
import type { OrderedRange } from './range-order.ts';
import { RangeOrder } from './range-order.ts';

type ChangeOperation = 'write' | 'zero' | 'zero keeping space' | 'trim';

const nothing: Uint8Array = new Uint8Array(0);

export class OverlapLayer implements Layer {
  readonly order: RangeOrder;
  private readonly inner: Layer;
  private readonly changes: ChangeLayer;
  private readonly spare: OrderedChange[] = [];

  /** `changes` takes what changes bytes, `inner` the rest. */
  constructor(inner: Layer, order: RangeOrder, changes: ChangeLayer = inner) {
    this.inner = inner;
    this.order = order;
    this.changes = changes;
  }

  get abilities(): Abilities {
    return this.inner.abilities;
  }

  read(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    return this.inner.read(buffer, bufferStart, offsetBytes, lengthBytes, done);
  }

  write(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    return this.change('write', buffer, bufferStart, offsetBytes, lengthBytes, done);
  }

  zero(offsetBytes: number, lengthBytes: number, keepAllocated: boolean, done: Done): boolean {
    return this.change(keepAllocated ? 'zero keeping space' : 'zero', nothing, 0, offsetBytes, lengthBytes, done);
  }

  trim(offsetBytes: number, lengthBytes: number, done: Done): boolean {
    return this.change('trim', nothing, 0, offsetBytes, lengthBytes, done);
  }

  flush(done: Done): boolean {
    return this.inner.flush(done);
  }

  private change(
    operation: ChangeOperation, buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done,
  ): boolean {
    const { order, spare } = this;
    const endBytes = offsetBytes + lengthBytes;
    const blockers = order.count === 0 || sabotaged('skip-overlap-order') ? 0 : order.conflicts(offsetBytes, endBytes);
    const change = spare.pop() ?? new OrderedChange(order, this.changes, spare);
    change.operation = operation;
    change.buffer = buffer;
    change.bufferStart = bufferStart;
    change.startBytes = offsetBytes;
    change.endBytes = endBytes;
    change.blockers = blockers;
    change.done = done;
    // Nothing can call back before this function returns, so a change that completes at once need never be in the list.
    if (blockers === 0 && change.issue()) {
      change.forget();
      return true;
    }
    order.append(change);
    return false;
  }
}

class OrderedChange implements OrderedRange {
  startBytes = 0;
  endBytes = 0;
  blockers = 0;
  previous: OrderedRange | null = null;
  next: OrderedRange | null = null;
  operation: ChangeOperation = 'write';
  buffer = nothing;
  bufferStart = 0;
  done: Done = unset;
  private readonly finish: Done;
  private readonly order: RangeOrder;
  private readonly inner: ChangeLayer;
  private readonly spare: OrderedChange[];

  constructor(order: RangeOrder, inner: ChangeLayer, spare: OrderedChange[]) {
    this.order = order;
    this.inner = inner;
    this.spare = spare;
    this.finish = (error) => { this.ended(error); };
  }

  issue(): boolean {
    const lengthBytes = this.endBytes - this.startBytes;
    switch (this.operation) {
      case 'write': return this.inner.write(this.buffer, this.bufferStart, this.startBytes, lengthBytes, this.finish);
      case 'trim': return this.inner.trim(this.startBytes, lengthBytes, this.finish);
      default: return this.inner.zero(this.startBytes, lengthBytes, this.operation === 'zero keeping space', this.finish);
    }
  }

  begin(): void {
    if (this.issue()) this.ended(null);
  }

  forget(): void {
    this.done = unset;
    this.buffer = nothing;
    if (this.spare.length < spareObjectsMaximum) this.spare.push(this);
  }

  private ended(error: IoError | null): void {
    const { done } = this;
    this.order.end(this);
    this.forget();
    done(error);
  }
}
