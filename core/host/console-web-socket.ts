/** A console's WebSocket joined to this host, or through the relay to another one. */
import type { WebSocket } from 'ws';
import { openSession } from './contract-session.ts';
import type { SessionHost } from './contract-session.ts';
import type { FrameTransport } from './event-stream.ts';
import { parseFrame } from './frame-lines.ts';
import { localAccess } from './local-access.ts';
import type { Relay, RelayedConversation, TextCarrier } from './relay/text-carrier.ts';

/** How a WebSocket ends whose path names a host that is not connected here. */
export const unknownHostStatus = 4404;

export function serveWebSocket(webSocket: WebSocket, host: SessionHost): void {
  const carrier = carrierOf(webSocket);
  const transport: FrameTransport = {
    send: (frame) => carrier.send(JSON.stringify(frame)),
    get bufferedBytes() {
      return carrier.bufferedBytes;
    },
    whenDrained: (run) => carrier.whenDrained(run),
    close: () => carrier.close(),
  };
  const session = openSession(host, transport, localAccess('console'));
  converse(webSocket, { take: (text) => session.take(parseFrame(text)), end: () => session.end() });
}

export function relayWebSocket(webSocket: WebSocket, relay: Relay, key: string): void {
  const conversation = relay.open(key, carrierOf(webSocket));
  if (conversation === null) webSocket.close(unknownHostStatus);
  else converse(webSocket, conversation);
}

function converse(webSocket: WebSocket, conversation: RelayedConversation): void {
  webSocket.on('error', () => undefined);
  webSocket.on('close', () => conversation.end());
  webSocket.on('message', (data: Buffer, isBinary: boolean) => {
    if (isBinary) webSocket.close(1003);
    else conversation.take(data.toString('utf8'));
  });
}

function carrierOf(webSocket: WebSocket): TextCarrier {
  let drained: (() => void)[] = [];
  const sent = (): void => {
    if (webSocket.bufferedAmount > 0) return;
    const waiting = drained;
    drained = [];
    for (const run of waiting) run();
  };
  return {
    send: (text) => webSocket.send(text, sent),
    get bufferedBytes() {
      return webSocket.bufferedAmount;
    },
    whenDrained: (run) => void drained.push(run),
    close: () => webSocket.close(),
  };
}
