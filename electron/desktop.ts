/**
 * The desktop program's life: a window that can be closed and opened again, a tray that stays, and an end that asks first
 * when somebody uses the host. What to do is decided in `quit-decision.ts`; here it is done.
 */
import { app, Notification, powerSaveBlocker, session } from 'electron';
import type { BrowserWindow } from 'electron';
import type { HostClient } from '../core/host/client.ts';
import { backgroundStart, startInBackground } from './background-host.ts';
import { answerPortRequests, createConsoleWindow, serveConsoleFiles } from './console-window.ts';
import { hostUse } from './host-access.ts';
import type { HostAccess } from './host-access.ts';
import { watchHost } from './host-watch.ts';
import type { ProgramFiles } from './program-files.ts';
import { decideClose, decideQuit } from './quit-decision.ts';
import { askBeforeQuit } from './quit-dialog.ts';
import { TrayIcon } from './tray-icon.ts';
import { desktopShowsTray } from './tray-presence.ts';

export class Desktop {
  readonly #host: HostAccess;
  readonly #client: HostClient;
  readonly #files: ProgramFiles;
  #window: BrowserWindow | null = null;
  #tray: TrayIcon | null = null;
  #sleepBlocker: number | null = null;
  #saidThatServingGoesOn = false;
  #ending: 'no' | 'asking' | 'decided' = 'no';

  constructor(host: HostAccess, client: HostClient, files: ProgramFiles) {
    this.#host = host;
    this.#client = client;
    this.#files = files;
  }

  async open(): Promise<void> {
    serveConsoleFiles(session.defaultSession, this.#files.rendererFolder);
    answerPortRequests(this.#host);
    if (this.#host.own && await desktopShowsTray(process.platform)) {
      this.#tray = new TrayIcon({ open: () => this.showWindow(), quit: () => app.quit() });
    }
    if (this.#host.own) {
      void this.#client.subscribe(watchHost({ busy: (busy) => this.#holdOffSleep(busy), tray: (state) => this.#tray?.show(state) }));
    }
    app.on('before-quit', (event) => {
      if (this.#ending === 'decided') return;
      event.preventDefault();
      void this.#quit();
    });
    app.on('activate', () => this.showWindow());
    // The tray, not the window, keeps the program: without this Electron would end it with its last window.
    app.on('window-all-closed', () => undefined);
    this.showWindow();
  }

  showWindow(): void {
    if (this.#window !== null) {
      this.#window.show();
      this.#window.focus();
      return;
    }
    const window = createConsoleWindow(this.#files.preloadFile, app.isPackaged);
    this.#window = window;
    window.on('close', (event) => this.#windowCloses(event));
    // Windows asks before it logs off or shuts down; the others end programs by the quit event above.
    window.on('query-session-end', (event) => {
      event.preventDefault();
      void this.#quit();
    });
    window.on('closed', () => (this.#window = null));
  }

  #holdOffSleep(busy: boolean): void {
    if (busy) this.#sleepBlocker ??= powerSaveBlocker.start('prevent-app-suspension');
    else if (this.#sleepBlocker !== null) {
      powerSaveBlocker.stop(this.#sleepBlocker);
      this.#sleepBlocker = null;
    }
  }

  #windowCloses(event: { preventDefault(): void }): void {
    if (this.#ending === 'decided') return;
    const decision = decideClose({ ownHost: this.#host.own, trayShown: this.#tray !== null, saidBefore: this.#saidThatServingGoesOn });
    event.preventDefault();
    if (decision.kind === 'quit') {
      app.quit();
      return;
    }
    this.#window?.hide();
    if (!decision.say) return;
    this.#saidThatServingGoesOn = true;
    new Notification({ title: 'Plexus goes on serving', body: 'Its volumes stay online. Open or quit it from the tray.' }).show();
  }

  async #quit(): Promise<void> {
    if (this.#ending !== 'no') return;
    this.#ending = 'asking';
    const decision = decideQuit(this.#host.own, await hostUse(this.#client));
    const answer = decision.kind === 'ask' ? await askBeforeQuit(decision.question) : 'stop';
    if (answer === 'cancel') {
      this.#ending = 'no';
      return;
    }
    await this.end(answer === 'keep-serving');
  }

  /** Flushes, marks clean, exits: without a question, for those who have decided already (SIGTERM, `plexus shutdown`). */
  async end(keepServing = false): Promise<void> {
    if (this.#ending === 'decided') return;
    this.#ending = 'decided';
    this.#client.close();
    await this.#host.stop();
    if (keepServing) startInBackground(backgroundStart(process.execPath, app.getAppPath(), app.isPackaged, this.#host.stateFolder));
    app.quit();
  }
}
