/** A layer in memory for the tests of this folder: completes at once, late, or as told; fails where told. */
import type { Done, IoError } from '../device/ports.ts';
import type { Abilities, Layer } from '../volume/layer.ts';

export interface TestLayerOptions {
  readonly sizeBytes: number;
  readonly readOnly?: boolean;
  readonly fastZero?: boolean;
  /** Whether the next call completes late. */
  readonly late?: () => boolean;
}

export class TestLayer implements Layer {
  readonly bytes: Uint8Array;
  readonly abilities: Abilities;
  /** Calls in the order in which they came: `write 4096+512`. */
  readonly calls: string[] = [];
  inFlight = 0;
  inFlightMost = 0;
  /** Fails every call whose text it returns an error for. */
  fault: (call: string) => IoError | null = () => null;
  /** Late calls wait for `open` while it is shut. */
  shut = false;
  private readonly waiting: (() => void)[] = [];
  private readonly late: () => boolean;

  constructor(options: TestLayerOptions) {
    this.bytes = new Uint8Array(options.sizeBytes);
    this.abilities = { sizeBytes: options.sizeBytes, readOnly: options.readOnly ?? false, fastZero: options.fastZero ?? true };
    this.late = options.late ?? (() => false);
  }

  read(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    return this.run(`read ${offsetBytes}+${lengthBytes}`, done, () => {
      buffer.set(this.bytes.subarray(offsetBytes, offsetBytes + lengthBytes), bufferStart);
    });
  }

  /** The bytes are taken at completion, not before: whoever changes them meanwhile is found out. */
  write(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    return this.run(`write ${offsetBytes}+${lengthBytes}`, done, () => {
      this.bytes.set(buffer.subarray(bufferStart, bufferStart + lengthBytes), offsetBytes);
    });
  }

  zero(offsetBytes: number, lengthBytes: number, keepAllocated: boolean, done: Done): boolean {
    return this.run(`zero ${offsetBytes}+${lengthBytes}${keepAllocated ? ' kept' : ''}`, done, () => {
      this.bytes.fill(0, offsetBytes, offsetBytes + lengthBytes);
    });
  }

  trim(offsetBytes: number, lengthBytes: number, done: Done): boolean {
    return this.run(`trim ${offsetBytes}+${lengthBytes}`, done, () => {
      this.bytes.fill(0, offsetBytes, offsetBytes + lengthBytes);
    });
  }

  flush(done: Done): boolean {
    return this.run('flush', done, () => undefined);
  }

  open(): void {
    this.shut = false;
    for (const run of this.waiting.splice(0)) run();
  }

  private run(call: string, done: Done, effect: () => void): boolean {
    this.calls.push(call);
    const error = this.fault(call);
    if (error === null && !this.shut && !this.late()) {
      effect();
      return true;
    }
    this.inFlight += 1;
    this.inFlightMost = Math.max(this.inFlightMost, this.inFlight);
    const end = (): void => {
      this.inFlight -= 1;
      if (error === null) effect();
      done(error);
    };
    if (this.shut) this.waiting.push(end);
    else setImmediate(end);
    return false;
  }
}
