/** The sign in the tray: the host serves, with or without a window. */
import { Menu, nativeImage, Tray } from 'electron';
import type { NativeImage } from 'electron';
import { drawTrayPicture, toBitmap, trayPicturePoints } from './tray-picture.ts';
import type { TrayState } from './tray-picture.ts';

export interface TrayActions {
  open(): void;
  quit(): void;
}

/** Seen on light and on dark panels alike; macOS colours the template itself. */
const greyOfMark = process.platform === 'darwin' ? 0 : 140;
const scales = [1, 2, 3];

export class TrayIcon {
  readonly #tray: Tray;

  constructor(actions: TrayActions) {
    this.#tray = new Tray(pictureOf({ tasks: false, alerts: false }));
    this.#tray.setToolTip('Plexus');
    this.#tray.setContextMenu(Menu.buildFromTemplate([
      { label: 'Open Plexus', click: () => actions.open() },
      { type: 'separator' },
      { label: 'Quit Plexus', click: () => actions.quit() },
    ]));
    this.#tray.on('click', () => actions.open());
  }

  show(state: TrayState): void {
    this.#tray.setImage(pictureOf(state));
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
