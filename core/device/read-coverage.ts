/** Which part of a read has been answered: a server may answer in pieces and in any order, but each byte once. */

/** Pieces that may lie apart at one time. Servers answer from front to back; only a hostile one comes near. */
export const gapsMaximum = 256;

export class ReadCoverage {
  /** Everything below is answered; bytes from the start of the read. */
  private frontBytes = 0;
  /** Answered ahead of the front: starts and ends, ascending, apart from each other. */
  private readonly ahead: { startBytes: number; endBytes: number }[] = [];

  begin(): void {
    this.frontBytes = 0;
    this.ahead.length = 0;
  }

  isWhole(lengthBytes: number): boolean {
    return this.frontBytes === lengthBytes;
  }

  /** False when a byte of [startBytes, endBytes) was answered before, or the pieces are too many. */
  add(startBytes: number, endBytes: number): boolean {
    if (startBytes === this.frontBytes && this.ahead.length === 0) {
      this.frontBytes = endBytes;
      return true;
    }
    if (startBytes < this.frontBytes || this.ahead.length >= gapsMaximum) return false;
    if (this.ahead.some((piece) => startBytes < piece.endBytes && piece.startBytes < endBytes)) return false;
    this.ahead.push({ startBytes, endBytes });
    this.ahead.sort((one, other) => one.startBytes - other.startBytes);
    while (this.ahead[0]?.startBytes === this.frontBytes) this.frontBytes = this.ahead.shift()?.endBytes ?? this.frontBytes;
    return true;
  }
}
