/**
 * What becomes of a window whose renderer has gone. It is loaded again in place, later each time; one that keeps crashing is
 * left to the person, so that it does not burn the machine. Pure.
 */
export const firstReloadMilliseconds = 250;
export const longestReloadMilliseconds = 8_000;
/** Crashes that lie further back than this are forgotten. */
export const crashSpanMilliseconds = 5 * 60 * 1000;
/** One more within the span, and a person is asked. */
export const reloadsMaximum = 6;

export type RecoveryDecision =
  | { readonly kind: 'reload'; readonly afterMilliseconds: number }
  | { readonly kind: 'ask' }
  /** It went because it was meant to. */
  | { readonly kind: 'nothing' };

export class RendererRecovery {
  #crashes: number[] = [];

  /** `reason` is Electron's; `nowMilliseconds` is monotonic. */
  gone(reason: string, nowMilliseconds: number): RecoveryDecision {
    if (reason === 'clean-exit') return { kind: 'nothing' };
    this.#crashes = [...this.#crashes, nowMilliseconds].filter((at) => nowMilliseconds - at < crashSpanMilliseconds);
    if (this.#crashes.length > reloadsMaximum) return { kind: 'ask' };
    const afterMilliseconds = Math.min(firstReloadMilliseconds * 2 ** (this.#crashes.length - 1), longestReloadMilliseconds);
    return { kind: 'reload', afterMilliseconds };
  }

  /** A person wants it tried again. */
  forget(): void {
    this.#crashes = [];
  }
}
