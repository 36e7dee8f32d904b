import type { Done, IoError } from './ports.ts';

/** Issues a long operation piece after piece; the first error ends it. The completion rule holds for the whole. */
export function issueInPieces(
  offsetBytes: number, lengthBytes: number, pieceBytes: number,
  issue: (offsetBytes: number, lengthBytes: number, done: Done) => boolean, done: Done,
): boolean {
  let at = 0;
  /** True when all the rest was complete at once. */
  const proceed = (): boolean => {
    while (at < lengthBytes) {
      const bytes = Math.min(pieceBytes, lengthBytes - at);
      const from = offsetBytes + at;
      at += bytes;
      if (!issue(from, bytes, pieceEnded)) return false;
    }
    return true;
  };
  const pieceEnded = (error: IoError | null): void => {
    if (error !== null) done(error);
    else if (proceed()) done(null);
  };
  return proceed();
}
