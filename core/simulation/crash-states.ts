/**
 * `node dist/crash-states.js --states N [--per-sequence K] [--seed S] [--share I/N]`: bounded exhaustive crash states
 * (reliability.md B2, L2). Lives every sequence of up to three steps on tiny groups, cuts it at every instant, and judges
 * what may be left on the disks. `--sequence "mirror: write, kill"` takes one sequence alone; `--sabotage NAME` switches a
 * deliberate bug on. Prints one JSON line with the counts; exit code 1 when a promise was broken.
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

/** Short ones first, each length in an order of its own, so that every run goes through all short ones and others of the long. */
function* allSequences(): Generator<Sequence> {
  const random = new SeededRandom(Number(values.seed), 'sequences');
  for (let length = 0; length <= sequenceLengthMaximum; length += 1) {
    const sequences = sequencesOfLength(length);
    yield* drawn(sequences, sequences.length - 1, random);
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
    let number = 0;
    for (const sequence of allSequences()) {
      number += 1;
      if (number % shares !== share - 1) continue;
      if (enough()) break;
      await judgeSequence(sequence, number);
    }
  }
  process.stdout.write(`${JSON.stringify({ seed: Number(values.seed), ...totals })}\n`);
  return totals.violations === 0;
}

process.exitCode = (await main()) ? 0 : 1;
