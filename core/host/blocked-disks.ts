/** The disks of one group that I/O waits for at this time, each with the beginning of its wait. */
export class BlockedDisks {
  readonly #since = new Map<string, string>();

  began(hostName: string, at: string): void {
    if (!this.#since.has(hostName)) this.#since.set(hostName, at);
  }

  ended(hostName: string): void {
    this.#since.delete(hostName);
  }

  /** Host names, who waits longest first, and since when that one does; both empty when none waits. */
  told(): { readonly blockedOn: string; readonly blockedSince: string } {
    const waits = [...this.#since];
    return { blockedOn: waits.map(([hostName]) => hostName).join(', '), blockedSince: waits[0]?.[1] ?? '' };
  }
}
