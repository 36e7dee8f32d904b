/** The window: the console's files through their own scheme, and one port to the host. */
import { BrowserWindow, ipcMain, MessageChannelMain, protocol } from 'electron';
import type { Session } from 'electron';
import { consoleFile } from '../core/host/console-files.ts';
import { portRequestSchema } from '../core/host/window-messages.ts';
import { portChannel, requestPortChannel } from './channels.ts';
import type { HostAccess } from './host-access.ts';
import {
  answerHeaders, consoleAddress, consoleScheme, denyNavigation, denyPermissions, isConsoleAddress, isTrustedSender, schemePrivileges,
  windowPreferences,
} from './window-security.ts';

/** Must run before the program is ready. */
export function registerConsoleScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: consoleScheme, privileges: schemePrivileges }]);
}

export function serveConsoleFiles(session: Session, rendererFolder: string): void {
  denyPermissions(session);
  session.protocol.handle(consoleScheme, async (request) => {
    if (request.method !== 'GET' || !isConsoleAddress(request.url)) return new Response(null, { status: 403 });
    const file = await consoleFile(rendererFolder, new URL(request.url).pathname);
    if (file.kind !== 'file') return new Response(null, { status: 404 });
    return new Response(new Uint8Array(file.bytes), { headers: answerHeaders(file.type) });
  });
}

/** A page asks for a port to a host. Others than our own page, and what is no such request, get silence. */
export function answerPortRequests(host: HostAccess): void {
  ipcMain.on(requestPortChannel, (event, asked: unknown) => {
    const request = portRequestSchema.safeParse(asked);
    if (!isTrustedSender(event) || !request.success) return;
    const { port1, port2 } = new MessageChannelMain();
    host.servePort(port1, request.data.host);
    event.senderFrame?.postMessage(portChannel, request.data.request, [port2]);
  });
}

export function createConsoleWindow(preloadFile: string, packaged: boolean): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280, height: 800, minWidth: 640, minHeight: 400, show: false, title: 'Plexus',
    webPreferences: windowPreferences(preloadFile, packaged),
  });
  denyNavigation(window.webContents);
  window.once('ready-to-show', () => window.show());
  void window.loadURL(consoleAddress);
  return window;
}
