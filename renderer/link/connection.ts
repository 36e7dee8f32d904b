/**
 * How frames reach a host: a WebSocket in the browser, a message port in the desktop program. Both carry the frames of
 * the contract and nothing else.
 */
import type { ClientFrame, HostFrame } from '../../core/host/contract.ts';
import type { PortAnswer, ProgramMessage, WindowMessage } from '../../core/host/window-messages.ts';
import { localHost } from '../state/host-state.ts';

export interface ConnectionListener {
  opened(): void;
  frame(frame: HostFrame): void;
  /** Once, and last: nothing follows it. */
  closed(): void;
}

export interface Connection {
  send(frame: ClientFrame): void;
  close(): void;
}

export type Dial = (listener: ConnectionListener) => Connection;

export function webSocketDial(address: string): Dial {
  return (listener) => {
    const socket = new WebSocket(address);
    socket.addEventListener('open', () => listener.opened());
    socket.addEventListener('message', (event: MessageEvent<string>) => listener.frame(JSON.parse(event.data) as HostFrame));
    socket.addEventListener('close', () => listener.closed());
    return {
      send: (frame) => socket.send(JSON.stringify(frame)),
      close: () => socket.close(),
    };
  };
}

/** What the preload script offers to the page; see `electron/preload.ts`. */
export interface DesktopBridge {
  /**
   * Asks for a port to the host with this key, or to the own one by an empty key. It comes as a `message` event of this
   * window, with the number of the request.
   */
  requestPort(key: string, request: number): void;
  send(message: WindowMessage): void;
  listen(take: (message: ProgramMessage) => void): void;
  /** Where a file that was dropped on the page lies; empty for one that lies nowhere. */
  pathOf(file: File): string;
}

/** Where a host serves the contract to browsers. */
export const consolePath = '/contract';
const portMessage: PortAnswer['port'] = 'plexus:port';

/** Several hosts are dialled at a time: each gets its own port by the number of the request. */
let lastRequest = 0;

export function messagePortDial(desktop: DesktopBridge, page: Window, key: string): Dial {
  return (listener) => {
    const request = ++lastRequest;
    let port: MessagePort | null = null;
    let ended = false;
    const end = (): void => {
      if (ended) return;
      ended = true;
      port?.close();
      listener.closed();
    };
    const receive = (event: MessageEvent): void => {
      const received = event.ports[0];
      if (event.source !== page || !isAnswer(event.data, request) || received === undefined) return;
      page.removeEventListener('message', receive);
      // Given up before it came: the host must not keep its end.
      if (ended) return received.close();
      port = received;
      port.onmessage = (message: MessageEvent<HostFrame | null>) => {
        // The other side says goodbye with null: a closed port alone is not reported on every platform.
        if (message.data === null) end();
        else listener.frame(message.data);
      };
      port.addEventListener('close', end);
      listener.opened();
    };
    page.addEventListener('message', receive);
    desktop.requestPort(key, request);
    return { send: (frame) => port?.postMessage(frame), close: end };
  };
}

/** Undefined in a browser. */
export function desktopOf(page: Window): DesktopBridge | undefined {
  return (page as Window & { readonly plexus?: DesktopBridge }).plexus;
}

function isAnswer(data: unknown, request: number): boolean {
  const answer = data as Partial<PortAnswer> | null;
  return typeof answer === 'object' && answer?.port === portMessage && answer.request === request;
}

/**
 * A dial to each host by its key: over the desktop program's port when the page runs there, else over the host that served
 * the page. That host relays to all others, on a path of their own.
 */
export function dialsOfThisPage(page: Window): (host: string) => Dial {
  const desktop = desktopOf(page);
  if (desktop !== undefined) return (host) => messagePortDial(desktop, page, host === localHost ? '' : host);
  const { protocol, host: address } = page.location;
  const origin = `${protocol === 'https:' ? 'wss' : 'ws'}://${address}`;
  return (host) => webSocketDial(host === localHost ? `${origin}${consolePath}` : `${origin}${consolePath}/${host}`);
}
