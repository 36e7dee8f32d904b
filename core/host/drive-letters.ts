/**
 * Drive letters of this host. The group stores which letter a volume wants; who has it here is decided across groups:
 * first come, first served, and kept as long as it is wanted. A letter that is taken at import stays unassigned.
 *
 * Invariants:
 * - A letter has one holder, who keeps it while its group is away without having been let go: over a restart, a death of
 *   its runtime, or missing disks. So the order of import decides nothing.
 * - A holder that is away yields only to a person: to a letter given to a volume of a group that is here.
 */
export interface LetterWish {
  readonly volumeId: string;
  readonly volume: string;
  readonly groupId: string;
  readonly group: string;
  /** `E`; empty when the volume wants none. */
  readonly letter: string;
}

export interface LetterConflict {
  readonly wish: LetterWish;
  readonly holder: LetterWish;
}

export function holderWords({ volume, group }: LetterWish): string {
  return `volume ${volume} of disk group ${group}`;
}

export class DriveLetters {
  readonly #keep: (holders: readonly LetterWish[]) => void;
  #wishesByGroup = new Map<string, readonly LetterWish[]>();
  #holders: ReadonlyMap<string, LetterWish>;

  /** `kept` is who had the letters when the host ended; `keep` is told whenever that changes. */
  constructor(kept: readonly LetterWish[], keep: (holders: readonly LetterWish[]) => void) {
    this.#holders = new Map(kept.map((holder) => [holder.letter, holder]));
    this.#keep = keep;
  }

  /** Replaces all wishes of one group and answers who now wants a letter that another volume has. */
  wish(groupId: string, wishes: readonly LetterWish[]): readonly LetterConflict[] {
    const before = this.#wishesByGroup.get(groupId);
    const wanted = wishes.filter((wish) => wish.letter !== '');
    const given = before === undefined ? [] : wanted.filter((wish) => !before.some((earlier) => isSame(earlier, wish)));
    this.#wishesByGroup.set(groupId, wanted);
    return this.#settle(new Set(given.map((wish) => wish.letter)));
  }

  /** The group is away; its letters wait for it. */
  release(groupId: string): readonly LetterConflict[] {
    this.#wishesByGroup.delete(groupId);
    return this.#settle();
  }

  /** The group is let go, deported or destroyed: its letters are free for others once it is released. */
  giveUp(groupId: string): void {
    this.#wishesByGroup.set(groupId, []);
    this.#settle();
  }

  letterOf(volumeId: string): string {
    for (const [letter, holder] of this.#holders) if (holder.volumeId === volumeId && this.#isHere(holder)) return letter;
    return '';
  }

  /** Letters held by volumes of other groups that are here, with words for the holder. */
  takenOutside(groupId: string): ReadonlyMap<string, string> {
    const taken = new Map<string, string>();
    for (const [letter, holder] of this.#holders) {
      if (holder.groupId !== groupId && this.#isHere(holder)) taken.set(letter, holderWords(holder));
    }
    return taken;
  }

  #isHere({ groupId }: LetterWish): boolean {
    return this.#wishesByGroup.has(groupId);
  }

  /** `given` are the letters that a person has just given; who is away yields them. */
  #settle(given: ReadonlySet<string> = new Set()): readonly LetterConflict[] {
    const wishes = [...this.#wishesByGroup.values()].flat();
    const holders = new Map<string, LetterWish>();
    for (const [letter, holder] of this.#holders) {
      const wish = wishes.find((candidate) => isSame(candidate, holder));
      if (wish !== undefined) holders.set(letter, wish);
      else if (!this.#isHere(holder) && !given.has(letter)) holders.set(letter, holder);
    }
    const conflicts: LetterConflict[] = [];
    for (const wish of wishes) {
      const holder = holders.get(wish.letter);
      if (holder === undefined) holders.set(wish.letter, wish);
      else if (holder.volumeId !== wish.volumeId) conflicts.push({ wish, holder });
    }
    const before = this.#holders;
    this.#holders = holders;
    if (JSON.stringify([...before]) !== JSON.stringify([...holders])) this.#keep([...holders.values()]);
    return conflicts;
  }
}

function isSame(one: LetterWish, other: LetterWish): boolean {
  return one.volumeId === other.volumeId && one.letter === other.letter;
}
