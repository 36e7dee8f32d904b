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
  /** When a client was last told that a flush failed, in milliseconds of the world. */
  flushFailedAt = -Infinity;
  /** Losses that no engine can prevent (`unnoted-failures.ts`): what may be read in their place until it is written anew. */
  readonly #excused: Map<number, { readonly stamps: Set<number>; readonly since: number }>;

  constructor(id: string, number: number, lengthBytes: number, brokenOff: VolumeUnderTest | null = null) {
    this.id = id;
    this.number = brokenOff?.number ?? number;
    this.history = brokenOff?.history.fork() ?? new SectorHistory(lengthBytes / sectorBytes);
    this.origin = brokenOff?.id ?? '';
    this.#excused = new Map(brokenOff?.excusedSectors);
  }

  get excusedSectors(): ReadonlyMap<number, { readonly stamps: Set<number>; readonly since: number }> {
    return this.#excused;
  }

  /** After a power cut a plex holds this in the sector. False when it is what was promised anyway. */
  excuse(sector: number, stamp: number): boolean {
    const { history } = this;
    if (history.check(sector, stamp, history.now()) === '') return false;
    const stamps = this.isExcused(sector) ? (this.#excused.get(sector)?.stamps ?? []) : [];
    this.#excused.set(sector, { stamps: new Set([...stamps, stamp]), since: history.now() });
    return true;
  }

  /** Its plexes may differ, and a read may find either. */
  isExcused(sector: number, sentAt = this.history.now()): boolean {
    const excused = this.#excused.get(sector);
    return excused !== undefined && !this.history.writtenSince(sector, excused.since, sentAt);
  }

  /** Throws a Violation unless every sector of `buffer` holds something that a read sent at `sentAt` may return. */
  checkRead(buffer: Uint8Array, firstSector: number, count: number, sentAt: number, settle: boolean): void {
    const words = new Uint32Array(buffer.buffer, buffer.byteOffset, buffer.length / 4);
    for (let index = 0; index < count; index += 1) {
      const sector = firstSector + index;
      const stamp = readStamp(words, index, this.number, sector);
      if (typeof stamp === 'string') throw new Violation('third value', `volume ${this.number} sector ${sector} ${stamp}`);
      const wrong = this.history.check(sector, stamp, sentAt);
      const isExcused = this.#excused.size > 0 && this.isExcused(sector, sentAt);
      if (wrong && !(isExcused && this.#excused.get(sector)?.stamps.has(stamp))) {
        throw new Violation('acknowledged write lost', `volume ${this.number} sector ${sector} ${wrong}`);
      }
      if (settle && !isExcused) this.history.settle(sector, stamp);
    }
  }
}
