/** One window: the console's files through their own scheme, its menu, and its way back after a crash. */
import { BrowserWindow, dialog, Menu, nativeTheme, protocol, screen } from 'electron';
import type { Session } from 'electron';
import { consoleFile } from '../core/host/console-files.ts';
import type { NativeMenu, ProgramMessage, WindowMessage } from '../core/host/window-messages.ts';
import { programChannel } from './channels.ts';
import type { KeptWindow } from './desktop-memory.ts';
import { commandsIn, menuTemplate, sameMenus } from './menu-template.ts';
import type { MenuActions } from './menu-template.ts';
import { RendererRecovery } from './renderer-recovery.ts';
import { clampToDisplays, newWindow, smallestWindow } from './window-bounds.ts';
import type { Bounds } from './window-bounds.ts';
import {
  answerHeaders, consoleAddress, consoleScheme, denyNavigation, denyPermissions, isConsoleAddress, schemePrivileges, windowPreferences,
} from './window-security.ts';

/** Shown before the page has drawn: the page's own ground. */
const ground = (): string => (nativeTheme.shouldUseDarkColors ? '#1b1f24' : '#ffffff');

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

/** The displays' work areas, that of the primary one first. */
export function workAreas(): readonly Bounds[] {
  const primary = screen.getPrimaryDisplay();
  return [primary, ...screen.getAllDisplays().filter(({ id }) => id !== primary.id)].map(({ workArea }) => workArea);
}

export interface WindowOptions {
  readonly preloadFile: string;
  readonly packaged: boolean;
  readonly zoomPercent: () => number;
  readonly actions: Omit<MenuActions, 'command'>;
}

export class ConsoleWindow {
  readonly browser: BrowserWindow;
  readonly #options: WindowOptions;
  readonly #recovery = new RendererRecovery();
  #menus: readonly NativeMenu[] = [];
  #menu: Menu | null = null;
  #address: string;
  /** Waits for the page to hear; null once it does. */
  #waiting: ProgramMessage[] | null = [];

  constructor(kept: Pick<KeptWindow, 'maximized' | 'address'> & { readonly bounds: Bounds | null }, options: WindowOptions) {
    this.#options = options;
    this.#address = kept.address;
    const bounds = kept.bounds === null ? newWindow : clampToDisplays(kept.bounds, workAreas());
    this.browser = new BrowserWindow({
      ...bounds, minWidth: smallestWindow.width, minHeight: smallestWindow.height, show: false, title: 'Plexus', backgroundColor: ground(),
      webPreferences: windowPreferences(options.preloadFile, options.packaged),
    });
    const contents = this.browser.webContents;
    denyNavigation(contents);
    if (kept.maximized) this.browser.maximize();
    this.browser.once('ready-to-show', () => this.browser.show());
    // The name of the page's file is no title: the page sends its own.
    this.browser.on('page-title-updated', (event) => event.preventDefault());
    contents.on('did-finish-load', () => this.applyZoom());
    contents.on('render-process-gone', (_event, { reason }) => this.#recover(reason));
    this.#load();
  }

  send(message: ProgramMessage): void {
    if (this.#waiting !== null) this.#waiting.push(message);
    else this.browser.webContents.send(programChannel, message);
  }

  take(message: WindowMessage): void {
    switch (message.kind) {
      case 'ready': return this.#hears();
      case 'menus': return this.#takeMenus(message.menus);
      case 'place':
        this.#address = message.address;
        this.browser.setTitle(message.title === '' ? 'Plexus' : message.title);
    }
  }

  applyZoom(): void {
    this.browser.webContents.setZoomFactor(this.#options.zoomPercent() / 100);
  }

  applyTheme(): void {
    this.browser.setBackgroundColor(ground());
  }

  /** A Mac has one menu bar, that of the window in front; the others have one in each window. */
  showMenu(): void {
    if (process.platform !== 'darwin') this.browser.setMenu(this.#menu);
    else if (this.browser.isFocused()) Menu.setApplicationMenu(this.#menu);
  }

  kept(): KeptWindow {
    const { x, y, width, height } = this.browser.getNormalBounds();
    return { bounds: { x, y, width, height }, maximized: this.browser.isMaximized(), address: this.#address };
  }

  #load(): void {
    this.#waiting ??= [];
    void this.browser.loadURL(consoleAddress);
  }

  #hears(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    if (this.#address !== '') this.send({ kind: 'go-to', address: this.#address });
    for (const message of waiting) this.send(message);
  }

  #takeMenus(menus: readonly NativeMenu[]): void {
    const before = this.#menus;
    this.#menus = menus;
    if (this.#menu === null || !sameMenus(before, menus)) {
      const actions = { ...this.#options.actions, command: (id: string) => this.send({ kind: 'command', id }) };
      this.#menu = Menu.buildFromTemplate(menuTemplate(menus, process.platform, actions));
      this.showMenu();
      return;
    }
    for (const { id, enabled } of commandsIn(menus)) {
      const item = this.#menu.getMenuItemById(id);
      if (item !== null) item.enabled = enabled;
    }
  }

  #recover(reason: string): void {
    const decision = this.#recovery.gone(reason, performance.now());
    if (decision.kind === 'nothing') return;
    this.#waiting ??= [];
    if (decision.kind === 'ask') return void this.#ask();
    setTimeout(() => {
      if (!this.browser.isDestroyed()) this.#load();
    }, decision.afterMilliseconds);
  }

  async #ask(): Promise<void> {
    const { response } = await dialog.showMessageBox(this.browser, {
      type: 'error', message: 'This window ended several times.', detail: 'The host goes on. Volumes and tasks are not touched.',
      buttons: ['Load Again', 'Close Window'], defaultId: 0, cancelId: 1, noLink: true,
    });
    if (this.browser.isDestroyed()) return;
    this.#recovery.forget();
    if (response === 0) this.#load();
    else this.browser.destroy();
  }
}
