/** Keeps the machine awake while somebody uses the host: a volume with a client, or a task that runs. */
import type { EventListener } from '../core/host/client.ts';
import type { ObjectView } from '../core/model/views.ts';

export interface SleepBlocker {
  block(): void;
  release(): void;
}

/** Follows the host's events; blocks at the first user, releases at the last. */
export function createSleepGuard(blocker: SleepBlocker): EventListener {
  const busy = new Set<string>();
  let blocked = false;
  const note = (view: ObjectView): void => {
    if (isBusy(view)) busy.add(`${view.kind} ${view.id}`);
    else busy.delete(`${view.kind} ${view.id}`);
  };
  const settle = (): void => {
    if (blocked === busy.size > 0) return;
    blocked = !blocked;
    if (blocked) blocker.block();
    else blocker.release();
  };
  return {
    snapshot(_sequence, objects) {
      busy.clear();
      objects.forEach(note);
      settle();
    },
    change({ put, remove }) {
      for (const { kind, id } of remove) busy.delete(`${kind} ${id}`);
      put.forEach(note);
      settle();
    },
  };
}

function isBusy(view: ObjectView): boolean {
  return (view.kind === 'volume' && view.clients.length > 0) || (view.kind === 'task' && view.state === 'running');
}
