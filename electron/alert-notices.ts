/**
 * Which alerts are shown as notifications of the desktop: only those that begin while nobody looks at a window, only of the
 * severities that are switched on, and those of a moment together. Pure; the clock is the caller's.
 */
import type { AlertView } from '../core/model/views.ts';
import type { NotifyChoice } from './desktop-memory.ts';

/** Alerts of this span are one notification. */
export const gatherMilliseconds = 2_000;
const linesMaximum = 4;

export interface AlertNotice {
  readonly title: string;
  readonly body: string;
  /** A person has to do something now. */
  readonly urgent: boolean;
  /** The group that all of it is about; empty where there is none, or more than one. */
  readonly groupName: string;
}

type NoticedAlert = Pick<AlertView, 'id' | 'severity' | 'state' | 'message' | 'groupName'>;

export class AlertNotices {
  /** New ones that are known; null before the first look, which is no news. */
  #known: ReadonlySet<string> | null = null;
  #waiting: NoticedAlert[] = [];

  /** All alerts as they are now. True when some wait that did not before: `take` is due after `gatherMilliseconds`. */
  look(alerts: Iterable<NoticedAlert>, somebodyLooks: boolean, notify: NotifyChoice): boolean {
    const present = [...alerts].filter(({ state }) => state === 'new');
    const known = this.#known;
    this.#known = new Set(present.map(({ id }) => id));
    // What was acknowledged or has ended by now is not told any more.
    this.#waiting = this.#waiting.filter(({ id }) => this.#known?.has(id) ?? false);
    if (known === null || somebodyLooks) return false;
    const begun = present.filter(({ id, severity }) => !known.has(id) && notify[severity]);
    const first = this.#waiting.length === 0 && begun.length > 0;
    this.#waiting.push(...begun);
    return first;
  }

  /** What to show now; null when it has ended meanwhile, or somebody looks by now. */
  take(somebodyLooks: boolean): AlertNotice | null {
    const alerts = this.#waiting;
    this.#waiting = [];
    return alerts.length === 0 || somebodyLooks ? null : noticeOf(alerts);
  }
}

const order = ['critical', 'error', 'warning', 'information'] as const;
const titles = { critical: 'Critical', error: 'Error', warning: 'Warning', information: 'Information' } as const;

function noticeOf(alerts: readonly NoticedAlert[]): AlertNotice {
  const sorted = order.flatMap((severity) => alerts.filter((alert) => alert.severity === severity));
  const groups = new Set(sorted.map(({ groupName }) => groupName));
  const [worst] = sorted;
  const lines = sorted.slice(0, linesMaximum).map(({ message }) => message);
  if (sorted.length > linesMaximum) lines.push(`${sorted.length - linesMaximum} more.`);
  const severity = worst?.severity ?? 'information';
  return {
    title: sorted.length === 1 ? titles[severity] : `${sorted.length} alerts`,
    body: lines.join('\n'),
    urgent: severity === 'critical',
    groupName: groups.size === 1 ? (worst?.groupName ?? '') : '',
  };
}
