/**
 * How often somebody may try. Failures count for the user at the address, and for the address over all users; each that
 * goes beyond its allowance doubles the wait, up to a bound. Trying during the wait is refused unheard and costs nothing.
 */

export const failuresFreeOfUser = 4;
export const failuresFreeOfAddress = 19;
export const waitFirstSeconds = 5;
export const waitLongestSeconds = 900;
/** After so long without a failure all is forgotten. */
export const forgottenSeconds = 3600;
/** Counted at one time; the oldest makes room. */
export const countedMaximum = 4096;

interface Count {
  readonly failures: number;
  readonly lastSeconds: number;
  readonly untilSeconds: number;
}

interface CountKey {
  readonly key: string;
  readonly free: number;
}

export class LoginLimits {
  readonly #nowSeconds: () => number;
  readonly #counts = new Map<string, Count>();

  constructor(nowSeconds: () => number) {
    this.#nowSeconds = nowSeconds;
  }

  /** Seconds until this user may try from this address again; 0 when at once. */
  waitSeconds(address: string, user: string): number {
    const now = this.#nowSeconds();
    const until = Math.max(...keysOf(address, user).map(({ key }) => this.#counts.get(key)?.untilSeconds ?? 0));
    return Math.max(0, Math.ceil(until - now));
  }

  failed(address: string, user: string): void {
    const now = this.#nowSeconds();
    for (const { key, free } of keysOf(address, user)) {
      const known = this.#counts.get(key);
      const failures = known === undefined || now - known.lastSeconds > forgottenSeconds ? 1 : known.failures + 1;
      const wait = failures <= free ? 0 : Math.min(waitLongestSeconds, waitFirstSeconds * 2 ** Math.min(failures - free - 1, 20));
      this.#counts.delete(key);
      this.#counts.set(key, { failures, lastSeconds: now, untilSeconds: now + wait });
    }
    while (this.#counts.size > countedMaximum) this.#counts.delete(this.#counts.keys().next().value ?? '');
  }

  /** Takes back the one that was counted. The user at the address starts anew; the address keeps the failures of others. */
  passed(address: string, user: string): void {
    const [ofUser, ofAddress] = keysOf(address, user);
    this.#counts.delete(ofUser.key);
    const known = this.#counts.get(ofAddress.key);
    if (known !== undefined) this.#counts.set(ofAddress.key, { ...known, failures: known.failures - 1, untilSeconds: 0 });
  }
}

function keysOf(address: string, user: string): readonly [CountKey, CountKey] {
  return [
    { key: `${address}\n${user.toLowerCase()}`, free: failuresFreeOfUser },
    { key: address, free: failuresFreeOfAddress },
  ];
}
