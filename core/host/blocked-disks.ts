/** Calls that do not return, or writes that wait for space. */
export type BlockReason = 'calls' | 'space';

/** The disks of one group that I/O waits for at this time, each with the beginning of its wait. */
export class BlockedDisks {
  readonly #since = new Map<string, string>();
  readonly #reasons = new Map<string, Set<BlockReason>>();

  began(hostName: string, reason: BlockReason, at: string): void {
    const reasons = this.#reasons.get(hostName) ?? new Set();
    this.#reasons.set(hostName, reasons.add(reason));
    if (!this.#since.has(hostName)) this.#since.set(hostName, at);
  }

  ended(hostName: string, reason: BlockReason): void {
    const reasons = this.#reasons.get(hostName);
    reasons?.delete(reason);
    if (reasons !== undefined && reasons.size > 0) return;
    this.#reasons.delete(hostName);
    this.#since.delete(hostName);
  }

  /** Host names, who waits longest first, and since when that one does; both empty when none waits. */
  told(): { readonly blockedOn: string; readonly blockedSince: string } {
    const waits = [...this.#since];
    return { blockedOn: waits.map(([hostName]) => hostName).join(', '), blockedSince: waits[0]?.[1] ?? '' };
  }
}
