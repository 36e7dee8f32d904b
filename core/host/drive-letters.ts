/**
 * Drive letters of this host. The group stores which letter a volume wants; who has it here is decided across groups:
 * first come, first served, and kept as long as it is wanted. A letter that is taken at import stays unassigned.
 */
export interface LetterWish {
  readonly volumeId: string;
  readonly volume: string;
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
  #wishesByGroup = new Map<string, readonly LetterWish[]>();
  #holders = new Map<string, LetterWish>();

  /** Replaces all wishes of one group and answers who now wants a letter that another volume has. */
  wish(groupId: string, wishes: readonly LetterWish[]): readonly LetterConflict[] {
    this.#wishesByGroup.set(groupId, wishes.filter((wish) => wish.letter !== ''));
    return this.#settle();
  }

  /** The group has left this host. */
  release(groupId: string): readonly LetterConflict[] {
    this.#wishesByGroup.delete(groupId);
    return this.#settle();
  }

  letterOf(volumeId: string): string {
    for (const [letter, holder] of this.#holders) if (holder.volumeId === volumeId) return letter;
    return '';
  }

  holder(letter: string): LetterWish | null {
    return this.#holders.get(letter) ?? null;
  }

  /** Letters held outside the group, with words for the holder. */
  takenOutside(groupId: string): ReadonlyMap<string, string> {
    const inside = new Set((this.#wishesByGroup.get(groupId) ?? []).map((wish) => wish.volumeId));
    const taken = new Map<string, string>();
    for (const [letter, holder] of this.#holders) {
      if (!inside.has(holder.volumeId)) taken.set(letter, holderWords(holder));
    }
    return taken;
  }

  #settle(): readonly LetterConflict[] {
    const wishes = [...this.#wishesByGroup.values()].flat();
    const before = this.#holders;
    const holders = new Map<string, LetterWish>();
    for (const wish of wishes) if (before.get(wish.letter)?.volumeId === wish.volumeId) holders.set(wish.letter, wish);
    const conflicts: LetterConflict[] = [];
    for (const wish of wishes) {
      const holder = holders.get(wish.letter);
      if (holder === undefined) holders.set(wish.letter, wish);
      else if (holder.volumeId !== wish.volumeId) conflicts.push({ wish, holder });
    }
    this.#holders = holders;
    return conflicts;
  }
}
