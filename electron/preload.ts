/**
 * The page's only way out: it may ask for a port, and gets it as a message. A context bridge cannot hand over a port, so
 * the port comes by `postMessage`, to this page's own origin only.
 */
import { contextBridge, ipcRenderer } from 'electron';
import { portChannel, requestPortChannel } from './channels.ts';

contextBridge.exposeInMainWorld('plexus', {
  requestPort: () => ipcRenderer.send(requestPortChannel),
});

ipcRenderer.on(portChannel, (event) => {
  window.postMessage(portChannel, window.location.origin, event.ports);
});
