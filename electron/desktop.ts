/**
 * The desktop program's life: windows that can be closed and opened again, a tray that stays, and an end that asks first
 * when somebody uses the host. What to do is decided in modules of its own; here it is done.
 */
import { app, Menu, Notification, powerSaveBlocker, session } from 'electron';
import { connectHost } from '../core/host/client.ts';
import type { HostClient } from '../core/host/client.ts';
import { AlertNotices, gatherMilliseconds } from './alert-notices.ts';
import { backgroundStart, startInBackground } from './background-host.ts';
import { serveConsoleFiles } from './console-window.ts';
import type { ConsoleWindow } from './console-window.ts';
import { ConsoleWindows } from './console-windows.ts';
import { hostUse } from './host-access.ts';
import type { HostAccess } from './host-access.ts';
import { FollowedHost } from './host-following.ts';
import { emptyPicture, watchHost } from './host-watch.ts';
import type { HostPicture } from './host-watch.ts';
import { openedFiles } from './opened-files.ts';
import type { ProgramFiles } from './program-files.ts';
import { decideClose, decideQuit } from './quit-decision.ts';
import { askBeforeQuit } from './quit-dialog.ts';
import type { OpenRequest } from './single-instance.ts';
import { progressOf } from './task-progress.ts';
import { TrayIcon } from './tray-icon.ts';
import { addressOf, trayMenu, trayStateOf } from './tray-menu.ts';
import type { TrayAction } from './tray-menu.ts';
import { desktopShowsTray } from './tray-presence.ts';
import { answerPortRequests } from './window-talk.ts';

/** Tasks tell of themselves many times a second; the taskbar and the tray need not. */
const showEveryMilliseconds = 1_000;

export class Desktop {
  readonly #host: HostAccess;
  readonly #followed: FollowedHost;
  readonly #files: ProgramFiles;
  readonly #windows: ConsoleWindows;
  readonly #notices = new AlertNotices();
  #picture: HostPicture = emptyPicture;
  #showTimer: NodeJS.Timeout | null = null;
  #tray: TrayIcon | null = null;
  #sleepBlocker: number | null = null;
  #saidThatServingGoesOn = false;
  #ending: 'no' | 'asking' | 'decided' = 'no';

  constructor(host: HostAccess, client: HostClient, files: ProgramFiles) {
    this.#host = host;
    this.#followed = new FollowedHost(client, watchHost((picture) => this.#watch(picture)), {
      connect: () => connectHost(host.stateFolder), after: (delayMilliseconds, run) => void setTimeout(run, delayMilliseconds),
    });
    this.#files = files;
    this.#windows = new ConsoleWindows(host.stateFolder, files, {
      closes: (window, event) => this.#windowCloses(window, event),
      // Windows asks before it logs off or shuts down; the others end programs by the quit event.
      sessionEnds: (event) => {
        event.preventDefault();
        void this.#quit();
      },
    });
  }

  async open(request: OpenRequest): Promise<void> {
    serveConsoleFiles(session.defaultSession, this.#files.rendererFolder);
    answerPortRequests(this.#host);
    // Each window brings its own menu; until then there is none.
    if (process.platform !== 'darwin') Menu.setApplicationMenu(null);
    if (this.#host.own && await desktopShowsTray(process.platform)) this.#tray = new TrayIcon((action) => this.#act(action));
    app.on('before-quit', (event) => {
      if (this.#ending === 'decided') return;
      event.preventDefault();
      void this.#quit();
    });
    app.on('activate', () => this.#windows.show());
    // The tray, not the window, keeps the program: without this Electron would end it with its last window.
    app.on('window-all-closed', () => undefined);
    this.#windows.restore();
    if (request.address !== null || request.files.length > 0) await this.openRequested(request);
  }

  /** Shows the window that was used last, and what somebody wants to see or open in it. */
  async openRequested({ address, files }: OpenRequest): Promise<void> {
    this.#windows.show(address === null ? undefined : { kind: 'go-to', address });
    if (files.length > 0) this.#windows.show(await openedFiles(files));
  }

  #act(action: TrayAction): void {
    switch (action.kind) {
      case 'open': return this.#windows.show();
      case 'new-window': return this.#windows.openAnother();
      case 'quit': return app.quit();
      case 'go-to': return this.#windows.show(action);
      case 'notify':
        this.#windows.notify = { ...this.#windows.notify, [action.severity]: !this.#windows.notify[action.severity] };
        return this.#show();
    }
  }

  #watch(picture: HostPicture): void {
    this.#picture = picture;
    if (this.#host.own) this.#holdOffSleep(picture.busy);
    if (this.#notices.look(picture.alerts, this.#windows.somebodyLooks, this.#windows.notify)) {
      setTimeout(() => this.#notify(), gatherMilliseconds);
    }
    if (this.#showTimer !== null) return;
    this.#showTimer = setTimeout(() => {
      this.#showTimer = null;
      this.#show();
    }, showEveryMilliseconds);
  }

  #show(): void {
    if (this.#ending === 'decided') return;
    this.#windows.showProgress(progressOf(this.#picture.tasks));
    this.#tray?.show(trayStateOf(this.#picture), trayMenu(this.#picture, this.#windows.notify));
  }

  #notify(): void {
    const notice = this.#notices.take(this.#windows.somebodyLooks);
    if (notice === null || this.#ending === 'decided') return;
    const { title, body, urgent, groupName } = notice;
    const shown = new Notification({ title, body, urgency: urgent ? 'critical' : 'normal' });
    shown.on('click', () => this.#windows.show({ kind: 'go-to', address: addressOf(this.#picture.hostName, groupName) }));
    shown.show();
  }

  #holdOffSleep(busy: boolean): void {
    if (busy) this.#sleepBlocker ??= powerSaveBlocker.start('prevent-app-suspension');
    else if (this.#sleepBlocker !== null) {
      powerSaveBlocker.stop(this.#sleepBlocker);
      this.#sleepBlocker = null;
    }
  }

  #windowCloses(window: ConsoleWindow, event: { preventDefault(): void }): void {
    if (this.#ending === 'decided') return;
    const decision = decideClose({
      ownHost: this.#host.own, trayShown: this.#tray !== null, saidBefore: this.#saidThatServingGoesOn,
      lastWindow: this.#windows.count === 1,
    });
    if (decision.kind === 'close') return;
    event.preventDefault();
    if (decision.kind === 'quit') {
      app.quit();
      return;
    }
    window.browser.hide();
    if (!decision.say) return;
    this.#saidThatServingGoesOn = true;
    new Notification({ title: 'Plexus goes on serving', body: 'Its volumes stay online. Open or quit it from the tray.' }).show();
  }

  async #quit(): Promise<void> {
    if (this.#ending !== 'no') return;
    this.#ending = 'asking';
    const decision = decideQuit(this.#host.own, await hostUse(this.#followed.client));
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
    this.#windows.end();
    this.#followed.end();
    await this.#host.stop();
    if (keepServing) startInBackground(backgroundStart(process.execPath, app.getAppPath(), app.isPackaged, this.#host.stateFolder));
    app.quit();
  }
}
