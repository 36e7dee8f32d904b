/**
 * The page's only way out: it may ask for a port, and gets it as a message. A context bridge cannot hand over a port, so
 * the port comes by `postMessage`, to this page's own origin only.
 */
import { contextBridge, ipcRenderer } from 'electron';
import type { PortAnswer } from '../core/host/window-messages.ts';
import { portChannel, requestPortChannel } from './channels.ts';

contextBridge.exposeInMainWorld('plexus', {
  requestPort: (host: string, request: number) => ipcRenderer.send(requestPortChannel, { host, request }),
});

ipcRenderer.on(portChannel, (event, request: number) => {
  const answer: PortAnswer = { port: portChannel, request };
  window.postMessage(answer, window.location.origin, event.ports);
});
