/**
 * Frames on a byte stream: one JSON value a line. A frame longer than the bound ends the connection, so that no peer can
 * make the other one buffer without end.
 */
import type { Socket } from 'node:net';

export interface FrameReader {
  /** False when the peer broke the framing; nothing more is delivered afterwards. */
  take(chunk: Buffer): boolean;
}

/** Cuts chunks into lines; `deliver` gets each line's text without its end. */
export function createFrameReader(deliver: (line: string) => void, boundBytes: number): FrameReader {
  let pieces: Buffer[] = [];
  let pendingBytes = 0;
  let broken = false;
  return {
    take(chunk) {
      if (broken) return false;
      let start = 0;
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
        if (pendingBytes + end - start > boundBytes) return !(broken = true);
        pieces.push(chunk.subarray(start, end));
        const line = pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
        pieces = [];
        pendingBytes = 0;
        start = end + 1;
        if (line.length > 0) deliver(line.toString('utf8'));
      }
      if (start < chunk.length) {
        pieces.push(chunk.subarray(start));
        pendingBytes += chunk.length - start;
      }
      if (pendingBytes > boundBytes) broken = true;
      return !broken;
    },
  };
}

/** JSON never holds a raw line end, so a line is a frame. */
export function frameLine(frame: unknown): string {
  return `${JSON.stringify(frame)}\n`;
}

/** Undefined when the line is not JSON. */
export function parseFrame(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}

/** Reads frames off a socket and destroys it when the framing breaks. */
export function readFrames(socket: Socket, boundBytes: number, deliver: (frame: unknown) => void): void {
  const reader = createFrameReader((line) => deliver(parseFrame(line)), boundBytes);
  socket.on('data', (chunk: Buffer) => {
    if (!reader.take(chunk)) socket.destroy();
  });
}
