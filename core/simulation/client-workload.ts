/**
 * The clients: reads, writes, flushes, trims and zeroes at random places of random volumes, several in flight, often
 * overlapping. Each completion is checked against the model at once.
 */
import type { IoError } from '../device/ports.ts';
import { sectorBytes } from '../model/limits.ts';
import type { SeededRandom } from './seeded-random.ts';
import { writeStamps } from './sector-stamp.ts';
import type { Trace } from './trace.ts';
import { Violation } from './violation.ts';
import type { VolumeUnderTest } from './volume-under-test.ts';

const longestSectors = 24;
/** Few places, so that operations meet. */
const hotSpots = 6;

export class ClientWorkload {
  readonly #random: SeededRandom;
  readonly #trace: Trace;
  readonly #fail: (violation: Violation) => void;
  readonly #now: () => number;
  /** How long a call to a volume with a healthy copy may take, where that is judged. */
  patienceMilliseconds = Infinity;
  /** The longest that such a call took. */
  longestMilliseconds = 0;
  #stamp = 0;
  #life = 0;
  issued = 0;

  constructor(random: SeededRandom, trace: Trace, now: () => number, fail: (violation: Violation) => void) {
    this.#now = now;
    this.#random = random;
    this.#trace = trace;
    this.#fail = fail;
  }

  /** The host died: completions of its life never come, or count for nothing. */
  endLife(volumes: Iterable<VolumeUnderTest>): void {
    this.#life += 1;
    for (const volume of volumes) {
      volume.layer = null;
      volume.inFlight = 0;
    }
  }

  issue(volume: VolumeUnderTest): void {
    const choice = this.#random.below(100);
    this.issued += 1;
    if (choice < 38) this.#read(volume);
    else if (choice < 84) this.#change(volume, 'write');
    else if (choice < 93) this.#flush(volume);
    else if (choice < 97) this.#change(volume, 'trim');
    else this.#change(volume, 'zero');
  }

  #place(volume: VolumeUnderTest): { readonly first: number; readonly count: number } {
    const sectors = volume.history.sectorCount;
    const served = Math.min(sectors, Math.floor((volume.layer?.abilities.sizeBytes ?? 0) / sectorBytes));
    const count = this.#random.between(1, longestSectors);
    const around = this.#random.chance(0.8)
      ? Math.floor((served / hotSpots) * this.#random.below(hotSpots)) + this.#random.below(40)
      : this.#random.below(served);
    return { first: Math.max(0, Math.min(around, served - count)), count };
  }

  #read(volume: VolumeUnderTest): void {
    const { first, count } = this.#place(volume);
    const buffer = new Uint8Array(count * sectorBytes).fill(0xaa);
    const sentAt = volume.history.sendRead();
    this.#run(
      volume,
      `read ${first}+${count}`,
      (layer, done) => layer.read(buffer, 0, first * sectorBytes, buffer.length, done),
      (error) => {
        volume.history.endRead(sentAt);
        if (!error) volume.checkRead(buffer, first, count, sentAt, false);
      },
    );
  }

  #change(volume: VolumeUnderTest, kind: 'write' | 'trim' | 'zero'): void {
    const { first, count } = this.#place(volume);
    const stamp = kind === 'write' ? (this.#stamp += 1) : 0;
    const buffer = new Uint8Array(count * sectorBytes);
    writeStamps(buffer, volume.number, first, count, stamp);
    const record = volume.history.send(first, count, stamp);
    const offsetBytes = first * sectorBytes;
    this.#run(
      volume,
      `${kind} ${first}+${count} as ${stamp}`,
      (layer, done) => {
        if (kind === 'write') return layer.write(buffer, 0, offsetBytes, buffer.length, done);
        if (kind === 'trim') return layer.trim(offsetBytes, buffer.length, done);
        return layer.zero(offsetBytes, buffer.length, this.#random.chance(0.5), done);
      },
      (error) => {
        if (error) volume.history.fail(record);
        else volume.history.acknowledge(record);
        buffer.fill(0x55);
      },
    );
  }

  #flush(volume: VolumeUnderTest): void {
    const sentAt = volume.history.now();
    this.#run(
      volume,
      'flush',
      (layer, done) => layer.flush(done),
      (error) => {
        if (!error) volume.history.flushed(sentAt);
        else if (error.code !== 'ESHUTDOWN') volume.flushFailedAt = this.#now();
      },
    );
  }

  #run(
    volume: VolumeUnderTest,
    name: string,
    call: (layer: NonNullable<VolumeUnderTest['layer']>, done: (error: IoError | null) => void) => boolean,
    completed: (error: IoError | null) => void,
  ): void {
    const { layer } = volume;
    if (!layer) return;
    const life = this.#life;
    const issuedAt = this.#now();
    const promised = volume.mustNotFail;
    let calls = 0;
    volume.inFlight += 1;
    const finish = (error: IoError | null): void => {
      calls += 1;
      if (life !== this.#life) return;
      if (calls > 1) {
        this.#fail(new Violation('invariant broken', `volume ${volume.number}: ${name} completed twice`));
        return;
      }
      volume.inFlight -= 1;
      this.#trace.note(`v${volume.number} ${name} ${error ? error.code : 'ok'}`);
      if (promised && volume.mustNotFail) this.#judge(volume, name, error, this.#now() - issuedAt);
      try {
        completed(error);
      } catch (violation) {
        if (!(violation instanceof Violation)) throw violation;
        this.#fail(violation);
      }
    };
    if (call(layer, finish)) finish(null);
  }

  #judge(volume: VolumeUnderTest, name: string, error: IoError | null, milliseconds: number): void {
    if (error && error.code !== 'ESHUTDOWN') {
      this.#fail(new Violation('error with a healthy copy', `volume ${volume.number}: ${name}: ${error.message}`));
    }
    this.longestMilliseconds = Math.max(this.longestMilliseconds, milliseconds);
    if (milliseconds <= this.patienceMilliseconds) return;
    const seconds = (milliseconds / 1000).toFixed(1);
    this.#fail(new Violation('slow with a healthy copy', `volume ${volume.number}: ${name} took ${seconds} s`));
  }
}
