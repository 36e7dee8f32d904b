/**
 * The one place of the simulation that uses the real event loop: control paths use promises, and the next simulated
 * event may run only when every promise that the last one settled has been followed to its end. Node runs a tick when no
 * promise is left to follow, and does not go round its loop for it, which would cost more than most events do.
 */
export function drainPromises(): Promise<void> {
  return new Promise((resolve) => { process.nextTick(resolve); });
}
