/**
 * The intent mark (docs/decisions/0001, step 3): no change reaches a plex before its regions are marked on every log. Stands
 * between the overlap order and the recovery layer, in the way of changes only. A change of marked regions costs one look and
 * one store for each.
 */
import type { Done, IoError } from '../device/ports.ts';
import { sabotaged } from '../model/sabotage.ts';
import type { ChangeLayer } from './layer.ts';
import type { VolumeMaps } from './volume-maps.ts';

export class IntentLayer implements ChangeLayer {
  /** Null for a volume without logs. */
  maps: VolumeMaps | null = null;
  private readonly inner: ChangeLayer;

  constructor(inner: ChangeLayer) {
    this.inner = inner;
  }

  write(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean {
    if (this.maps === null || this.isMarked(this.maps, offsetBytes, lengthBytes)) {
      return this.inner.write(buffer, bufferStart, offsetBytes, lengthBytes, done);
    }
    return this.afterMark(this.maps, offsetBytes, lengthBytes, done,
      (ended) => this.inner.write(buffer, bufferStart, offsetBytes, lengthBytes, ended));
  }

  zero(offsetBytes: number, lengthBytes: number, keepAllocated: boolean, done: Done): boolean {
    if (this.maps === null || this.isMarked(this.maps, offsetBytes, lengthBytes)) {
      return this.inner.zero(offsetBytes, lengthBytes, keepAllocated, done);
    }
    return this.afterMark(this.maps, offsetBytes, lengthBytes, done,
      (ended) => this.inner.zero(offsetBytes, lengthBytes, keepAllocated, ended));
  }

  trim(offsetBytes: number, lengthBytes: number, done: Done): boolean {
    if (this.maps === null || this.isMarked(this.maps, offsetBytes, lengthBytes)) return this.inner.trim(offsetBytes, lengthBytes, done);
    return this.afterMark(this.maps, offsetBytes, lengthBytes, done, (ended) => this.inner.trim(offsetBytes, lengthBytes, ended));
  }

  /** Notes the change; false when a mark must be made durable first. */
  private isMarked(maps: VolumeMaps, offsetBytes: number, lengthBytes: number): boolean {
    const { regionBytes, stamps, epoch } = maps;
    const first = Math.floor(offsetBytes / regionBytes);
    const last = Math.floor((offsetBytes + lengthBytes - 1) / regionBytes);
    if (maps.missed.length > 0) maps.markMissed(first, last);
    let marked = true;
    for (let region = first; region <= last; region += 1) {
      if (stamps[region] === 0) marked = false;
      else stamps[region] = epoch;
    }
    return marked;
  }

  private afterMark(maps: VolumeMaps, offsetBytes: number, lengthBytes: number, done: Done, change: (done: Done) => boolean): boolean {
    const first = Math.floor(offsetBytes / maps.regionBytes);
    const last = Math.floor((offsetBytes + lengthBytes - 1) / maps.regionBytes);
    if (sabotaged('mark-after-data')) {
      maps.mark(first, last, () => undefined);
      return change(done);
    }
    const marked = (error: IoError | null): void => {
      if (error !== null) done(error);
      else if (change(done)) done(null);
    };
    return maps.mark(first, last, marked) && change(done);
  }
}
