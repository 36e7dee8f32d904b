/**
 * `node dist/nth-fault.js [--share I/N] [--case NAME] [--seed S]`: the n-th fault loop (reliability.md B2, L3). Every command,
 * with the first, the second, ... the last call of each kind failing that it makes of a disk: alone, with its disk, with all
 * disks. Each call completes at once; with `--seed` each disk takes its own time, drawn from it, so that the calls come in
 * another order. `--sabotage NAME` switches a deliberate bug on. Prints one JSON line; exit code 1 when a promise was broken.
 */
import { parseArgs } from 'node:util';
import { sabotages, setSabotages } from '../model/sabotage.ts';
import { faultCases } from './nth-fault-cases.ts';
import type { FaultCase } from './nth-fault-cases.ts';
import { prepare, tryFault } from './nth-fault-try.ts';
import type { Expectation, Fault, FaultReach, PreparedWorld } from './nth-fault-try.ts';
import type { DiskCallKind } from './scripted-disk.ts';
import { Violation } from './violation.ts';

const { values } = parseArgs({
  options: { share: { type: 'string', default: '1/1' }, case: { type: 'string' }, seed: { type: 'string' }, sabotage: { type: 'string' } },
});

const kinds: readonly DiskCallKind[] = ['read', 'write', 'zero', 'flush', 'durable'];
const reaches: readonly FaultReach[] = ['call', 'disk', 'all disks'];
/** A command that makes more calls of one kind than this is no longer tried call by call. */
const callsMaximum = 200;
const printedMaximum = 10;

const seed = values.seed === undefined ? null : Number(values.seed);
const again = seed === null ? '' : ` --seed ${seed}`;
const totals = { nthFaults: 0, commands: 0, refused: 0, violations: 0 };

function report(name: string, what: string, violation: unknown): void {
  totals.violations += 1;
  if (totals.violations > printedMaximum) return;
  const why = violation instanceof Violation ? violation.message : String((violation as Error).stack);
  process.stderr.write(`${name}: ${what}\n  ${why}\n  again: node dist/nth-fault.js --case "${name}"${again}\n`);
}

/** False when the command makes fewer calls of that kind. */
async function breaks(faultCase: FaultCase, fault: Fault, prepared: PreparedWorld, expectation: Expectation): Promise<boolean> {
  try {
    const tried = await tryFault(faultCase, prepared, fault, expectation);
    if (!tried.hit) return false;
    totals.nthFaults += 1;
    if (tried.outcome === 'refused') totals.refused += 1;
  } catch (violation) {
    totals.nthFaults += 1;
    report(faultCase.name, `${fault.kind} ${fault.number} fails (${fault.reach})`, violation);
  }
  return true;
}

async function expectationOf(faultCase: FaultCase, prepared: PreparedWorld): Promise<Expectation> {
  const idle: FaultCase = { ...faultCase, command: 'volume.start', run: () => Promise.resolve('done') };
  const before = await tryFault(idle, prepared, null, null);
  const after = await tryFault(faultCase, prepared, null, null);
  if (after.outcome !== 'done') throw new Violation('no progress', `${faultCase.name} is refused where nothing fails: ${after.said}`);
  return {
    before: before.lines.length > 0 ? before.lines : null,
    after: after.lines.length > 0 ? after.lines : null,
  };
}

async function loop(faultCase: FaultCase): Promise<void> {
  totals.commands += 1;
  try {
    const prepared = await prepare(faultCase, seed);
    const expectation = await expectationOf(faultCase, prepared);
    for (const reach of reaches) {
      for (const kind of kinds) {
        for (let number = 1; number <= callsMaximum; number += 1) {
          if (!(await breaks(faultCase, { kind, number, reach }, prepared, expectation))) break;
        }
      }
    }
  } catch (violation) {
    report(faultCase.name, 'without a fault', violation);
  }
}

if (seed !== null && !Number.isSafeInteger(seed)) {
  process.stderr.write('nth-fault: --seed is a whole number\n');
  process.exit(1);
}
const [share = 1, shares = 1] = values.share.split('/').map(Number);
setSabotages(sabotages.filter((name) => name === values.sabotage));
const chosen = faultCases.filter((one, index) => (values.case === undefined ? index % shares === share - 1 : one.name === values.case));
for (const faultCase of chosen) await loop(faultCase);
process.stdout.write(`${JSON.stringify(totals)}\n`);
process.exitCode = totals.violations === 0 && totals.commands > 0 ? 0 : 1;
