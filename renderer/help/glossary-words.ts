/** Finds the words of the glossary in texts and labels. */
import { glossary } from './glossary.ts';

export type TextPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'word'; readonly text: string; readonly word: string };

/** The longer word is meant where one begins with another: `disk group` before `disk`. */
const words = Object.keys(glossary).filter((word) => !word.includes(',')).sort((one, other) => other.length - one.length);
const byKey = new Map(words.map((word) => [word.toLowerCase(), word]));
const pattern = new RegExp(`\\b(${words.map((word) => word.replaceAll(/[^\w\s-]/g, '\\$&')).join('|')})(?:e?s)?\\b`, 'gi');

/** The word of the glossary that a label says, in either number; undefined when it says none. */
export function glossaryWord(label: string): string | undefined {
  const key = label.trim().toLowerCase();
  return byKey.get(key) ?? byKey.get(key.replace(/s$/, ''));
}

/** Its sentence, for a tooltip. */
export function glossarySentence(label: string): string | undefined {
  const word = glossaryWord(label);
  return word === undefined ? undefined : glossary[word];
}

/** Parts each text at the words that none of the texts before had; `known` words are not marked. */
export function markWords(texts: readonly string[], known: readonly string[] = []): readonly (readonly TextPart[])[] {
  const seen = new Set(known);
  return texts.map((text) => {
    const parts: TextPart[] = [];
    let from = 0;
    for (const match of text.matchAll(pattern)) {
      const word = byKey.get((match[1] ?? '').toLowerCase());
      if (word === undefined || seen.has(word)) continue;
      seen.add(word);
      parts.push({ kind: 'text', text: text.slice(from, match.index) }, { kind: 'word', text: match[0], word });
      from = match.index + match[0].length;
    }
    return [...parts, { kind: 'text', text: text.slice(from) }];
  });
}
