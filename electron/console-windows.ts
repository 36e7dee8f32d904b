/** All windows: restored where they were, kept while the program runs, opened beside each other. */
import { app, BrowserWindow, nativeTheme } from 'electron';
import type { ProgramMessage } from '../core/host/window-messages.ts';
import { ConsoleWindow, workAreas } from './console-window.ts';
import { keepMemory, readMemory, windowsMaximum } from './desktop-memory.ts';
import type { DesktopMemory, NotifyChoice } from './desktop-memory.ts';
import type { ProgramFiles } from './program-files.ts';
import type { TaskbarProgress } from './task-progress.ts';
import { boundsBeside } from './window-bounds.ts';
import { hearWindows } from './window-talk.ts';
import { nextZoomPercent } from './zoom.ts';
import type { ZoomMove } from './zoom.ts';

const keepAfterMilliseconds = 1_000;

export interface WindowsEvents {
  /** A window is to close; `preventDefault` keeps it. */
  closes(window: ConsoleWindow, event: { preventDefault(): void }): void;
  /** The system ends the session. */
  sessionEnds(event: { preventDefault(): void }): void;
}

export class ConsoleWindows {
  readonly #stateFolder: string;
  readonly #files: ProgramFiles;
  readonly #events: WindowsEvents;
  /** In the order of use: the last one had the focus last. */
  readonly #windows = new Set<ConsoleWindow>();
  #memory: DesktopMemory;
  #keepTimer: NodeJS.Timeout | null = null;
  #ended = false;

  constructor(stateFolder: string, files: ProgramFiles, events: WindowsEvents) {
    this.#stateFolder = stateFolder;
    this.#files = files;
    this.#events = events;
    this.#memory = readMemory(stateFolder);
    hearWindows((sender, message) => [...this.#windows].find(({ browser }) => browser.webContents === sender)?.take(message));
    // The page follows the theme of the system by itself; what lies under it does not.
    nativeTheme.on('updated', () => this.#windows.forEach((window) => window.applyTheme()));
  }

  get count(): number {
    return this.#windows.size;
  }

  get notify(): NotifyChoice {
    return this.#memory.notify;
  }

  set notify(notify: NotifyChoice) {
    this.#memory = { ...this.#memory, notify };
    this.#keepSoon();
  }

  /** Whether a person has a window before him. */
  get somebodyLooks(): boolean {
    return BrowserWindow.getFocusedWindow() !== null;
  }

  restore(): void {
    const { windows } = this.#memory;
    for (const kept of windows.length > 0 ? windows : [{ bounds: null, maximized: false, address: '' }]) this.#open(kept);
  }

  openAnother(): void {
    if (this.#windows.size >= windowsMaximum) return this.show();
    const last = [...this.#windows].at(-1)?.kept() ?? null;
    this.#open({ bounds: boundsBeside(last?.bounds ?? null, workAreas()), maximized: false, address: '' });
  }

  /** Brings the windows back to sight, the one used last to the front, and hands it a message. */
  show(message?: ProgramMessage): void {
    if (this.#windows.size === 0) this.restore();
    for (const { browser } of this.#windows) browser.show();
    const last = [...this.#windows].at(-1);
    if (last?.browser.isMinimized() === true) last.browser.restore();
    last?.browser.focus();
    if (message !== undefined) last?.send(message);
  }

  showProgress({ share, mode }: TaskbarProgress): void {
    for (const { browser } of this.#windows) browser.setProgressBar(share, { mode });
  }

  /** The program ends: what is open now comes back, although its windows close one by one. */
  end(): void {
    this.#keep();
    this.#ended = true;
  }

  #keep(): void {
    if (this.#keepTimer !== null) clearTimeout(this.#keepTimer);
    this.#keepTimer = null;
    if (this.#windows.size > 0) this.#memory = { ...this.#memory, windows: [...this.#windows].map((window) => window.kept()) };
    keepMemory(this.#stateFolder, this.#memory);
  }

  #open(kept: ConstructorParameters<typeof ConsoleWindow>[0]): void {
    const window = new ConsoleWindow(kept, {
      preloadFile: this.#files.preloadFile, packaged: app.isPackaged, zoomPercent: () => this.#memory.zoomPercent,
      actions: { newWindow: () => this.openAnother(), zoom: (move) => this.#zoom(move), quit: () => app.quit() },
    });
    this.#windows.add(window);
    const { browser } = window;
    browser.on('focus', () => {
      this.#windows.delete(window);
      this.#windows.add(window);
      window.showMenu();
    });
    browser.on('resize', () => this.#keepSoon());
    browser.on('move', () => this.#keepSoon());
    browser.on('close', (event) => this.#events.closes(window, event));
    browser.on('query-session-end', (event) => this.#events.sessionEnds(event));
    browser.on('closed', () => {
      this.#windows.delete(window);
      this.#keepSoon();
    });
  }

  #zoom(move: ZoomMove): void {
    this.#memory = { ...this.#memory, zoomPercent: nextZoomPercent(this.#memory.zoomPercent, move) };
    for (const window of this.#windows) window.applyZoom();
    this.#keepSoon();
  }

  #keepSoon(): void {
    if (this.#keepTimer !== null || this.#ended) return;
    this.#keepTimer = setTimeout(() => this.#keep(), keepAfterMilliseconds);
  }
}
