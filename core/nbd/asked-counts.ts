/** What one client has asked for since it connected: calls that were taken, and the bytes that they were to carry. */
import { noCounts } from '../model/io-statistics.ts';
import type { IoSample, OperationCounts } from '../model/io-statistics.ts';
import { command } from './protocol.ts';

export class AskedCounts {
  reads = 0;
  readBytes = 0;
  writes = 0;
  writtenBytes = 0;
  zeroes = 0;
  zeroedBytes = 0;

  /** A request that does not take the short way through the receive loop. */
  add(type: number, lengthBytes: number): void {
    switch (type) {
      case command.read:
        this.reads += 1;
        this.readBytes += lengthBytes;
        break;
      case command.write:
        this.writes += 1;
        this.writtenBytes += lengthBytes;
        break;
      case command.writeZeroes: case command.trim:
        this.zeroes += 1;
        this.zeroedBytes += lengthBytes;
        break;
      default:
    }
  }

  sample(id: string): IoSample {
    const counts = (completed: number, bytes: number): OperationCounts => ({ ...noCounts, completed, bytes });
    return {
      kind: 'client', id, read: counts(this.reads, this.readBytes), write: counts(this.writes, this.writtenBytes),
      zero: counts(this.zeroes, this.zeroedBytes),
    };
  }
}
