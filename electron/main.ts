/**
 * The desktop program. Thin on purpose: the order of starting, nothing else. The host runs in this process unless one
 * serves the state folder already; then this is a console of that one.
 */
import { app, dialog } from 'electron';
import { connectHost } from '../core/host/client.ts';
import { refusalWords } from '../core/model/refusal-words.ts';
import type { Refusal } from '../core/model/refusal.ts';
import { stateFolderPlace } from '../core/host/state-folder.ts';
import { registerConsoleScheme } from './console-window.ts';
import { Desktop } from './desktop.ts';
import { reachHost } from './host-access.ts';
import { programFiles } from './program-files.ts';
import { claimInstance, readDesktopArguments } from './single-instance.ts';

const files = programFiles(import.meta.url);
const given = readDesktopArguments(process.argv);
const stateFolder = stateFolderPlace(given.state);

app.enableSandbox();
registerConsoleScheme();
if (given.background) void serveInBackground();
else void openDesktop();

async function openDesktop(): Promise<void> {
  let desktop: Desktop | null = null;
  if (!claimInstance(app, stateFolder, () => desktop?.showWindow())) {
    app.quit();
    return;
  }
  await app.whenReady();
  const host = await reachHost(stateFolder, null, () => app.quit());
  if (!host.ok) return refuse(host.error);
  const client = await connectHost(stateFolder);
  if (!client.ok) return refuse(client.error);
  desktop = new Desktop(host.value, client.value, files);
  process.on('SIGTERM', () => app.quit());
  await desktop.open();
}

/** What "Keep serving in the background" starts: the host with its console for browsers, and no window. */
async function serveInBackground(): Promise<void> {
  app.dock?.hide();
  await app.whenReady();
  const host = await reachHost(stateFolder, { port: 0, rendererFolder: files.rendererFolder }, () => void end());
  if (!host.ok || !host.value.own) return app.exit(host.ok ? 0 : 1);
  const end = async (): Promise<void> => {
    await host.value.stop();
    app.exit(0);
  };
  process.on('SIGTERM', () => void end());
}

function refuse(refusal: Refusal): void {
  dialog.showErrorBox('Plexus cannot open this host', refusalWords(refusal).message);
  app.exit(1);
}
