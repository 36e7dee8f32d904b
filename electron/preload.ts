/**
 * The page's only way out: it may ask for a port, and exchange plain messages with the desktop program. A context bridge
 * cannot hand over a port, so the port comes by `postMessage`, to this page's own origin only.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { PortAnswer, ProgramMessage, WindowMessage } from '../core/host/window-messages.ts';
import { portChannel, programChannel, requestPortChannel, windowChannel } from './channels.ts';

contextBridge.exposeInMainWorld('plexus', {
  requestPort: (host: string, request: number) => ipcRenderer.send(requestPortChannel, { host, request }),
  send: (message: WindowMessage) => ipcRenderer.send(windowChannel, message),
  listen: (take: (message: ProgramMessage) => void) =>
    void ipcRenderer.on(programChannel, (_event, message: ProgramMessage) => take(message)),
  pathOf: (file: File) => webUtils.getPathForFile(file),
});

ipcRenderer.on(portChannel, (event, request: number) => {
  const answer: PortAnswer = { port: portChannel, request };
  window.postMessage(answer, window.location.origin, event.ports);
});
