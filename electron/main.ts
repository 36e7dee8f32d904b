/**
 * The desktop program. Thin on purpose: the order of starting, nothing else. The host runs in this process unless one
 * serves the state folder already; then this is a console of that one.
 */
import { app, dialog } from 'electron';
import { connectHost } from '../core/host/client.ts';
import { refusalWords } from '../core/host/refusal-text.ts';
import type { Refusal } from '../core/host/refusal-text.ts';
import { serve } from '../core/host/serve.ts';
import { stateFolderPlace } from '../core/host/state-folder.ts';
import { registerConsoleScheme } from './console-window.ts';
import { Desktop } from './desktop.ts';
import { reachHost } from './host-access.ts';
import { readPlexusLink } from './plexus-link.ts';
import { programFiles } from './program-files.ts';
import { claimInstance, readDesktopArguments } from './single-instance.ts';
import type { OpenRequest } from './single-instance.ts';

const files = programFiles(import.meta.url);
// A program that is not packed is started by Electron with its folder as first word.
const given = readDesktopArguments(process.argv.slice(app.isPackaged ? 1 : 2), process.cwd());
const stateFolder = stateFolderPlace(given.state);

app.enableSandbox();
registerConsoleScheme();
if (given.background) void serveInBackground();
else void openDesktop();

async function openDesktop(): Promise<void> {
  let desktop: Desktop | null = null;
  /** Asked for before there is a window. */
  let asked = given.open;
  const openRequested = (request: OpenRequest): void => {
    if (desktop === null) asked = { address: request.address ?? asked.address, files: [...asked.files, ...request.files] };
    else void desktop.openRequested(request);
  };
  if (!claimInstance(app, stateFolder, given.open, openRequested)) {
    app.quit();
    return;
  }
  // A Mac hands over links and files by events.
  app.on('open-url', (_event, link) => openRequested({ address: readPlexusLink(link), files: [] }));
  app.on('open-file', (_event, file) => openRequested({ address: null, files: [file] }));
  // Only what is installed answers links: a program under development would take them over.
  if (app.isPackaged) app.setAsDefaultProtocolClient('plexus');
  await app.whenReady();
  const host = await reachHost(stateFolder, () => void desktop?.end());
  if (!host.ok) return refuse(host.error);
  const client = await connectHost(stateFolder);
  if (!client.ok) return refuse(client.error);
  const opened = new Desktop(host.value, client.value, files);
  process.on('SIGTERM', () => void desktop?.end());
  desktop = opened;
  await opened.open(asked);
}

/** What "Keep serving in the background" starts: the same as `plexus serve`, in a process without a window. */
async function serveInBackground(): Promise<void> {
  app.dock?.hide();
  await app.whenReady();
  const ended = await serve({ stateFolder, rendererFolder: files.rendererFolder, onReady: () => undefined });
  app.exit(ended.ok ? 0 : 1);
}

function refuse(refusal: Refusal): void {
  const { fact, remedy } = refusalWords(refusal);
  dialog.showErrorBox('Plexus cannot open this host', `${fact}.\n${remedy}`);
  app.exit(1);
}
