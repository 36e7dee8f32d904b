/**
 * The disk groups that are imported here, each with its runtime. A runtime that dies or breaks is an alert, and is started
 * again by importing its group anew; one that keeps dying is left stopped for a person to look at.
 */
import type { ExecutionResult, RuntimeAlert, RuntimeBirth, RuntimeSettings, RuntimeStatus } from '../group/runtime-protocol.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import { sameName } from '../model/name-rules.ts';
import { GroupWorkerLink } from './group-worker-link.ts';
import type { StartRuntime } from './group-worker-link.ts';

/** Restarts of one group's runtime within the span; after that it stays stopped. */
export const restartsMaximum = 3;
export const restartSpanMilliseconds = 10 * 60 * 1000;
/** A runtime beats each second; one that has been silent for so long is blocked, and that is an alert. */
export const silenceAlertMilliseconds = 5_000;
const watchIntervalMilliseconds = 2_500;

export interface RunningGroup {
  readonly id: string;
  readonly name: string;
  readonly link: GroupWorkerLink;
  readonly status: RuntimeStatus;
}

export interface RunningGroupsEvents {
  /** What a group says of itself has changed, or it has come or gone. */
  changed(groupId: string, before: RuntimeStatus | null, after: RuntimeStatus | null): void;
  /** `group`: where it happened; its id is empty until it is born. */
  alert(alert: RuntimeAlert, group: { readonly id: string; readonly name: string }): void;
  log(severity: RuntimeAlert['severity'], message: string, facts: Readonly<Record<string, unknown>>): void;
  witness(configuration: GroupConfiguration): string;
  foresee(groupId: string, sequence: number): string;
  /** A runtime has gone by itself. What the host knows of the group's disks is old; with `again` it is to be imported anew. */
  died(groupId: string, groupName: string, again: boolean): void;
}

interface Entry {
  readonly link: GroupWorkerLink;
  status: RuntimeStatus | null;
  blocked: boolean;
}

export class RunningGroups {
  readonly #start: StartRuntime;
  readonly #events: RunningGroupsEvents;
  readonly #entries = new Map<string, Entry>();
  readonly #deaths = new Map<string, number[]>();
  readonly #stopped = new Map<string, string>();
  #watch: NodeJS.Timeout | null = null;

  constructor(start: StartRuntime, events: RunningGroupsEvents) {
    this.#start = start;
    this.#events = events;
  }

  all(): readonly RunningGroup[] {
    return [...this.#entries].flatMap(([id, { link, status }]) => {
      return status === null ? [] : [{ id, name: status.configuration.name, link, status }];
    });
  }

  /** By name or id; null when no such group is imported here. */
  find(group: string): RunningGroup | null {
    return this.all().find(({ id, name }) => id === group || sameName(name, group)) ?? null;
  }

  /** True when a running group was handed the disk with this id at this place. */
  uses(diskId: string, location: string): boolean {
    return this.all().some(({ link, status }) => link.locations.has(location)
      && status.configuration.disks.some((disk) => disk.id === diskId));
  }

  /** Why a group that was imported here has stopped by itself; empty when it has not. */
  stoppedBecause(groupId: string): string {
    return this.#stopped.get(groupId) ?? '';
  }

  /** The group runs once the answer is ok and its first status has come; a refused birth leaves nothing behind. */
  async bear(groupName: string, birth: RuntimeBirth, settings: RuntimeSettings): Promise<ExecutionResult> {
    const key: { groupId: string | null } = { groupId: birth.kind === 'import' ? birth.groupId : null };
    let reported: () => void = () => undefined;
    const firstReport = new Promise<void>((resolve) => (reported = resolve));
    const link: GroupWorkerLink = new GroupWorkerLink(this.#start(groupName), groupName, {
      status: (status) => {
        key.groupId = status.configuration.id;
        this.#take(link, status);
        reported();
      },
      alert: (alert) => this.#events.alert(alert, { id: key.groupId ?? '', name: this.#nameOf(key.groupId) ?? groupName }),
      log: (severity, message, facts) => this.#events.log(severity, message, facts),
      witness: (configuration) => this.#events.witness(configuration),
      foresee: (groupId, sequence) => this.#events.foresee(groupId, sequence),
      dead: (reason) => {
        this.#buried(link, key.groupId, groupName, reason);
        reported();
      },
    });
    const result = await link.birth(birth, settings);
    if (result.ok) {
      await firstReport;
      return result;
    }
    this.#forget(link);
    await link.end();
    return result;
  }

  /** Ends the group's runtime, which has nothing left to do: deported, destroyed, or closed before. */
  async end(groupId: string): Promise<void> {
    const entry = this.#entries.get(groupId);
    if (entry === undefined) return;
    this.#forget(entry.link);
    await entry.link.end();
  }

  /** Flush, mark clean, end; the groups stay this host's. */
  async closeAll(): Promise<void> {
    this.#stopWatching();
    await Promise.all([...this.#entries].map(async ([groupId, { link }]) => {
      const closed = await link.close();
      if (!closed.ok) this.#events.log('error', 'A disk group did not close cleanly.', { groupId, refusal: closed.error });
    }));
    for (const { link } of [...this.#entries.values()]) this.#forget(link);
  }

  #take(link: GroupWorkerLink, status: RuntimeStatus): void {
    if (link.over) return;
    const groupId = status.configuration.id;
    const known = this.#entries.get(groupId);
    const before = known?.link === link ? known.status : null;
    this.#entries.set(groupId, { link, status, blocked: known?.blocked ?? false });
    this.#stopped.delete(groupId);
    this.#watch ??= setInterval(() => this.#listenForSilence(), watchIntervalMilliseconds).unref();
    this.#events.changed(groupId, before, status);
  }

  #nameOf(groupId: string | null): string | undefined {
    return groupId === null ? undefined : this.#entries.get(groupId)?.status?.configuration.name;
  }

  #forget(link: GroupWorkerLink): void {
    for (const [groupId, entry] of this.#entries) {
      if (entry.link !== link) continue;
      this.#entries.delete(groupId);
      this.#events.changed(groupId, entry.status, null);
    }
    if (this.#entries.size === 0) this.#stopWatching();
  }

  #buried(link: GroupWorkerLink, groupId: string | null, groupName: string, reason: string): void {
    const ran = groupId !== null && this.#entries.get(groupId)?.link === link;
    void link.end();
    if (!ran) return;
    const now = performance.now();
    const deaths = [...(this.#deaths.get(groupId) ?? []), now].filter((at) => now - at < restartSpanMilliseconds);
    this.#deaths.set(groupId, deaths);
    const again = deaths.length <= restartsMaximum;
    if (!again) this.#stopped.set(groupId, `its runtime ended ${deaths.length} times, last: ${reason}`);
    this.#events.alert({
      severity: 'critical', code: 'group.runtime-dead', subject: { kind: 'group', name: groupName, id: groupId },
      message: `The runtime of disk group ${groupName} ended: ${reason}. ${again ? 'It is started again.' : 'Import it to try again.'}`,
      evidence: { reason, restarted: again }, cleared: false,
    }, { id: groupId, name: groupName });
    this.#forget(link);
    this.#events.died(groupId, groupName, again);
  }

  #listenForSilence(): void {
    const now = performance.now();
    for (const [groupId, entry] of this.#entries) {
      const { link, status } = entry;
      const silentMilliseconds = now - link.lastHeardMilliseconds;
      const blocked = silentMilliseconds > silenceAlertMilliseconds || link.blockedOn !== '';
      if (blocked === entry.blocked || status === null) continue;
      entry.blocked = blocked;
      const { name } = status.configuration;
      const since = link.blockedSince || new Date(Date.now() - silentMilliseconds).toISOString();
      const where = link.blockedOn === '' ? '' : ` in I/O on ${link.blockedOn}`;
      this.#events.alert({
        severity: 'error', code: 'group.blocked', subject: { kind: 'group', name, id: groupId },
        message: `Disk group ${name} is blocked${where} since ${since}.`, evidence: { since, blockedOn: link.blockedOn }, cleared: !blocked,
      }, { id: groupId, name });
    }
  }

  #stopWatching(): void {
    if (this.#watch !== null) clearInterval(this.#watch);
    this.#watch = null;
  }
}
