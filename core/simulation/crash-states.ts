/**
 * `node dist/crash-states.js --states N [--per-sequence K] [--seed S] [--share I/N]`: bounded exhaustive crash states
 * (reliability.md B2, L2). Lives sequences of up to three steps on tiny groups, cuts each at every instant, and judges what
 * may be left on the disks. Sequences of at most one step, of two, and of three get a third of the states each. They come in
 * one order for all runs, and a seed says where in it a run begins: runs of consecutive seeds and equal `--states` go on where
 * the one before ended, so that they repeat nothing before all of a length have had their turn. `--sequence "mirror: write,
 * kill"` takes one sequence alone; `--sabotage NAME` switches a deliberate bug on. Prints one JSON line with the counts; exit
 * code 1 when a promise was broken.
 */
import { parseArgs } from 'node:util';
import { sabotages, setSabotages } from '../model/sabotage.ts';
import { judgeCrashState } from './crash-judgement.ts';
import { live, sample, sequenceOf, wordsOf } from './crash-sampler.ts';
import type { SampledState } from './crash-sampler.ts';
import { sequenceLengthMaximum, sequencesOfLength } from './crash-steps.ts';
import type { Sequence } from './crash-steps.ts';
import { drawn } from './crash-subsets.ts';
import { SeededRandom } from './seeded-random.ts';
import { Violation } from './violation.ts';

const { values } = parseArgs({
  options: {
    states: { type: 'string', default: '5000' },
    'per-sequence': { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
    share: { type: 'string', default: '1/1' },
    sequence: { type: 'string' },
    sabotage: { type: 'string' },
    'stop-at-first': { type: 'boolean', default: false },
  },
});

/** Both kinds of paths: all at once, and everything later. */
const delays = [0, 1] as const;
/** More than these are counted, not printed. */
const printedMaximum = 10;

const totals = { crashStates: 0, sequences: 0, violations: 0 };
/** Crash states of sequences of at most one step, of two, of three. */
const statesOfLength = [0, 0, 0];

function report(sequence: Sequence, delay: number, what: string, violation: unknown): void {
  totals.violations += 1;
  if (totals.violations > printedMaximum) return;
  const why = violation instanceof Violation ? violation.message : String((violation as Error).stack);
  const counts = `--seed ${values.seed} --per-sequence ${values['per-sequence']}`;
  const again = `node dist/crash-states.js --sequence "${wordsOf(sequence)}" ${counts}`;
  process.stderr.write(`${wordsOf(sequence)} (delay ${delay} ms) ${what}\n  ${why}\n  again: ${again}\n`);
}

async function judge(sequence: Sequence, delay: number, sampled: SampledState): Promise<void> {
  totals.crashStates += 1;
  try {
    await judgeCrashState(sampled.state);
  } catch (violation) {
    report(sequence, delay, sampled.what, violation);
  }
}

const enough = (): boolean => totals.crashStates >= Number(values.states) || (values['stop-at-first'] && totals.violations > 0);

async function judgeSequence(sequence: Sequence, number: number): Promise<void> {
  totals.sequences += 1;
  const delay = delays[(number + Number(values.seed)) % delays.length] ?? 0;
  try {
    const lived = await live(sequence, delay);
    const random = new SeededRandom(Number(values.seed), wordsOf(sequence));
    for (const sampled of sample(lived, Number(values['per-sequence']), random)) {
      await judge(sequence, delay, sampled);
      if (enough()) return;
    }
  } catch (violation) {
    report(sequence, delay, 'as it was lived', violation);
  }
}

/** All sequences of a length in the order that all runs share, from where this one begins; those of no step go with those of one. */
function* sequencesFrom(length: number, shares: number): Generator<Sequence> {
  const all = length === 1 ? [...sequencesOfLength(0), ...sequencesOfLength(1)] : sequencesOfLength(length);
  const sequences = drawn(all, all.length - 1, new SeededRandom(length, 'sequences'));
  const perRun = Math.ceil((shares * Number(values.states)) / Number(values['per-sequence']) / sequenceLengthMaximum);
  const first = (Number(values.seed) * perRun) % sequences.length;
  yield* sequences.slice(first);
  yield* sequences.slice(0, first);
}

/** Of the length that has had the fewest states, until nothing is left; each share takes its own of each length. */
async function judgeAll(share: number, shares: number): Promise<void> {
  const lengths = statesOfLength.map((_states, index) => ({ index, taken: 0, sequences: sequencesFrom(index + 1, shares) }));
  while (lengths.length > 0 && !enough()) {
    const least = Math.min(...lengths.map(({ index }) => statesOfLength[index] ?? 0));
    const length = lengths.find(({ index }) => statesOfLength[index] === least);
    const next = length?.sequences.next();
    if (!length || next?.done !== false) {
      lengths.splice(lengths.indexOf(length as (typeof lengths)[number]), 1);
      continue;
    }
    length.taken += 1;
    if (length.taken % shares !== share - 1) continue;
    const before = totals.crashStates;
    await judgeSequence(next.value, length.taken);
    statesOfLength[length.index] = least + Math.max(1, totals.crashStates - before);
  }
}

async function main(): Promise<boolean> {
  const one = values.sequence === undefined ? null : sequenceOf(values.sequence);
  const known = values.sabotage === undefined || sabotages.some((name) => name === values.sabotage);
  const [share = 1, shares = 1] = values.share.split('/').map(Number);
  if (!known || (values.sequence !== undefined && one === null) || !(share >= 1 && share <= shares)) {
    process.stderr.write('crash-states: unknown sequence, sabotage or share\n');
    return false;
  }
  setSabotages(sabotages.filter((name) => name === values.sabotage));
  if (one) {
    for (const number of delays.keys()) await judgeSequence(one, number);
  } else {
    await judgeAll(share, shares);
  }
  process.stdout.write(`${JSON.stringify({ seed: Number(values.seed), ...totals, statesOfLength })}\n`);
  return totals.violations === 0;
}

process.exitCode = (await main()) ? 0 : 1;
