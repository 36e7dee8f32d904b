/** Where the console starts: dials the host of this page and draws what it says. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { CommandSurface } from './commands/command-surface.tsx';
import { ConsoleContext, createConsoleContext } from './state/console-context.ts';
import { createConsoleStore } from './state/console-store.ts';
import { localHost } from './state/host-state.ts';
import { Shell } from './shell/shell.tsx';
import { dialsOfThisPage } from './link/connection.ts';
import './style/tokens.css';
import './style/base.css';
import './shell/shell.css';
import './search/search.css';
import './statistics/statistics.css';
import './table/table.css';
import './tree/tree.css';
import './views/views.css';
import './commands/commands.css';
import './dialogs/dialogs.css';
import './wizards/wizards.css';
import './help/help.css';

const store = createConsoleStore({
  dial: dialsOfThisPage(window),
  now: () => Date.now(),
  after: (delayMilliseconds, run) => {
    const timer = setTimeout(run, delayMilliseconds);
    return { cancel: () => clearTimeout(timer) };
  },
  beforeFrame: (run) => requestAnimationFrame(run),
});
const context = createConsoleContext(store);
store.getState().reconnect(localHost);

const place = document.getElementById('console');
if (place === null) throw new Error('index.html has no place for the console');
createRoot(place).render(
  <StrictMode>
    <ConsoleContext.Provider value={context}><CommandSurface><Shell /></CommandSurface></ConsoleContext.Provider>
  </StrictMode>,
);
