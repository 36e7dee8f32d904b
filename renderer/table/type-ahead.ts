/** Typing the first letters of a name goes to it: the next one from where the person is, round the end. */
const pauseMilliseconds = 800;

export class TypeAhead {
  #typed = '';
  #lastMilliseconds = Number.NEGATIVE_INFINITY;

  /**
   * Where the letter leads; -1 where no name begins so. `atMilliseconds` is the time of the key: after a pause a new word
   * begins. The same letter again and again walks through the names that begin with it.
   */
  type(letter: string, atMilliseconds: number, count: number, from: number, nameOf: (at: number) => string): number {
    const goesOn = atMilliseconds - this.#lastMilliseconds < pauseMilliseconds;
    this.#lastMilliseconds = atMilliseconds;
    this.#typed = goesOn ? this.#typed + letter.toLowerCase() : letter.toLowerCase();
    const repeated = [...this.#typed].every((each) => each === this.#typed[0]);
    const wanted = repeated ? (this.#typed[0] ?? '') : this.#typed;
    const first = wanted.length === 1 ? from + 1 : from;
    for (let step = 0; step < count; step += 1) {
      const at = (first + step + count) % count;
      if (nameOf(at).toLowerCase().startsWith(wanted)) return at;
    }
    return -1;
  }
}

/** A key that types a letter and nothing else. */
export function isLetter({ key, ctrlKey, metaKey, altKey }: {
  readonly key: string; readonly ctrlKey: boolean; readonly metaKey: boolean; readonly altKey: boolean;
}): boolean {
  return key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey;
}
