/** One line an event, folded into a hash: two runs of one seed must give the same. The last lines are kept for a failure. */
const keptLines = 60;

export class Trace {
  #hash = 0x811c9dc5;
  #lines: string[] = [];

  note(line: string): void {
    for (let index = 0; index < line.length; index += 1) this.#hash = Math.imul(this.#hash ^ line.charCodeAt(index), 0x01000193);
    this.#lines.push(line);
    if (this.#lines.length > keptLines * 2) this.#lines = this.#lines.slice(-keptLines);
  }

  get hash(): string {
    return (this.#hash >>> 0).toString(16).padStart(8, '0');
  }

  get lastLines(): readonly string[] {
    return this.#lines.slice(-keptLines);
  }
}
