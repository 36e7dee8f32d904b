/**
 * Alerts on their way to people who are not looking at the console: only where an administrator has named a way, and only
 * from the wanted severity up.
 *
 * Invariants:
 * - A way has one alert under way at a time; more wait in its queue, which has a bound: the oldest is dropped and counted.
 * - What cannot be delivered is tried again a few times, with pauses, and then given up. That is an alert of its own, which
 *   is never delivered: a broken way cannot feed itself.
 */
import { alertCommandKey, alertSeveritiesAscending, alertSeverityKey, alertSyslogKey, alertWebhookKey, completeHostSettings } from
  '../model/host-settings.ts';
import type { AlertView } from '../model/views.ts';
import { sendToCommand, sendToSyslog, sendToWebhook } from './alert-channels.ts';
import type { AlertMessage } from './alert-channels.ts';

export const waitingAlertsMaximum = 256;
export const deliveryPausesMilliseconds: readonly number[] = [1_000, 5_000];
/** Alerts about the delivery of alerts. */
export const notDeliveredCode = 'alert.not-delivered';

export type AlertWay = 'command' | 'syslog' | 'webhook';

export interface AlertDeliveryWorld {
  readonly host: { readonly id: string; readonly name: string };
  /** As `plexus set` has left them. */
  settings(): Readonly<Record<string, string>>;
  /** The alerts of this way reach nobody; `lost` of them so far. */
  failed(way: AlertWay, reason: string, lost: number): void;
  works(way: AlertWay): void;
  readonly pausesMilliseconds?: readonly number[];
}

interface WayState {
  readonly waiting: AlertMessage[];
  running: boolean;
  lost: number;
  broken: boolean;
}

export class AlertDelivery {
  readonly #world: AlertDeliveryWorld;
  readonly #end = new AbortController();
  readonly #ways = new Map<AlertWay, WayState>();

  constructor(world: AlertDeliveryWorld) {
    this.#world = world;
  }

  /** An alert began, or the state that raised it ended. */
  take(row: AlertView, event: AlertMessage['event']): void {
    if (row.code === notDeliveredCode || this.#end.signal.aborted) return;
    const settings = completeHostSettings(this.#world.settings());
    const least = alertSeveritiesAscending.findIndex((severity) => severity === settings.get(alertSeverityKey));
    if (alertSeveritiesAscending.indexOf(row.severity) < Math.max(least, 0)) return;
    const { severity, code, subject, message, evidence, count, lastAt: at } = row;
    const { id: hostId, name: host } = this.#world.host;
    const told: AlertMessage = { version: 1, event, host, hostId, at, severity, code, subject, message, evidence, count };
    for (const way of this.#waysSet(settings)) this.#queue(way, told);
  }

  /** What waits is given up: the alert log has it. */
  close(): void {
    this.#end.abort();
    for (const state of this.#ways.values()) state.waiting.length = 0;
  }

  #waysSet(settings: ReadonlyMap<string, string>): readonly AlertWay[] {
    const ways: AlertWay[] = [];
    if ((settings.get(alertCommandKey) ?? '') !== '') ways.push('command');
    if (settings.get(alertSyslogKey) === 'on') ways.push('syslog');
    if ((settings.get(alertWebhookKey) ?? '') !== '') ways.push('webhook');
    return ways;
  }

  #queue(way: AlertWay, message: AlertMessage): void {
    const state = this.#ways.get(way) ?? { waiting: [], running: false, lost: 0, broken: false };
    this.#ways.set(way, state);
    state.waiting.push(message);
    if (state.waiting.length > waitingAlertsMaximum) {
      state.waiting.shift();
      state.lost += 1;
    }
    if (!state.running) void this.#run(way, state);
  }

  async #run(way: AlertWay, state: WayState): Promise<void> {
    state.running = true;
    for (let message = state.waiting.shift(); message !== undefined; message = state.waiting.shift()) {
      const reason = await this.#deliver(way, message);
      if (this.#end.signal.aborted) break;
      if (reason === '' && state.broken) this.#world.works(way);
      if (reason !== '') this.#world.failed(way, reason, state.lost += 1);
      state.broken = reason !== '';
    }
    state.running = false;
  }

  async #deliver(way: AlertWay, message: AlertMessage): Promise<string> {
    const pauses = this.#world.pausesMilliseconds ?? deliveryPausesMilliseconds;
    let reason = '';
    for (let attempt = 0; attempt <= pauses.length; attempt += 1) {
      reason = await this.#send(way, message);
      if (reason === '' || this.#end.signal.aborted) return reason;
      const pause = pauses[attempt];
      if (pause !== undefined) await this.#pause(pause);
      if (this.#end.signal.aborted) return reason;
    }
    return reason;
  }

  /** Asks the settings each time: what was switched off meanwhile is not tried again. */
  #send(way: AlertWay, message: AlertMessage): Promise<string> {
    const settings = completeHostSettings(this.#world.settings());
    if (!this.#waysSet(settings).includes(way)) return Promise.resolve('');
    const { signal } = this.#end;
    switch (way) {
      case 'command': return sendToCommand(settings.get(alertCommandKey) ?? '', message, signal);
      case 'syslog': return sendToSyslog(message, signal);
      case 'webhook': return sendToWebhook(settings.get(alertWebhookKey) ?? '', message, signal);
    }
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds).unref();
      this.#end.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      }, { once: true });
    });
  }
}
