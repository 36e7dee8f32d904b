/**
 * Configurations whose records contradict each other, behind right checksums: written by a faulty release, or by hand. What is
 * read is refused as content, or keeps every invariant; which of the two is for the invariants to say, not for the reader.
 */
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { violatedInvariants } from '../model/configuration-invariants.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import { invariant } from '../model/invariant.ts';
import { mebibyte } from '../model/limits.ts';
import { decodeSlot, encodeSlot } from './configuration-slot.ts';
import { sampleConfiguration } from './sample-configuration.test-double.ts';

const slotBytes = mebibyte;
const sound = sampleConfiguration(4);
const [owner] = sound.holders;

type Table = 'disks' | 'volumes' | 'plexes' | 'subdisks';
type Fields = Record<string, unknown>;

/** One careless or malicious edit of a table: a row lost, told twice, or with a field from another row or of another size. */
interface Edit {
  readonly table: Table;
  readonly row: number;
  readonly other: number;
  readonly kind: 'drop' | 'repeat' | 'borrow' | 'shift';
  readonly field: number;
  readonly by: number;
}

const edits: fc.Arbitrary<Edit[]> = fc.array(fc.record({
  table: fc.constantFrom<Table>('disks', 'volumes', 'plexes', 'subdisks'),
  row: fc.nat(7), other: fc.nat(7), kind: fc.constantFrom('drop', 'repeat', 'borrow', 'shift'), field: fc.nat(12),
  by: fc.constantFrom(-1, 1, 512, -mebibyte, mebibyte, Number.MAX_SAFE_INTEGER),
}), { minLength: 1, maxLength: 3 });

function edited(rows: readonly Fields[], { row, other, kind, field, by }: Edit): readonly Fields[] {
  const at = row % rows.length;
  const chosen = rows[at] ?? {};
  if (kind === 'drop') return rows.filter((_, index) => index !== at);
  if (kind === 'repeat') return [...rows, chosen];
  const names = Object.keys(chosen);
  const name = names[field % names.length] ?? 'id';
  const value = chosen[name];
  const changed = kind === 'borrow' ? rows[other % rows.length]?.[name] : typeof value === 'number' ? value + by : value;
  return rows.map((one, index) => (index === at ? { ...one, [name]: changed } : one));
}

function contradictory(changes: readonly Edit[]): GroupConfiguration {
  let tables: Record<Table, readonly Fields[]> = {
    disks: sound.disks.map((row) => ({ ...row })), volumes: sound.volumes.map((row) => ({ ...row })),
    plexes: sound.plexes.map((row) => ({ ...row })), subdisks: sound.subdisks.map((row) => ({ ...row })),
  };
  for (const change of changes) {
    if (tables[change.table].length > 0) tables = { ...tables, [change.table]: edited(tables[change.table], change) };
  }
  return { ...sound, ...tables } as unknown as GroupConfiguration;
}

function reread(content: GroupConfiguration) {
  const { id: groupId, sequence, commitId } = sound;
  invariant(owner !== undefined, 'the sample has holders');
  const bytes = encodeSlot({ groupId, sequence, commitId, deflated: deflateSync(JSON.stringify(content)) }, owner, slotBytes);
  return decodeSlot(bytes ?? new Uint8Array(), 0, slotBytes, owner);
}

describe('records that contradict each other', () => {
  it('are refused as content, or keep every invariant', () => {
    fc.assert(fc.property(edits, (changes) => {
      const read = reread(contradictory(changes));
      if (read.ok) expect(violatedInvariants(read.value)).toEqual([]);
      else expect(read.error.reason).toBe('content');
    }), { numRuns: 400 });
  });

  it('are refused often: the edits do contradict', () => {
    const drawn = fc.sample(edits, { numRuns: 300, seed: 7 });
    const refused = drawn.filter((changes) => !reread(contradictory(changes)).ok).length;
    expect(refused).toBeGreaterThan(150);
    expect(reread(sound).ok).toBe(true);
  });
});
