/**
 * Which sequences an attempt of this host may have put on a disk that is not here to be asked (decision 0002). The first ones above
 * what was published cost no note of their own; the host's witness notes those beyond, before they are written anywhere.
 */

/** A commit, and what is written over it where the witness can be told of neither. */
export const sequencesForeseen = 2;

/** No attempt took a higher one. Both 0 when this host knows nothing of the group. */
export function highestForeseen(publishedSequence: number, notedSequence: number): number {
  return Math.max(publishedSequence === 0 ? 0 : publishedSequence + sequencesForeseen, notedSequence);
}
