/**
 * Follows the host's events for the parts of the desktop that show or keep something: sleep is held off while somebody uses
 * the host; tray, taskbar and notifications show groups, tasks and alerts.
 */
import type { EventListener } from '../core/host/client.ts';
import type { AlertView, GroupView, ObjectView, TaskView } from '../core/model/views.ts';

export interface HostPicture {
  readonly hostName: string;
  readonly groups: readonly GroupView[];
  readonly tasks: readonly TaskView[];
  readonly alerts: readonly AlertView[];
  /** Whether a volume has a client or a task runs. */
  readonly busy: boolean;
}

export const emptyPicture: HostPicture = { hostName: '', groups: [], tasks: [], alerts: [], busy: false };

/** Reports a picture after each change that shows in it. */
export function watchHost(report: (picture: HostPicture) => void): EventListener {
  const seen = new Map<string, ObjectView>();
  const show = (): void => {
    const views = [...seen.values()];
    const ofKind = <Kind extends ObjectView['kind']>(kind: Kind) =>
      views.filter((view): view is Extract<ObjectView, { kind: Kind }> => view.kind === kind);
    const tasks = ofKind('task');
    report({
      hostName: ofKind('host')[0]?.name ?? '', groups: ofKind('group'), tasks, alerts: ofKind('alert'),
      busy: ofKind('volume').length > 0 || tasks.some(({ state }) => state === 'running'),
    });
  };
  const note = (view: ObjectView): boolean => (isShown(view) ? (seen.set(keyOf(view), view), true) : seen.delete(keyOf(view)));
  return {
    snapshot(_sequence, objects) {
      seen.clear();
      objects.forEach(note);
      show();
    },
    change({ put, remove }) {
      const removed = remove.filter((view) => seen.delete(keyOf(view))).length;
      if (put.filter(note).length + removed > 0) show();
    },
  };
}

function keyOf({ kind, id }: { readonly kind: string; readonly id: string }): string {
  return `${kind} ${id}`;
}

/** Of volumes only those with clients: there may be very many. */
function isShown(view: ObjectView): boolean {
  switch (view.kind) {
    case 'host': case 'group': case 'alert': return true;
    case 'task': return view.endedAt === '';
    case 'volume': return view.clients.length > 0;
    default: return false;
  }
}
