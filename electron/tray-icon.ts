/** The sign in the tray: the host serves, with or without a window. */
import { Menu, nativeImage, Tray } from 'electron';
import type { MenuItemConstructorOptions, NativeImage } from 'electron';
import type { TrayAction, TrayEntry } from './tray-menu.ts';
import { drawTrayPicture, toBitmap, trayPicturePoints } from './tray-picture.ts';
import type { TrayState } from './tray-picture.ts';

/** Seen on light and on dark panels alike; macOS colours the template itself. */
const greyOfMark = process.platform === 'darwin' ? 0 : 140;
const scales = [1, 2, 3];

export class TrayIcon {
  readonly #tray: Tray;
  readonly #act: (action: TrayAction) => void;
  #shown = '';
  #picture = '';

  constructor(act: (action: TrayAction) => void) {
    this.#act = act;
    this.#tray = new Tray(pictureOf({ tasks: false, alerts: false }));
    this.#tray.setToolTip('Plexus');
    this.#tray.on('click', () => act({ kind: 'open' }));
  }

  /** An open menu closes when it is set anew: only one that differs is. */
  show(state: TrayState, entries: readonly TrayEntry[]): void {
    if (JSON.stringify(state) !== this.#picture) this.#tray.setImage(pictureOf(state));
    this.#picture = JSON.stringify(state);
    const shown = JSON.stringify(entries);
    if (shown !== this.#shown) this.#tray.setContextMenu(Menu.buildFromTemplate(entries.map((entry) => this.#item(entry))));
    this.#shown = shown;
  }

  #item(entry: TrayEntry): MenuItemConstructorOptions {
    switch (entry.kind) {
      case 'line': return { type: 'separator' };
      case 'heading': return { label: entry.label, enabled: false };
      case 'action': return { label: entry.label, click: () => this.#act(entry.action) };
      case 'choice': return { label: entry.label, type: 'checkbox', checked: entry.chosen, click: () => this.#act(entry.action) };
      case 'submenu': return { label: entry.label, submenu: entry.entries.map((inner) => this.#item(inner)) };
    }
  }
}

function pictureOf(state: TrayState): NativeImage {
  const picture = nativeImage.createEmpty();
  for (const scaleFactor of scales) {
    const side = trayPicturePoints * scaleFactor;
    const buffer = Buffer.from(toBitmap(drawTrayPicture(state, scaleFactor), greyOfMark));
    const bitmap = nativeImage.createFromBitmap(buffer, { width: side, height: side, scaleFactor });
    picture.addRepresentation({ scaleFactor, width: side, height: side, buffer: bitmap.toPNG() });
  }
  picture.setTemplateImage(process.platform === 'darwin');
  return picture;
}
