/**
 * What a window may do: show the console's own files and speak through one port, and nothing else. Written against the
 * narrow part of Electron that it needs, so that each denial can be tested without a display.
 */
import type { Session, WebContents, WebPreferences } from 'electron';

export const consoleScheme = 'plexus-console';
export const consoleOrigin = `${consoleScheme}://console`;
export const consoleAddress = `${consoleOrigin}/`;

/** Standard and secure: the scheme gets an origin, storage of its own, and the rules of https. */
export const schemePrivileges = { standard: true, secure: true, supportFetchAPI: true } as const;

export function windowPreferences(preloadFile: string, packaged: boolean): WebPreferences {
  return {
    preload: preloadFile,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    devTools: !packaged,
  };
}

/** Positioned rows need style attributes; everything else comes from this scheme or not at all. */
const contentSecurityPolicy = [
  "default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self'", "font-src 'self'", "connect-src 'self'",
  "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
].join('; ');

export function answerHeaders(contentType: string): Readonly<Record<string, string>> {
  return {
    'Content-Type': contentType,
    'Content-Security-Policy': contentSecurityPolicy,
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Opener-Policy': 'same-origin',
  };
}

/** True for addresses of the console itself. */
export function isConsoleAddress(address: string): boolean {
  try {
    const { protocol, host } = new URL(address);
    return protocol === `${consoleScheme}:` && host === 'console';
  } catch {
    return false;
  }
}

/** The console asks for no permission, so none is given. */
export function denyPermissions(
  session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'>,
): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}

/** The page stays where it is: no other address, no second window, no embedded page. */
export function denyNavigation(contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => event.preventDefault());
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-frame-navigate', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** Who sent a message: only the top frame of the console's own page is answered. */
export function isTrustedSender(event: { readonly senderFrame: { readonly url: string; readonly parent: unknown } | null }): boolean {
  return event.senderFrame !== null && event.senderFrame.parent === null && isConsoleAddress(event.senderFrame.url);
}
