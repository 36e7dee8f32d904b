/**
 * One volume as its clients know it: the layer it is served by in the present life of the host, and the model of what
 * it must hold. The model lives as long as the volume; the layer as long as the volume is started.
 */
import { sectorBytes } from '../model/limits.ts';
import type { Layer } from '../volume/layer.ts';
import { readStamp } from './sector-stamp.ts';
import { SectorHistory } from './sector-history.ts';
import { Violation } from './violation.ts';

export class VolumeUnderTest {
  readonly id: string;
  readonly number: number;
  readonly history: SectorHistory;
  /** Id of the volume that it was broken off; empty for one that was made. */
  readonly origin: string;
  layer: Layer | null = null;
  inFlight = 0;
  /** No disk of this volume's every plex was ever made to fail: no error may reach the client. */
  mustNotFail = false;

  constructor(id: string, number: number, lengthBytes: number, brokenOff: VolumeUnderTest | null = null) {
    this.id = id;
    this.number = brokenOff?.number ?? number;
    this.history = brokenOff?.history.fork() ?? new SectorHistory(lengthBytes / sectorBytes);
    this.origin = brokenOff?.id ?? '';
  }

  /** Throws a Violation unless every sector of `buffer` holds something that a read sent at `sentAt` may return. */
  checkRead(buffer: Uint8Array, firstSector: number, count: number, sentAt: number, settle: boolean): void {
    const words = new Uint32Array(buffer.buffer, buffer.byteOffset, buffer.length / 4);
    for (let index = 0; index < count; index += 1) {
      const sector = firstSector + index;
      const stamp = readStamp(words, index, this.number, sector);
      if (typeof stamp === 'string') throw new Violation('third value', `volume ${this.number} sector ${sector} ${stamp}`);
      const wrong = this.history.check(sector, stamp, sentAt);
      if (wrong) throw new Violation('acknowledged write lost', `volume ${this.number} sector ${sector} ${wrong}`);
      if (settle) this.history.settle(sector, stamp);
    }
  }
}
