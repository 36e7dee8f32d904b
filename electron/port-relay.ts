/** A window's port joined to the local socket of a host that runs in another process: frames pass as they are. */
import { connect } from 'node:net';
import { hostFrameBytesMaximum } from '../core/host/protocol.ts';
import { frameLine, readFrames } from '../core/host/frame-lines.ts';
import type { PortLike } from '../core/host/message-port-link.ts';

/**
 * `key` names a host beside that one; empty for itself. The window learns of a lost host by the goodbye, and asks for a new
 * port when it dials again.
 */
export function relayPort(port: PortLike, hostSocketPath: string, key: string): void {
  const socket = connect({ path: hostSocketPath });
  if (key !== '') socket.write(frameLine({ host: key }));
  let open = true;
  const end = (): void => {
    if (!open) return;
    open = false;
    socket.destroy();
    port.postMessage(null);
    port.close();
  };
  readFrames(socket, hostFrameBytesMaximum, (frame) => {
    if (frame === undefined) end();
    else if (open) port.postMessage(frame);
  });
  socket.on('error', end);
  socket.on('close', end);
  port.on('message', (message) => socket.write(frameLine((message as { readonly data: unknown }).data)));
  port.on('close', end);
  port.start?.();
}
