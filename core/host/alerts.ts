/**
 * Alerts: what an administrator should know without having asked.
 *
 * Invariants:
 * - Identical ones (same code, same subject) are one row with a count. A row is new; then acknowledged, by whom and when; then
 *   cleared, when the state that it describes has ended. It is new again when that state comes again.
 * - Nobody but the end of the state clears a row. An event (`clearsWhen` is empty) is never cleared.
 * - Rows are kept over restarts in `<state>/alerts.json`, written whole and durably, at most once a second and when the host
 *   ends; each raising and each end is also an entry of the alert log, at once.
 * - There are at most `alertsMaximum` rows: cleared ones go first, then the oldest.
 */
import { createHash } from 'node:crypto';
import type { RuntimeAlert } from '../group/runtime-protocol.ts';
import { alertKind } from '../model/alert-kinds.ts';
import type { AlertCode } from '../model/alert-kinds.ts';
import type { AlertView } from '../model/views.ts';
import { readAlertRows, writeAlertRows } from './alert-file.ts';
import type { LogEntry } from './contract.ts';

export const alertsMaximum = 1_000;
/** A storm of alerts is written to disk at most this often. */
const saveIntervalMilliseconds = 1_000;

export interface AlertGroup {
  /** Empty while the group is not born. */
  readonly id: string;
  readonly name: string;
}

/** `group`: the group that it is about or that it happened in; one about a group needs none. */
export type NewAlert = Omit<RuntimeAlert, 'cleared'> & { readonly group?: AlertGroup };

export interface AlertsWorld {
  readonly stateFolder: string;
  readonly log: (entry: LogEntry) => void;
  readonly changed: (alerts: readonly AlertView[]) => void;
  /** What the host calls the disk with this id; empty when it has no name for it. */
  readonly hostDiskName: (diskId: string) => string;
  /** A row has begun, has become worse, or has ended; not each repetition. */
  readonly deliver?: (row: AlertView, event: 'raised' | 'ended') => void;
}

export class Alerts {
  readonly #world: AlertsWorld;
  readonly #rows: Map<string, AlertView>;
  /** Raised since the host started. */
  readonly #raised = new Set<string>();
  #saveTimer: NodeJS.Timeout | null = null;

  constructor(world: AlertsWorld) {
    this.#world = world;
    this.#rows = new Map(readAlertRows(world.stateFolder).slice(-alertsMaximum).map((row) => [row.id, row]));
    world.changed(this.list());
  }

  list(): readonly AlertView[] {
    return [...this.#rows.values()];
  }

  raise(alert: NewAlert): void {
    const at = new Date().toISOString();
    const { severity, code, subject, message, evidence } = alert;
    const id = idOf(code, subject);
    const known = this.#rows.get(id);
    const again = known !== undefined && known.state !== 'cleared';
    const row: AlertView = {
      ...(again ? known : { state: 'new', firstAt: at, acknowledgedBy: '', acknowledgedAt: '' }),
      kind: 'alert', id, severity, code, subject, message, evidence,
      lastAt: at, clearedAt: '', count: (known?.count ?? 0) + 1, ...this.#explained(alert),
    };
    this.#rows.delete(id);
    this.#rows.set(id, row);
    this.#raised.add(id);
    this.#world.log({ at, severity, message, facts: { code, subject, evidence } });
    this.#dropOldest();
    if (!again || severity !== known.severity) this.#world.deliver?.(row, 'raised');
    this.#changed();
  }

  /** The state that raised the alert has ended. */
  clear(code: AlertCode, subject: RuntimeAlert['subject']): void {
    const id = idOf(code, subject);
    this.clearWhere((row) => row.id === id);
  }

  /** The states of all these have ended. */
  clearWhere(ended: (row: AlertView) => boolean): void {
    const rows = this.list().filter((row) => row.state !== 'cleared' && row.clearsWhen !== '' && ended(row));
    for (const row of rows) this.#end(row);
    if (rows.length > 0) this.#changed();
  }

  /** The runtime has gone, and with it what only it knew. */
  runtimeEnded(groupId: string): void {
    this.clearWhere((row) => row.groupId === groupId && alertKind(row.code).heldBy === 'runtime');
  }

  /** The group is this host's no longer. */
  groupLeft(groupId: string): void {
    this.clearWhere((row) => row.groupId === groupId);
  }

  /** All disks and groups are looked at: what hosts and runtimes knew in an earlier life, and have not said again, has ended. */
  startEnded(): void {
    this.clearWhere(({ id, code }) => !this.#raised.has(id) && alertKind(code).heldBy !== 'group');
  }

  /** How many were new. Those that are not known, or not new, stay as they are. */
  acknowledge(ids: readonly string[], user: string): number {
    const at = new Date().toISOString();
    const fresh = [...new Set(ids)].flatMap((id) => this.#rows.get(id) ?? []).filter(({ state }) => state === 'new');
    for (const row of fresh) this.#rows.set(row.id, { ...row, state: 'acknowledged', acknowledgedBy: user, acknowledgedAt: at });
    if (fresh.length > 0) this.#changed();
    return fresh.length;
  }

  close(): void {
    if (this.#saveTimer === null) return;
    clearTimeout(this.#saveTimer);
    this.#save();
  }

  #explained({ code, subject, evidence, group }: NewAlert): Pick<AlertView, 'groupId' | 'groupName' | 'cause' | 'clearsWhen' | 'remedy'> {
    const { id: groupId = '', name: groupName } = group ?? (subject.kind === 'group' ? subject : { name: '' });
    const { cause, clearsWhen, remedy } = alertKind(code);
    const diskId = subject.kind === 'disk' ? subject.id ?? '' : String(evidence['diskId'] ?? '');
    const hostDiskName = diskId === '' ? '' : this.#world.hostDiskName(diskId);
    return { groupId, groupName, cause, clearsWhen, remedy: remedy({ subject, evidence, groupName, hostDiskName }) };
  }

  #end(row: AlertView): void {
    const at = new Date().toISOString();
    const ended: AlertView = { ...row, state: 'cleared', clearedAt: at };
    this.#rows.set(row.id, ended);
    this.#world.deliver?.(ended, 'ended');
    const { code, subject, message } = row;
    this.#world.log({ at, severity: 'information', message: `Ended: ${message}`, facts: { code, subject } });
  }

  #dropOldest(): void {
    if (this.#rows.size <= alertsMaximum) return;
    const cleared = this.list().find((row) => row.state === 'cleared');
    const victim = cleared ?? this.#rows.values().next().value;
    if (victim !== undefined) this.#rows.delete(victim.id);
  }

  #changed(): void {
    this.#world.changed(this.list());
    this.#saveTimer ??= setTimeout(() => this.#save(), saveIntervalMilliseconds).unref();
  }

  /** Rows that cannot be written stay in memory and are written with the next change. */
  #save(): void {
    this.#saveTimer = null;
    const reason = writeAlertRows(this.#world.stateFolder, this.list());
    if (reason === '') return;
    this.#world.log({ at: new Date().toISOString(), severity: 'error', message: 'The alerts could not be saved.', facts: { reason } });
  }
}

function idOf(code: AlertCode, { kind, id, name }: RuntimeAlert['subject']): string {
  return createHash('sha256').update(`${code}\n${kind}\n${id ?? name}`).digest('hex').slice(0, 16);
}
