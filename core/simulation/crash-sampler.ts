/**
 * One sequence cut into crash states: lives it once, then goes through what was written down and yields what the media may
 * hold at each instant, each state once. `statesMaximum` of them, spread over all instants.
 */
import type { CrashState } from './crash-judgement.ts';
import { CrashCursor } from './crash-log.ts';
import type { CrashEvent, DiskAtCrash } from './crash-log.ts';
import { bases, steps } from './crash-steps.ts';
import type { Sequence } from './crash-steps.ts';
import { Story, tinyDiskBytes } from './crash-story.ts';
import { applyFate, combinations, drawn, fatesOf } from './crash-subsets.ts';
import type { Fate } from './crash-subsets.ts';
import type { SeededRandom } from './seeded-random.ts';
import { SparseImage } from './sparse-image.ts';

export interface Lived {
  readonly events: readonly CrashEvent[];
  /** Where the sequence itself begins; before it the group that it begins with was made. */
  readonly from: number;
  readonly diskCount: number;
}

/** Combinations that are made of one instant at the most. */
const combinationsMaximum = 400;
/** One state of so many is tried with a disk away, too. */
const absentChance = 0.15;

export async function live(sequence: Sequence, delayMilliseconds: number): Promise<Lived> {
  const { base, names } = sequence;
  const story = new Story(base.diskCount, delayMilliseconds);
  await story.init(Math.max(2, base.diskCount - 1));
  await story.command(base.make);
  // The group alone: its making is what is cut.
  const from = names.length === 0 ? 0 : story.events.length;
  for (const name of names) await steps[name]?.(story);
  if (story.world.violation) throw story.world.violation;
  return { events: story.events, from, diskCount: base.diskCount };
}

/** The sequence that its own words describe, or null. */
export function sequenceOf(words: string): Sequence | null {
  const [baseName = '', rest = ''] = words.split(':').map((word) => word.trim());
  const base = bases.find((candidate) => candidate.name === baseName);
  const names = rest === '' ? [] : rest.split(',').map((name) => name.trim());
  return base !== undefined && names.every((name) => name in steps) ? { base, names } : null;
}

export function wordsOf({ base, names }: Sequence): string {
  return `${base.name}: ${names.join(', ')}`;
}

export interface SampledState {
  readonly state: CrashState;
  /** Number of events that had happened, and the fate of what was undecided on each disk. */
  readonly what: string;
}

/** Two states with one key are the same. */
interface KeyedState extends SampledState {
  readonly key: string;
}

export function* sample(lived: Lived, statesMaximum: number, random: SeededRandom): Generator<SampledState> {
  const { events, from, diskCount } = lived;
  const instants = instantsOf(events, from);
  const chosen = new Set(drawn(instants, statesMaximum, random));
  const perInstant = Math.max(2, Math.ceil(statesMaximum / Math.max(1, chosen.size)));
  const cursor = new CrashCursor(events, Array.from({ length: diskCount }, () => new SparseImage()));
  const seen = new Set<string>();
  for (let at = 0; at <= events.length; at += 1) {
    if (chosen.has(at)) {
      for (const sampled of statesAt(cursor, at, perInstant, random)) {
        if (seen.has(sampled.key)) continue;
        seen.add(sampled.key);
        yield sampled;
      }
    }
    cursor.advance();
  }
}

/** After each event that a disk or a client could tell from the one before. */
function instantsOf(events: readonly CrashEvent[], from: number): readonly number[] {
  const instants: number[] = [];
  for (let at = Math.max(1, from); at <= events.length; at += 1) if (events[at - 1]?.kind !== 'expected') instants.push(at);
  return instants;
}

function* statesAt(cursor: CrashCursor, at: number, count: number, random: SeededRandom): Generator<KeyedState> {
  const perDisk = cursor.disks.map((disk) => fatesOf(disk.undecided, random));
  const all = drawn(combinations(perDisk, combinationsMaximum, random), Math.max(1, count - 1), random);
  yield stateOf(cursor, at, cursor.disks.map(killFate), false, -1);
  for (const fates of all) {
    const dead = cursor.disks.findIndex((disk) => disk.dead);
    const away = dead >= 0 && random.chance(0.5) ? dead : random.chance(absentChance) ? random.below(cursor.disks.length) : -1;
    yield stateOf(cursor, at, fates, true, away);
  }
}

function killFate(disk: DiskAtCrash): Fate {
  return disk.undecided.map(({ completedAt }) => (completedAt === null ? 'L' : 'K')).join('');
}

function stateOf(cursor: CrashCursor, at: number, fates: readonly Fate[], powerCut: boolean, absent: number): KeyedState {
  const key = [
    ...cursor.disks.map((disk, index) => `${disk.settledChanges}+${disk.undecided.flatMap(({ number }, place) => {
      const letter = fates[index]?.[place] ?? 'L';
      return letter === 'L' ? [] : [`${number}${letter}`];
    }).join(' ')}`),
    cursor.model.length, cursor.witnessSequence, cursor.foreseenSequence, cursor.expected.length, powerCut, absent,
  ].join('|');
  const state: CrashState = {
    images: cursor.disks.map((disk, index) => applyFate(disk.settled, disk.undecided, fates[index] ?? '')),
    diskBytes: tinyDiskBytes, powerCut, model: [...cursor.model], breaking: cursor.breaking, groupId: cursor.groupId,
    witnessSequence: cursor.witnessSequence, foreseenSequence: cursor.foreseenSequence, expected: cursor.expected, absent,
  };
  const away = absent < 0 ? '' : `, disk${absent} away`;
  return { state, key, what: `after event ${at}, ${powerCut ? 'power cut' : 'kill'}, left ${fates.join(' ')}${away}` };
}
