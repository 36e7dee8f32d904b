/** Finds what somebody means by a few letters: the letters in order, best where they begin words and stand together. */

/** Higher is nearer; null when the letters are not all there in this order. An empty query finds everything alike. */
export function fuzzyScore(query: string, text: string): number | null {
  const wanted = query.toLowerCase().replaceAll(/\s+/g, '');
  const given = text.toLowerCase();
  // A letter taken at a later word may leave the next one behind; then each is taken where it comes first.
  return scoreWith(wanted, given, meantPlace) ?? scoreWith(wanted, given, firstPlace);
}

type FindPlace = (text: string, letter: string, from: number) => number;

function scoreWith(wanted: string, given: string, find: FindPlace): number | null {
  let score = 0;
  let from = 0;
  for (const letter of wanted) {
    const at = find(given, letter, from);
    if (at < 0) return null;
    score += at === from && from > 0 ? 4 : beginsWord(given, at) ? 3 : 0;
    from = at + 1;
  }
  // Of two that fit alike the shorter one is meant.
  return score - given.length / 1000;
}

/** Next to the last letter, else at the next beginning of a word, else wherever it comes next. */
function meantPlace(text: string, letter: string, from: number): number {
  if (from > 0 && text[from] === letter) return from;
  const next = text.indexOf(letter, from);
  for (let at = next; at >= 0; at = text.indexOf(letter, at + 1)) {
    if (beginsWord(text, at)) return at;
  }
  return next;
}

function firstPlace(text: string, letter: string, from: number): number {
  return text.indexOf(letter, from);
}

function beginsWord(text: string, at: number): boolean {
  return at === 0 || /[^a-z0-9]/.test(text[at - 1] ?? '');
}
