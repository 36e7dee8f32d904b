/** The host's frames as lines on a stream socket. */
import type { Socket } from 'node:net';
import type { FrameTransport } from './event-stream.ts';
import { frameLine } from './frame-lines.ts';

export function lineTransport(socket: Socket): FrameTransport {
  return {
    send: (frame) => void socket.write(frameLine(frame)),
    get bufferedBytes() {
      return socket.writableLength;
    },
    whenDrained: (run) => void socket.once('drain', run),
    close: () => socket.destroySoon(),
  };
}
