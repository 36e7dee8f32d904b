/** What pages say to the program: they ask for ports, and tell of themselves. Others than our own page get silence. */
import { ipcMain, MessageChannelMain } from 'electron';
import type { WebContents } from 'electron';
import { portRequestSchema, windowMessageSchema } from '../core/host/window-messages.ts';
import type { WindowMessage } from '../core/host/window-messages.ts';
import { portChannel, requestPortChannel, windowChannel } from './channels.ts';
import type { HostAccess } from './host-access.ts';
import { isTrustedSender } from './window-security.ts';

export function answerPortRequests(host: HostAccess): void {
  ipcMain.on(requestPortChannel, (event, asked: unknown) => {
    const request = portRequestSchema.safeParse(asked);
    if (!isTrustedSender(event) || !request.success) return;
    const { port1, port2 } = new MessageChannelMain();
    host.servePort(port1, request.data.host);
    event.senderFrame?.postMessage(portChannel, request.data.request, [port2]);
  });
}

export function hearWindows(take: (sender: WebContents, message: WindowMessage) => void): void {
  ipcMain.on(windowChannel, (event, said: unknown) => {
    const message = windowMessageSchema.safeParse(said);
    if (isTrustedSender(event) && message.success) take(event.sender, message.data);
  });
}
