/**
 * Which shell `npm start` opens: the desktop program, or the host with the console in a browser. A pure decision, so that
 * each reason can be tested; what it is told is gathered in `start.mjs`.
 */

/** A second attempt to fetch Electron's runtime is made only after this long, or when asked for with --electron. */
export const fetchAgainMilliseconds = 24 * 60 * 60 * 1000;
/** A desktop program that ends sooner than this with a fault never came up. */
export const diedAtOnceMilliseconds = 5_000;

/**
 * Returns `{ shell: 'browser' | 'electron' | 'fetch', reason }`; the reason is a sentence for the person, empty when the
 * choice is the usual one. `fetch` means: Electron's runtime is not here and may be fetched.
 */
export function chooseShell(facts) {
  if (facts.asked === 'browser') return { shell: 'browser', reason: '' };
  if (facts.asked === 'electron') return { shell: facts.runtimePresent ? 'electron' : 'fetch', reason: '' };
  if (facts.platform === 'linux' && !facts.hasDisplay) return inBrowser('There is no display');
  if (facts.isRoot) return inBrowser('The desktop program does not run as root with its sandbox');
  if (facts.runtimePresent) return { shell: 'electron', reason: '' };
  if (facts.millisecondsSinceFetchFailed < fetchAgainMilliseconds) {
    return inBrowser('Electron’s runtime could not be fetched lately (--electron tries again)');
  }
  return { shell: 'fetch', reason: '' };
}

function inBrowser(why) {
  return { shell: 'browser', reason: `${why}; the console is served to a browser.` };
}

/** What became of the desktop program: `ended` and we are done, or it never came up and the browser takes over. */
export function judgeEnd({ code, signal, livedMilliseconds }) {
  if (livedMilliseconds >= diedAtOnceMilliseconds || (code === 0 && signal === null)) return { fallBack: false, reason: '' };
  const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
  return {
    fallBack: true,
    reason: `The desktop program ended at once (${how}): a shared library or the system's permission for its sandbox is missing. `
      + 'The console is served to a browser.',
  };
}

/** The switches of `npm start` itself; everything else goes on to the host. */
export function readArguments(argumentsGiven, environment) {
  const asked = argumentsGiven.includes('--electron') ? 'electron'
    : argumentsGiven.includes('--browser') ? 'browser'
      : ['electron', 'browser'].includes(environment.PLEXUS_SHELL) ? environment.PLEXUS_SHELL : '';
  return { asked, rest: argumentsGiven.filter((argument) => argument !== '--electron' && argument !== '--browser') };
}
