/**
 * Follows the host's events for the parts of the desktop that show or keep something: sleep is held off while somebody uses
 * the host, and the tray shows tasks and alerts.
 */
import type { EventListener } from '../core/host/client.ts';
import type { ObjectView } from '../core/model/views.ts';
import type { TrayState } from './tray-picture.ts';

export interface HostWatchers {
  /** Whether a volume has a client or a task runs. */
  busy(busy: boolean): void;
  tray(state: TrayState): void;
}

type Sign = 'client' | 'task' | 'alert';

/** Reports each change once, beginning from an idle host. */
export function watchHost(watchers: HostWatchers): EventListener {
  const signs = new Map<string, Sign>();
  let shown = { busy: false, tasks: false, alerts: false };
  const note = (view: ObjectView): void => {
    const sign = signOf(view);
    if (sign === null) signs.delete(keyOf(view));
    else signs.set(keyOf(view), sign);
  };
  const report = (): void => {
    const present = new Set(signs.values());
    const next = { busy: present.has('client') || present.has('task'), tasks: present.has('task'), alerts: present.has('alert') };
    const before = shown;
    shown = next;
    if (next.busy !== before.busy) watchers.busy(next.busy);
    if (next.tasks !== before.tasks || next.alerts !== before.alerts) watchers.tray({ tasks: next.tasks, alerts: next.alerts });
  };
  return {
    snapshot(_sequence, objects) {
      signs.clear();
      objects.forEach(note);
      report();
    },
    change({ put, remove }) {
      for (const removed of remove) signs.delete(keyOf(removed));
      put.forEach(note);
      report();
    },
  };
}

function keyOf({ kind, id }: { readonly kind: string; readonly id: string }): string {
  return `${kind} ${id}`;
}

function signOf(view: ObjectView): Sign | null {
  if (view.kind === 'volume' && view.clients.length > 0) return 'client';
  if (view.kind === 'task' && view.state === 'running') return 'task';
  if (view.kind === 'alert' && view.state === 'new' && view.severity !== 'information') return 'alert';
  return null;
}
