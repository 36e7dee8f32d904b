/**
 * The contract's frames over a message port: Electron's between the main process and a window, or a worker's. A frame is
 * a structured value here, not text.
 */
import { openSession } from './contract-session.ts';
import type { Access, SessionHost } from './contract-session.ts';
import type { FrameTransport } from './event-stream.ts';
import { parseFrame } from './frame-lines.ts';
import type { Relay, RelayedConversation } from './relay/text-carrier.ts';

/** What a `MessagePort` of worker threads and Electron's `MessagePortMain` have in common. */
export interface PortLike {
  postMessage(message: unknown): void;
  on(event: 'message' | 'close', run: (message: unknown) => void): unknown;
  /** Electron's port holds messages back until it is called. */
  start?(): void;
  close(): void;
}

/** Returns what ends the conversation from the host's side. */
export function serveMessagePort(port: PortLike, host: SessionHost, access: Access): () => void {
  let open = true;
  const end = (): void => {
    if (!open) return;
    open = false;
    session.end();
    // A goodbye in words: not every platform tells the other side of a port that it was closed.
    port.postMessage(null);
    port.close();
  };
  const transport: FrameTransport = {
    send: (frame) => {
      if (open) port.postMessage(frame);
    },
    bufferedBytes: 0,
    whenDrained: (run) => void setImmediate(run),
    close: end,
  };
  const session = openSession(host, transport, access);
  port.on('message', (message) => session.take(frameOf(message)));
  port.on('close', end);
  port.start?.();
  return end;
}

/** Joins a port to the host beside this one that has the key; a key that nobody has is a goodbye. */
export function relayMessagePort(port: PortLike, relay: Relay, key: string): void {
  let open = true;
  let conversation: RelayedConversation | null = null;
  const end = (): void => {
    if (!open) return;
    open = false;
    conversation?.end();
    port.postMessage(null);
    port.close();
  };
  conversation = relay.open(key, {
    send: (text) => {
      if (open) port.postMessage(parseFrame(text));
    },
    bufferedBytes: 0,
    whenDrained: (run) => void setImmediate(run),
    close: end,
  });
  if (conversation === null) return end();
  port.on('message', (message) => conversation.take(JSON.stringify(frameOf(message))));
  port.on('close', end);
  port.start?.();
}

/** Electron wraps what was sent in an event with the ports that came along; Node gives it bare. */
function frameOf(message: unknown): unknown {
  const wrapped = typeof message === 'object' && message !== null && 'data' in message && 'ports' in message;
  return wrapped ? (message as { readonly data: unknown }).data : message;
}
