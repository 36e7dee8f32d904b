/**
 * The one place of the simulation that uses the real event loop: control paths use promises, and the next simulated
 * event may run only when every promise that the last one settled has been followed to its end.
 */
export function drainPromises(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
