/**
 * What a crash may leave of the changes that it decides. Each disk goes by itself: all kept, none, at most two kept, at
 * most two lost, one torn; durable writes are kept in their order, the last of them torn. A bound for each disk and one
 * for all disks together keep the number of states small; what is cut is drawn, not the first that come.
 */
import type { Undecided } from './crash-log.ts';
import { writeChange } from './crash-log.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { SparseImage } from './sparse-image.ts';
import { sectorBytes } from '../model/limits.ts';

/** L lost, K kept, H only its first half, T only its second. One letter for each undecided change. */
export type Fate = string;

const choicesPerDiskMaximum = 48;

function withLetters(length: number, base: string, letters: ReadonlyMap<number, string>): Fate {
  return Array.from({ length }, (_unused, index) => letters.get(index) ?? base).join('');
}

function dataFates(length: number): readonly Fate[] {
  const fates = new Set<Fate>();
  for (const [base, other] of [['L', 'K'], ['K', 'L']] as const) {
    fates.add(base.repeat(length));
    for (let one = 0; one < length; one += 1) {
      for (const letter of [other, 'H', 'T']) fates.add(withLetters(length, base, new Map([[one, letter]])));
      for (let two = one + 1; two < length; two += 1) fates.add(withLetters(length, base, new Map([[one, other], [two, other]])));
    }
  }
  return [...fates];
}

/** A prefix of them is there whole, the next one perhaps in part. */
function durableFates(length: number): readonly Fate[] {
  const fates: Fate[] = [];
  for (let whole = 0; whole <= length; whole += 1) {
    const lost = 'L'.repeat(Math.max(0, length - whole - 1));
    for (const torn of whole < length ? ['L', 'H', 'T'] : ['']) fates.push('K'.repeat(whole) + torn + lost);
  }
  return fates;
}

/** Each fate of the changes of one disk, in the order of `undecided`. */
export function fatesOf(undecided: readonly Undecided[], random: SeededRandom): readonly Fate[] {
  const data = undecided.flatMap(({ change }, index) => (change.kind === 'data' ? [index] : []));
  const durable = undecided.flatMap(({ change }, index) => (change.kind === 'durable' ? [index] : []));
  const fates = new Set<Fate>();
  for (const dataFate of dataFates(data.length)) {
    for (const durableFate of durableFates(durable.length)) {
      const letters = new Map<number, string>();
      for (const [at, index] of data.entries()) letters.set(index, dataFate[at] ?? 'L');
      for (const [at, index] of durable.entries()) letters.set(index, durableFate[at] ?? 'L');
      fates.add(withLetters(undecided.length, 'L', letters));
    }
  }
  return drawn([...fates], choicesPerDiskMaximum, random);
}

/** `count` of the items at the most, in a drawn order, and always the first one. */
export function drawn<Item>(items: readonly Item[], count: number, random: SeededRandom): readonly Item[] {
  if (items.length <= count) return items;
  const rest = items.slice(1);
  for (let index = 0; index < count - 1; index += 1) {
    const other = index + random.below(rest.length - index);
    [rest[index], rest[other]] = [rest[other] as Item, rest[index] as Item];
  }
  return [...items.slice(0, 1), ...rest.slice(0, count - 1)];
}

/** The fates of all disks together: every combination, or `count` of them. */
export function combinations(perDisk: readonly (readonly Fate[])[], count: number, random: SeededRandom): readonly (readonly Fate[])[] {
  const total = perDisk.reduce((product, fates) => product * fates.length, 1);
  const at = (index: number): readonly Fate[] => {
    let rest = index;
    return perDisk.map((fates) => {
      const fate = fates[rest % fates.length] ?? '';
      rest = Math.floor(rest / fates.length);
      return fate;
    });
  };
  if (total <= count) return Array.from({ length: total }, (_unused, index) => at(index));
  const indexes = new Set<number>([0]);
  while (indexes.size < count) indexes.add(random.below(total));
  return [...indexes].map(at);
}

/** The medium after the crash. */
export function applyFate(settled: SparseImage, undecided: readonly Undecided[], fate: Fate): SparseImage {
  const image = settled.fork();
  undecided.forEach(({ change }, index) => {
    const letter = fate[index] ?? 'L';
    if (letter === 'L') return;
    if (letter === 'K') {
      writeChange(image, change);
      return;
    }
    const half = Math.floor(change.lengthBytes / sectorBytes / 2) * sectorBytes;
    const from = letter === 'H' ? 0 : half;
    const lengthBytes = letter === 'H' ? half : change.lengthBytes - half;
    if (change.lengthBytes > sectorBytes) image.write(change.bytes, from, change.offsetBytes + from, lengthBytes);
  });
  return image;
}
