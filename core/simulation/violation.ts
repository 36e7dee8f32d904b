/** A promise of the product was broken. Carries what is needed to see it again: the seed gives everything else. */
export type ViolatedPromise =
  | 'acknowledged write lost'
  | 'third value'
  | 'error with a healthy copy'
  | 'slow with a healthy copy'
  | 'plexes differ'
  | 'no progress'
  | 'invariant broken'
  | 'runtime stopped'
  | 'import refused'
  | 'refused command reappeared'
  | 'neither before nor after'
  | 'space lost'
  | 'fork not seen';

export class Violation extends Error {
  override readonly name = 'Violation';
  readonly promise: ViolatedPromise;

  constructor(promise: ViolatedPromise, detail: string) {
    super(`${promise}: ${detail}`);
    this.promise = promise;
  }
}
