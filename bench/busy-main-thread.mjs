/** Loaded before the host: after SIGUSR2 its main thread is busy half of the time, as a window that draws would make it. */
import { isMainThread } from 'node:worker_threads';

const busyMilliseconds = 8;

if (isMainThread) {
  let timer = null;
  process.on('SIGUSR2', () => {
    if (timer === null) {
      timer = setInterval(() => {
        const end = performance.now() + busyMilliseconds;
        while (performance.now() < end);
      }, 2 * busyMilliseconds);
    } else {
      clearInterval(timer);
      timer = null;
    }
  });
}
