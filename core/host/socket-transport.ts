/** The host's frames as lines on a stream socket. */
import type { Socket } from 'node:net';
import type { FrameTransport } from './event-stream.ts';
import { frameLine } from './frame-lines.ts';
import type { TextCarrier } from './relay/text-carrier.ts';

export function lineTransport(socket: Socket): FrameTransport {
  const carrier = lineCarrier(socket);
  return {
    send: (frame) => void socket.write(frameLine(frame)),
    get bufferedBytes() {
      return carrier.bufferedBytes;
    },
    whenDrained: (run) => carrier.whenDrained(run),
    close: () => carrier.close(),
  };
}

/** For frames that are text already. */
export function lineCarrier(socket: Socket): TextCarrier {
  return {
    send: (text) => void socket.write(`${text}\n`),
    get bufferedBytes() {
      return socket.writableLength;
    },
    whenDrained: (run) => void socket.once('drain', run),
    close: () => socket.destroySoon(),
  };
}
