/**
 * A short life of a group, written down as it happens: an administrator, clients, failing disks, one after the other or at
 * once. It judges nothing; what it wrote down is cut at every instant afterwards.
 */
import type { Command } from '../model/command.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import { mebibyte, sectorBytes } from '../model/limits.ts';
import { descriptionsOf } from './configuration-description.ts';
import type { CrashEvent, ModelEvent } from './crash-log.ts';
import type { DiskChange } from './scripted-disk.ts';
import { ScriptedDisk } from './scripted-disk.ts';
import { writeStamps } from './sector-stamp.ts';
import { World } from './world.ts';

export const tinyDiskBytes = 16 * mebibyte;
/** Longest virtual time that a job may take; it copies a few MiB. */
const jobLimitMilliseconds = 600_000;
/** After so long without a write the marks of the intent map are gone. */
const quietMilliseconds = 30_000;

export class Story {
  readonly world = new World<ScriptedDisk>(1);
  readonly events: CrashEvent[] = [];
  #writes = 0;
  #flushes = 0;
  readonly #published = new Set<string>();
  #expected: (string | null)[] = [null];

  /** `delayMilliseconds` 0 runs the paths that complete at once, anything else those that wait. */
  constructor(diskCount: number, delayMilliseconds: number) {
    for (let number = 0; number < diskCount; number += 1) {
      const disk = new ScriptedDisk(number, tinyDiskBytes, this.world.clock);
      disk.delayMilliseconds = delayMilliseconds === 0 ? 0 : delayMilliseconds + number * 0.3;
      disk.watcher = {
        issued: (change: DiskChange) => { this.events.push({ kind: 'issued', change }); },
        completed: (change: DiskChange) => { this.events.push({ kind: 'completed', change }); },
        flushIssued: () => this.events.length,
        flushCompleted: (flushed, issuedAt) => { this.events.push({ kind: 'flush completed', disk: flushed, issuedAt }); },
      };
      this.world.disks.push(disk);
    }
    this.world.onForesee = (sequence) => { this.events.push({ kind: 'foreseen', sequence }); };
    this.world.onWitness = (configuration) => {
      this.#expect(configuration);
      this.events.push({ kind: 'witness', sequence: configuration.sequence, groupId: configuration.id });
    };
  }

  get configuration(): GroupConfiguration | null {
    return this.world.runtime?.configuration ?? null;
  }

  async init(diskCount: number): Promise<void> {
    await this.#step(async () => { await this.world.tryInit(diskCount); });
  }

  async command(command: Command | null): Promise<void> {
    if (command === null) return;
    await this.#step(async () => {
      const planned = await this.world.plan(command);
      if (planned?.ok && planned.value.after) this.#expect(planned.value.after);
      if (command.command === 'volume.break') this.#breaking(this.#volumeId(command.volume));
      await this.world.execute(command);
      this.#breaking(null);
    });
  }

  /** Sectors of one volume. `waits`: until it is acknowledged; else it is under way when the next step begins. */
  async write(volume: string, first: number, count: number, waits = true): Promise<void> {
    const under = this.world.volumes.get(this.#volumeId(volume) ?? '');
    if (!under?.layer || (first + count) * sectorBytes > under.layer.abilities.sizeBytes) return;
    this.#writes += 1;
    const write = this.#writes;
    const buffer = new Uint8Array(count * sectorBytes);
    writeStamps(buffer, under.number, first, count, write);
    this.#note({ kind: 'sent', write, volumeId: under.id, first, count });
    let ended = false;
    const end = (kind: 'acknowledged' | 'refused'): void => {
      ended = true;
      this.#note({ kind, write });
    };
    const answered = (error: unknown): void => { end(error ? 'refused' : 'acknowledged'); };
    if (under.layer.write(buffer, 0, first * sectorBytes, buffer.length, answered)) answered(null);
    if (waits) await this.world.settle(() => ended, jobLimitMilliseconds, 'a write never ended');
  }

  async flush(volume: string): Promise<void> {
    const under = this.world.volumes.get(this.#volumeId(volume) ?? '');
    if (!under?.layer) return;
    this.#flushes += 1;
    const flush = this.#flushes;
    this.#note({ kind: 'flush sent', flush, volumeId: under.id });
    let ended = false;
    const end = (good: boolean): void => {
      ended = true;
      if (good) this.#note({ kind: 'flushed', flush, volumeId: under.id });
    };
    if (under.layer.flush((error) => { end(!error); })) end(true);
    await this.world.settle(() => ended, jobLimitMilliseconds, 'a flush never ended');
  }

  /** Jobs have ended, nothing is under way, and the marks of the maps had time to go. */
  async quiet(): Promise<void> {
    await this.#step(async () => {
      await this.world.advance(quietMilliseconds);
      await this.world.settle(
        () => (this.world.status?.tasks ?? []).every((task) => task.endedAt !== ''), jobLimitMilliseconds, 'a job never ended',
      );
    });
  }

  setDead(disk: number, dead: boolean): void {
    const scripted = this.world.disks[disk];
    if (!scripted) return;
    scripted.dead = dead;
    this.events.push({ kind: 'failing', disk, dead });
  }

  /** The disk answers again and is attached anew. */
  async diskReturns(number: number): Promise<void> {
    const disk = this.world.disks[number];
    const record = this.configuration?.disks.find((candidate) => candidate.lastAccess === disk?.name);
    if (!disk || !record) return;
    await this.#step(async () => {
      await this.world.diskLeaves(record.id);
      this.setDead(number, false);
      await this.world.diskArrived(disk);
    });
  }

  async close(): Promise<void> {
    await this.#step(() => this.world.close());
  }

  /** The host is killed and comes back; the disks keep what they were told. */
  async kill(): Promise<void> {
    this.world.crash(false);
    this.#note({ kind: 'killed' });
    await this.import();
  }

  async import(): Promise<void> {
    await this.#step(async () => { await this.world.importGroup(); });
  }

  async #step(work: () => Promise<void>): Promise<void> {
    this.#expected = [...(this.configuration ? descriptionsOf(this.configuration) : this.#expected)];
    this.events.push({ kind: 'expected', descriptions: this.#expected });
    await work();
    if (this.configuration) this.#expect(this.configuration);
    this.#notePublished();
    if (this.#jobsRun()) return;
    // Nothing is under way any more that could still change it.
    if (this.configuration) this.events.push({ kind: 'expected', descriptions: [...descriptionsOf(this.configuration)] });
  }

  #breaking(volumeId: string | null): void {
    if (this.world.breaking === volumeId) return;
    this.#notePublished();
    this.world.breaking = volumeId;
    this.events.push({ kind: 'breaking', volumeId });
  }

  #jobsRun(): boolean {
    return (this.world.runtime?.status().tasks ?? []).some((task) => task.endedAt === '');
  }

  /** An object of the list that an event holds: it is true of the whole step, its beginning too. */
  #expect(configuration: GroupConfiguration): void {
    for (const description of descriptionsOf(configuration)) if (!this.#expected.includes(description)) this.#expected.push(description);
  }

  #notePublished(): void {
    for (const volume of this.world.volumes.values()) {
      if (this.#published.has(volume.id)) continue;
      this.#published.add(volume.id);
      this.events.push({
        kind: 'model',
        event: {
          kind: 'published', volumeId: volume.id, number: volume.number, lengthBytes: volume.history.sectorCount * sectorBytes,
          origin: volume.origin,
        },
      });
    }
  }

  #note(event: ModelEvent): void {
    this.#notePublished();
    this.events.push({ kind: 'model', event });
  }

  #volumeId(name: string): string | null {
    return this.configuration?.volumes.find((volume) => volume.name === name)?.id ?? null;
  }
}
