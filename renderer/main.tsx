/** Where the console starts: dials the host of this page and draws what it says. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ConsoleContext, createConsoleContext } from './console-context.ts';
import { createConsoleStore } from './console-store.ts';
import { Shell } from './shell.tsx';
import { dialOfThisPage } from './connection.ts';
import './tokens.css';
import './base.css';
import './shell.css';
import './table.css';
import './tree.css';

const store = createConsoleStore({
  dial: dialOfThisPage(window),
  now: () => Date.now(),
  after: (delayMilliseconds, run) => {
    const timer = setTimeout(run, delayMilliseconds);
    return { cancel: () => clearTimeout(timer) };
  },
  beforeFrame: (run) => requestAnimationFrame(run),
});
const context = createConsoleContext(store);
store.getState().reconnect();

const place = document.getElementById('console');
if (place === null) throw new Error('index.html has no place for the console');
createRoot(place).render(
  <StrictMode>
    <ConsoleContext.Provider value={context}><Shell /></ConsoleContext.Provider>
  </StrictMode>,
);
