/**
 * One try of the n-th fault loop: a copy of a prepared world, one command, one call of a disk that fails (alone, with its
 * disk, or with all disks), and afterwards every question that a person would ask who starts the host again.
 */
import { violatedInvariants } from '../model/configuration-invariants.ts';
import { sectorBytes } from '../model/limits.ts';
import { descriptionsOf } from './configuration-description.ts';
import { judgeTolerance } from './crash-judgement.ts';
import { diskCount } from './nth-fault-cases.ts';
import type { FaultCase, FaultWorld, Outcome } from './nth-fault-cases.ts';
import { SeededRandom } from './seeded-random.ts';
import { ScriptedDisk, type DiskCallKind } from './scripted-disk.ts';
import { writeStamps } from './sector-stamp.ts';
import type { SparseImage } from './sparse-image.ts';
import { Violation } from './violation.ts';
import { comparePlexes, readAllVolumes } from './volume-checks.ts';
import { VolumeUnderTest } from './volume-under-test.ts';
import { groupName, World } from './world.ts';
import { tinyDiskBytes } from './crash-story.ts';

/** `call`: that one alone. `disk`: its disk from then on. `all disks`: every disk from then on. */
export type FaultReach = 'call' | 'disk' | 'all disks';

export interface Fault {
  readonly kind: DiskCallKind;
  readonly number: number;
  readonly reach: FaultReach;
}

export interface PreparedWorld {
  readonly images: readonly SparseImage[];
  readonly groupId: string;
  readonly witnessSequence: number;
  readonly foreseenSequence: number;
  readonly volumes: ReadonlyMap<string, VolumeUnderTest>;
  /** What each disk takes for a call while the command runs; 0: it completes at once. */
  readonly delaysMilliseconds: readonly number[];
}

/** What the command leads to where nothing fails. */
export interface Expectation {
  readonly before: readonly string[] | null;
  readonly after: readonly string[] | null;
}

export interface Tried {
  readonly outcome: Outcome;
  /** The call that was to fail was made. */
  readonly hit: boolean;
  /** The last lines of the trace. */
  readonly said: string;
  /** What the group was in the end; empty when there was none. */
  readonly lines: readonly string[];
}

const healLimitMilliseconds = 3_600_000;
const statusDelayMilliseconds = 1_000;
const placesOfWrites = [0, 511, 2047] as const;

/** With a seed each disk takes a time of its own. */
function delaysOf(seed: number | null): readonly number[] {
  const random = new SeededRandom(seed ?? 0, 'delays');
  return Array.from({ length: diskCount }, () => (seed === null ? 0 : random.pick([0, 0.5, 3, 20]) * (1 + random.fraction())));
}

export async function prepare(faultCase: FaultCase, seed: number | null): Promise<PreparedWorld> {
  const world = newWorld(1, Array.from({ length: diskCount }, () => undefined));
  await faultCase.prepare(world);
  await writeEverywhere(world, 1);
  await world.close();
  const { groupId, witnessSequence, foreseenSequence, volumes } = world;
  const images = world.disks.map((disk) => disk.image);
  return { images, groupId, witnessSequence, foreseenSequence, volumes, delaysMilliseconds: delaysOf(seed) };
}

function newWorld(seed: number, images: readonly (SparseImage | undefined)[]): FaultWorld {
  const world: FaultWorld = new World<ScriptedDisk>(seed);
  images.forEach((image, number) => world.disks.push(new ScriptedDisk(number, tinyDiskBytes, world.clock, image?.fork())));
  return world;
}

/** A copy of the prepared world, with the group imported and its volumes started. */
async function copyOf(prepared: PreparedWorld, faultCase: FaultCase): Promise<FaultWorld> {
  const world = newWorld(2, prepared.images);
  world.groupId = prepared.groupId;
  world.witnessSequence = prepared.witnessSequence;
  world.foreseenSequence = prepared.foreseenSequence;
  for (const [id, volume] of prepared.volumes) {
    world.volumes.set(id, new VolumeUnderTest(id, volume.number, volume.history.sectorCount * sectorBytes, volume));
  }
  if (prepared.groupId !== '') {
    const born = await world.importGroup();
    if (!born.ok) throw new Violation('import refused', `of the prepared group: ${born.error.code}`);
  }
  await faultCase.before?.(world);
  for (const [index, disk] of world.disks.entries()) disk.delayMilliseconds = prepared.delaysMilliseconds[index] ?? 0;
  return world;
}

/** A few sectors of each volume, then a flush; what comes of it is noted in the model. */
async function writeEverywhere(world: FaultWorld, stamp: number): Promise<void> {
  for (const volume of world.volumes.values()) {
    for (const first of placesOfWrites) await writeSector(world, volume, first, stamp + first);
    const { layer, history } = volume;
    const sentAt = history.now();
    if ((await call(world, (done) => layer?.flush(done) ?? true)) && layer) history.flushed(sentAt);
  }
}

async function writeSector(world: FaultWorld, volume: VolumeUnderTest, first: number, stamp: number): Promise<void> {
  const { layer, history } = volume;
  if (!layer || layer.abilities.readOnly) return;
  const buffer = new Uint8Array(sectorBytes);
  writeStamps(buffer, volume.number, first, 1, stamp);
  const record = history.send(first, 1, stamp);
  const good = await call(world, (done) => layer.write(buffer, 0, first * sectorBytes, sectorBytes, done));
  if (good) history.acknowledge(record);
  else history.fail(record);
}

async function call(world: FaultWorld, run: (done: (error: unknown) => void) => boolean): Promise<boolean> {
  let outcome: boolean | null = null;
  if (run((error) => { outcome = !error; })) return true;
  await world.settle(() => outcome !== null, healLimitMilliseconds, 'a request of a client never ended');
  return outcome === true;
}

/** From now on the n-th call of that kind fails. Answers whether it was made. */
function arm(world: FaultWorld, fault: Fault | null): () => boolean {
  let calls = 0;
  for (const disk of world.disks) {
    disk.fault = (kind) => {
      if (fault === null || kind !== fault.kind) return null;
      calls += 1;
      if (calls !== fault.number) return null;
      if (fault.reach === 'disk') disk.dead = true;
      if (fault.reach === 'all disks') for (const other of world.disks) other.dead = true;
      return { code: 'EIO', message: `${disk.name}: ${kind} number ${fault.number} fails` };
    };
  }
  return () => fault !== null && calls >= fault.number;
}

function heal(world: FaultWorld): void {
  for (const disk of world.disks) {
    disk.dead = false;
    disk.delayMilliseconds = 0;
    disk.fault = () => null;
  }
}

/** Runs the command under the fault, and asks everything. `expectation` null: it is found out here. */
export async function tryFault(
  faultCase: FaultCase, prepared: PreparedWorld, fault: Fault | null, expectation: Expectation | null,
): Promise<Tried> {
  const world = await copyOf(prepared, faultCase);
  const wasHit = arm(world, fault);
  const origin = [...world.volumes.keys()][0] ?? null;
  world.breaking = faultCase.command === 'volume.break' ? origin : null;
  const outcome = await faultCase.run(world);
  const said = world.trace.lastLines.slice(-3).join('; ');
  await writeEverywhere(world, 10_000);
  const hit = wasHit();
  await startAgain(world, (fault?.number ?? 1) % 2 === 0);
  const { runtime } = world;
  let lines: readonly string[] = [];
  if (runtime) lines = await judge(world, faultCase, fault, outcome, expectation);
  else if (expectation !== null) judgeAbsence(outcome, fault, expectation);
  if (outcome === 'refused' && (runtime || fault?.reach === 'call')) await again(world, faultCase);
  return { outcome, hit, lines, said };
}

/** The faults are over. The host was killed, or stopped in good order, and starts. */
async function startAgain(world: FaultWorld, inOrder: boolean): Promise<void> {
  if (inOrder) {
    await world.close();
    heal(world);
  } else {
    heal(world);
    world.crash(false);
  }
  world.runtime = null;
  await world.importGroup();
}

async function judge(
  world: FaultWorld, faultCase: FaultCase, fault: Fault | null, outcome: Outcome, expectation: Expectation | null,
): Promise<readonly string[]> {
  const configuration = world.runtime?.configuration;
  if (!configuration) return [];
  const broken = violatedInvariants(configuration);
  if (broken.length > 0) throw new Violation('invariant broken', broken.join(' '));
  // A disk that could not be wiped goes on naming a group that is gone.
  const destroyed = faultCase.command === 'group.destroy' && outcome === 'done';
  const noted = await rest(world, !destroyed);
  if (destroyed) return noted;
  if (expectation === null) return noted;
  const wanted = outcome === 'done' ? expectation.after : expectation.before;
  // With no disk left nothing could be taken back; and a copy that failed leaves what was there before it.
  const either = fault?.reach === 'all disks' || (faultCase.command === 'volume.mirror' && outcome === 'done');
  const possible = either ? [...(expectation.before ?? []), ...(expectation.after ?? [])] : wanted;
  if (possible === null || noted.some((line) => possible.includes(line))) return noted;
  throw new Violation('neither before nor after', `${outcome}, but found ${noted[0] ?? ''}\n  instead of ${possible.join('\n  or ')}`);
}

/** Everything is started, read and copied; then the plexes are compared. Answers with what the group is then. */
async function rest(world: FaultWorld, whole: boolean): Promise<readonly string[]> {
  judgeTolerance(world);
  await readAllVolumes(world);
  for (const { name } of world.runtime?.configuration.volumes ?? []) {
    await world.execute({ command: 'volume.start', group: groupName, volume: name });
  }
  await world.advance(statusDelayMilliseconds);
  const { runtime } = world;
  await world.settle(
    () => (runtime?.status().tasks ?? []).every((task) => task.endedAt !== ''), healLimitMilliseconds, 'a job never ended',
  );
  judgeTolerance(world);
  await readAllVolumes(world);
  const configuration = runtime?.configuration;
  await world.close();
  if (!configuration) return [];
  if (whole) comparePlexes(world, runtime?.configuration ?? configuration);
  return descriptionsOf(configuration);
}

function judgeAbsence(outcome: Outcome, fault: Fault | null, { before, after }: Expectation): void {
  const wanted = outcome === 'done' ? after : before;
  if (wanted === null || (fault?.reach === 'all disks' && (before === null || after === null))) return;
  throw new Violation('import refused', `after ${outcome}`);
}

/** A refused command left nothing in the way of its repetition. */
async function again(world: FaultWorld, faultCase: FaultCase): Promise<void> {
  if (!world.runtime && world.groupId !== '' && faultCase.command !== 'group.init') return;
  if (faultCase.command !== 'group.init') await world.importGroup();
  await faultCase.before?.(world);
  if ((await faultCase.run(world)) === 'done') return;
  const said = world.trace.lastLines.slice(-2).join('; ');
  throw new Violation('space lost', `the refused command is refused again where nothing fails: ${said}`);
}
