/** The sign in the tray: the host serves, with or without a window. */
import { Menu, nativeImage, Tray } from 'electron';
import { join } from 'node:path';

export interface TrayActions {
  open(): void;
  quit(): void;
}

/** Null where the desktop shows no tray; then closing the window acts as Quit. */
export function showTray(picturesFolder: string, tooltip: string, actions: TrayActions): Tray | null {
  try {
    const picture = nativeImage.createFromPath(join(picturesFolder, process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png'));
    const tray = new Tray(picture);
    tray.setToolTip(tooltip);
    tray.setContextMenu(Menu.buildFromTemplate([
      { label: 'Open Plexus', click: () => actions.open() },
      { type: 'separator' },
      { label: 'Quit Plexus', click: () => actions.quit() },
    ]));
    tray.on('click', () => actions.open());
    return tray;
  } catch {
    return null;
  }
}
