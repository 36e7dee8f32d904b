/**
 * Alerts: what an administrator should know without having asked. Identical ones (same code, same subject) are one row
 * with a count; a row is new, then acknowledged by a person, or cleared when the state that raised it has ended. Rows are
 * kept over restarts; each raising is also an entry of the alert log.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { RuntimeAlert } from '../group/runtime-protocol.ts';
import type { AlertView } from '../model/views.ts';
import type { LogEntry } from './contract.ts';
import { readTextIfThere, writeFileDurably } from './durable-file.ts';

/** Rows kept; cleared ones go first, then the oldest. */
export const alertsMaximum = 1_000;
/** A storm of alerts is written to disk at most this often; the alert log has every one. */
const saveIntervalMilliseconds = 1_000;

export type NewAlert = Omit<RuntimeAlert, 'cleared'>;

export interface AlertsWorld {
  readonly stateFolder: string;
  readonly log: (entry: LogEntry) => void;
  readonly changed: (alerts: readonly AlertView[]) => void;
  /** A row has begun, has become worse, or has ended; not each repetition. */
  readonly deliver?: (row: AlertView, event: 'raised' | 'ended') => void;
}

export class Alerts {
  readonly #world: AlertsWorld;
  #rows = new Map<string, AlertView>();
  #saveTimer: NodeJS.Timeout | null = null;

  constructor(world: AlertsWorld) {
    this.#world = world;
    this.#rows = readRows(fileOf(world.stateFolder));
    world.changed([...this.#rows.values()]);
  }

  list(): readonly AlertView[] {
    return [...this.#rows.values()];
  }

  raise(alert: NewAlert): void {
    const { severity, code, subject, message, evidence } = alert;
    const at = new Date().toISOString();
    const id = idOf(code, subject.kind, subject.id ?? subject.name);
    const known = this.#rows.get(id);
    const again = known !== undefined && known.state !== 'cleared';
    const row: AlertView = {
      kind: 'alert', id, severity, code, subject, message, evidence,
      firstAt: again ? known.firstAt : at, lastAt: at, count: (known?.count ?? 0) + 1, state: again ? known.state : 'new',
    };
    this.#rows.delete(id);
    this.#rows.set(id, row);
    this.#world.log({ at, severity, message, facts: { code, subject, evidence } });
    this.#dropOldest();
    if (!again || severity !== known.severity) this.#world.deliver?.(row, 'raised');
    this.#changed();
  }

  /** The state that raised the alert has ended. */
  clear(code: string, subject: RuntimeAlert['subject']): void {
    const id = idOf(code, subject.kind, subject.id ?? subject.name);
    const row = this.#rows.get(id);
    if (row === undefined || row.state === 'cleared') return;
    const at = new Date().toISOString();
    const ended: AlertView = { ...row, state: 'cleared', lastAt: at };
    this.#rows.set(id, ended);
    this.#world.deliver?.(ended, 'ended');
    this.#world.log({ at, severity: 'information', message: `Ended: ${row.message}`, facts: { code, subject } });
    this.#changed();
  }

  /** False when there is no such alert. */
  acknowledge(id: string): boolean {
    const row = this.#rows.get(id);
    if (row === undefined) return false;
    if (row.state === 'new') {
      this.#rows.set(id, { ...row, state: 'acknowledged' });
      this.#changed();
    }
    return true;
  }

  close(): void {
    if (this.#saveTimer === null) return;
    clearTimeout(this.#saveTimer);
    this.#save();
  }

  #dropOldest(): void {
    if (this.#rows.size <= alertsMaximum) return;
    const cleared = [...this.#rows.values()].find((row) => row.state === 'cleared');
    const victim = cleared ?? this.#rows.values().next().value;
    if (victim !== undefined) this.#rows.delete(victim.id);
  }

  #changed(): void {
    this.#world.changed(this.list());
    this.#saveTimer ??= setTimeout(() => this.#save(), saveIntervalMilliseconds).unref();
  }

  /** A full state folder has an alert of its own; the rows stay in memory and are written with the next change. */
  #save(): void {
    this.#saveTimer = null;
    try {
      writeFileDurably(fileOf(this.#world.stateFolder), `${JSON.stringify([...this.#rows.values()])}\n`);
    } catch (error) {
      this.#world.log({ at: new Date().toISOString(), severity: 'error', message: 'The alerts could not be saved.',
        facts: { reason: String(error) } });
    }
  }
}

function fileOf(stateFolder: string): string {
  return join(stateFolder, 'alerts.json');
}

function idOf(code: string, kind: string, subject: string): string {
  return createHash('sha256').update(`${code}\n${kind}\n${subject}`).digest('hex').slice(0, 16);
}

/** Rows that cannot be read are given up: the alert log has them. */
function readRows(path: string): Map<string, AlertView> {
  try {
    const rows = JSON.parse(readTextIfThere(path) ?? '[]') as AlertView[];
    const sound = rows.filter((row) => row.kind === 'alert' && typeof row.id === 'string').slice(-alertsMaximum);
    return new Map(sound.map((row) => [row.id, row]));
  } catch {
    return new Map();
  }
}
