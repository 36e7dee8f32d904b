/**
 * A disk that misbehaves on purpose, by the seed. It outlives the host: a life of the host opens it (`open`) and its
 * operations end with that life, each one that was in flight having happened whole, in part, or not at all.
 *
 * What can be switched on, each within what its name promises: errors (`errorChance` per operation, writes torn), death
 * (`dead`: every call fails), slowness, read errors on marked sectors until they are rewritten, a flush that fails (and
 * loses what it should have kept), and `lyingFlush`, which breaks the contract and must be noticed.
 */
import type { BlockDevice, Done, IoError } from '../device/ports.ts';
import { sectorBytes } from '../model/limits.ts';
import { ForgottenSectors } from './forgotten-sectors.ts';
import { HangingDevice } from './hanging-device.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { SimulatedClock } from './simulated-clock.ts';
import { SimulatedMedium } from './simulated-medium.ts';

const errorOf = (message: string): IoError => ({ code: 'EIO', message });

export interface DiskFaults {
  dead: boolean;
  readErrorChance: number;
  writeErrorChance: number;
  flushErrorChance: number;
  /** Probability that a call completes before it returns. */
  synchronousChance: number;
  latencyMilliseconds: number;
  lyingFlush: boolean;
}

interface InFlight {
  abandon(): void;
}

export class SimulatedDisk {
  readonly name: string;
  readonly medium: SimulatedMedium;
  readonly forgotten = new ForgottenSectors();
  readonly faults: DiskFaults = {
    dead: false,
    readErrorChance: 0,
    writeErrorChance: 0,
    flushErrorChance: 0,
    synchronousChance: 0.5,
    latencyMilliseconds: 1,
    lyingFlush: false,
  };
  /** Absent: unplugged; opening it fails, and an open device of it fails every call. */
  present = true;
  /** Whether `hang` will ever be called. */
  mayHang = false;
  #hangs = false;
  readonly #openings = new Set<HangingDevice>();
  readonly #badSectors = new Set<number>();
  readonly #clock: SimulatedClock;
  readonly #random: SeededRandom;
  readonly #inFlight = new Set<InFlight>();
  #flushing = false;
  #waitingFlushes: Done[] = [];
  injected = 0;

  constructor(name: string, sizeBytes: number, clock: SimulatedClock, random: SeededRandom) {
    this.name = name;
    this.medium = new SimulatedMedium(sizeBytes);
    this.#clock = clock;
    this.#random = random;
  }

  markBad(offsetBytes: number): void {
    this.#badSectors.add(Math.floor(offsetBytes / sectorBytes));
  }

  heal(): void {
    this.faults.dead = false;
    this.faults.readErrorChance = 0;
    this.faults.writeErrorChance = 0;
    this.faults.flushErrorChance = 0;
    this.#badSectors.clear();
    this.resume();
  }

  /** The host died: each operation in flight may have happened, in whole or in part. `powerCut` loses the caches too. */
  crash(powerCut: boolean): void {
    this.#endOpenings();
    this.#hangs = false;
    if (powerCut) this.medium.powerCut(this.#random);
  }

  /** From now on nothing is answered, until `resume`. Only a disk that `mayHang` from its opening on. */
  hang(): void {
    this.#hangs = true;
    for (const opening of this.#openings) opening.hang();
  }

  hangFor(milliseconds: number): void {
    if (this.#hangs) return;
    this.hang();
    this.#clock.schedule(milliseconds, () => {
      this.resume();
    });
  }

  resume(): void {
    this.#hangs = false;
    for (const opening of this.#openings) opening.resume();
  }

  #endOpenings(): void {
    for (const opening of this.#openings) opening.crash();
    this.#openings.clear();
    for (const operation of this.#inFlight) operation.abandon();
    this.#inFlight.clear();
    // The flush that others wait behind was one of them.
    this.#flushing = false;
    this.#waitingFlushes = [];
  }

  open(readOnly: boolean): BlockDevice {
    if ([...this.#openings].some((opening) => opening.owesAnswers)) this.#endOpenings();
    const device = this.#open(readOnly);
    if (!this.mayHang) return device;
    const clock = this.#clock;
    const opening = new HangingDevice(device, {
      nowMilliseconds: () => clock.nowMilliseconds,
      timestamp: () => '',
      after: (delayMilliseconds, run) => clock.schedule(delayMilliseconds, run),
      soon: (run) => {
        clock.schedule(0, run);
      },
    }, this.#random, this.#hangs);
    this.#openings.add(opening);
    return opening;
  }

  #open(readOnly: boolean): BlockDevice {
    const disk = this;
    return {
      sizeBytes: this.medium.sizeBytes,
      readOnly,
      punchesHoles: true,
      read: (buffer, start, offset, length, done) => disk.#read(buffer, start, offset, length, done),
      write: (buffer, start, offset, length, done) => disk.#write(buffer, start, offset, length, done),
      zero: (offset, length, _keep, done) => disk.#write(null, 0, offset, length, done),
      flush: (done) => disk.#flush(done),
      writeDurable: (buffer, start, offset, length, done) => disk.#writeDurable(buffer, start, offset, length, done),
      close: () => undefined,
    };
  }

  #read(buffer: Uint8Array, start: number, offset: number, length: number, done: Done): boolean {
    return this.#complete(
      () => {
        if (this.#fails(this.faults.readErrorChance) || this.#hitsBadSector(offset, length)) return errorOf(`${this.name}: read error`);
        this.medium.read(buffer, start, offset, length);
        return null;
      },
      () => undefined,
      done,
    );
  }

  #write(buffer: Uint8Array | null, start: number, offset: number, length: number, done: Done): boolean {
    return this.#complete(
      () => {
        if (this.#fails(this.faults.writeErrorChance)) {
          if (!this.faults.dead && this.present) this.medium.writeTorn(buffer, start, offset, length, this.#random);
          return errorOf(`${this.name}: write error`);
        }
        this.#reaches(buffer, start, offset, length);
        for (
          let sector = Math.floor(offset / sectorBytes);
          this.#badSectors.size > 0 && sector * sectorBytes < offset + length;
          sector += 1
        ) {
          this.#badSectors.delete(sector);
        }
        return null;
      },
      () => {
        if (this.#random.chance(0.4)) this.medium.writeTorn(buffer, start, offset, length, this.#random);
        else if (this.#random.chance(0.5)) this.#reaches(buffer, start, offset, length);
      },
      done,
    );
  }

  #reaches(buffer: Uint8Array | null, start: number, offsetBytes: number, lengthBytes: number): void {
    this.medium.write(buffer, start, offsetBytes, lengthBytes);
    this.forgotten.written({ offsetBytes, lengthBytes }, this.medium.writeCount);
  }

  #writeDurable(buffer: Uint8Array, start: number, offset: number, length: number, done: Done): boolean {
    return this.#complete(
      () => {
        if (this.#fails(this.faults.writeErrorChance)) return errorOf(`${this.name}: write error`);
        this.medium.writeDurable(buffer, start, offset, length);
        return null;
      },
      () => {
        if (this.#random.chance(0.4)) this.medium.writeTorn(buffer, start, offset, length, this.#random);
        else if (this.#random.chance(0.5)) this.medium.writeDurable(buffer, start, offset, length);
      },
      done,
    );
  }

  /** One at a time, as a real disk's: who comes meanwhile is covered by the next, and hears of a failure before it begins. */
  #flush(done: Done): boolean {
    if (!this.#flushing) return this.#beginFlush(done);
    this.#waitingFlushes.push(done);
    return false;
  }

  #beginFlush(done: Done): boolean {
    this.#flushing = true;
    const covers = this.medium.writeCount;
    const complete = this.#complete(
      () => {
        if (this.#fails(this.faults.flushErrorChance)) {
          if (this.present) this.#forgets(covers);
          return errorOf(`${this.name}: flush error`);
        }
        if (!this.faults.lyingFlush) this.#settles(covers);
        return null;
      },
      () => {
        if (this.#random.chance(0.5)) this.#settles(covers);
      },
      (error) => {
        this.#flushing = false;
        done(error);
        this.#nextFlush();
      },
    );
    if (complete) this.#flushing = false;
    return complete;
  }

  #settles(covers: number): void {
    this.medium.settleThrough(covers);
    this.forgotten.settled(covers);
  }

  #forgets(covers: number): void {
    this.forgotten.forget(this.medium.forgetThrough(covers), covers, this.#clock.nowMilliseconds);
  }

  #nextFlush(): void {
    while (!this.#flushing) {
      const next = this.#waitingFlushes.shift();
      if (!next) return;
      if (this.#beginFlush(next)) next(null);
    }
  }

  /** Now or later, by the seed; `abandoned` runs instead when the host dies in between. */
  #complete(perform: () => IoError | null, abandoned: () => void, done: Done): boolean {
    if (this.#random.chance(this.faults.synchronousChance)) {
      const error = perform();
      if (!error) return true;
      this.#later(
        0,
        () => error,
        () => undefined,
        done,
      );
      return false;
    }
    this.#later(this.#random.fraction() * this.faults.latencyMilliseconds, perform, abandoned, done);
    return false;
  }

  #later(delayMilliseconds: number, perform: () => IoError | null, abandoned: () => void, done: Done): void {
    const operation: InFlight = {
      abandon: () => {
        timer.cancel();
        if (this.present && !this.faults.dead) abandoned();
      },
    };
    this.#inFlight.add(operation);
    const timer = this.#clock.schedule(delayMilliseconds, () => {
      this.#inFlight.delete(operation);
      done(perform());
    });
  }

  #fails(chance: number): boolean {
    const fails = !this.present || this.faults.dead || (chance > 0 && this.#random.chance(chance));
    if (fails) this.injected += 1;
    return fails;
  }

  #hitsBadSector(offset: number, length: number): boolean {
    if (this.#badSectors.size === 0) return false;
    for (let sector = Math.floor(offset / sectorBytes); sector * sectorBytes < offset + length; sector += 1) {
      if (this.#badSectors.has(sector)) return true;
    }
    return false;
  }
}
