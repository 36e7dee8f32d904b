/**
 * The first block of a remote disk as it was last seen or written: it holds the disk's header, so another image at the same
 * address, or an older copy of this one, shows there.
 */
import { command } from '../format/nbd-wire.ts';
import { kibibyte } from '../model/limits.ts';
import type { NbdClient } from './nbd-client.ts';
import type { RemoteCallParts } from './remote-call.ts';

const blockBytes = 4 * kibibyte;

export class FirstBlock {
  readonly lengthBytes: number;
  /** Null while nobody knows what is there. */
  private known: Uint8Array | null = null;

  constructor(diskBytes: number) {
    this.lengthBytes = Math.min(blockBytes, diskBytes);
  }

  learn(block: Uint8Array): void {
    this.known = block;
  }

  /** Not called at all when the connection is lost meanwhile. */
  compare(client: NbdClient, compared: (equal: boolean) => void): void {
    const { known } = this;
    this.read(client, (block) => { compared(known !== null && block !== null && Buffer.compare(known, block) === 0); });
  }

  /** A change has ended; one that failed leaves nobody knowing. */
  changed(parts: RemoteCallParts, succeeded: boolean): void {
    const { known } = this;
    const endBytes = Math.min(parts.offsetBytes + parts.lengthBytes, this.lengthBytes);
    if (known === null || parts.offsetBytes >= this.lengthBytes) return;
    if (!succeeded) this.known = null;
    else if (parts.type === command.writeZeroes || parts.buffer === null) known.fill(0, parts.offsetBytes, endBytes);
    else known.set(parts.buffer.subarray(parts.bufferStart, parts.bufferStart + endBytes - parts.offsetBytes), parts.offsetBytes);
  }

  private read(client: NbdClient, done: (block: Uint8Array | null) => void): void {
    const buffer = new Uint8Array(this.lengthBytes);
    const taken = client.submit({
      type: command.read, flags: 0, offsetBytes: 0, lengthBytes: buffer.length, buffer, bufferStart: 0, abandoned: false,
      done: (error) => { done(error === null ? buffer : null); },
    });
    if (!taken) done(null);
  }
}
