/** Disks that leave and come back while the group runs, one at a time, and what is told of it. The caller brings the volumes along. */
import type { GroupConfiguration } from '../model/configuration.ts';
import type { DiskId } from '../model/identity.ts';
import { refusal, type Refusal } from '../model/refusal.ts';
import { success, type Result } from '../model/result.ts';
import type { Committer } from './committer.ts';
import { holderTimeoutMilliseconds, readBytes, within } from './device-promises.ts';
import { diskArrives, diskGoes, diskVanishes, markDistrusted, readReturning, type DiskChangeParts } from './disk-changes.ts';
import { reactivateDisk } from './disk-reactivation.ts';
import type { GroupBirth } from './group-birth.ts';
import { KnownSequences } from './known-sequences.ts';
import type { MemberDisks } from './member-disks.ts';
import { MissingDisks } from './missing-disks.ts';
import type { ArrivalClaim } from './return-check.ts';
import type { RunningVolumes } from './running-volumes.ts';
import { diskSubject } from './runtime-alerts.ts';
import type { DiskOpening } from './runtime-protocol.ts';
import type { RuntimeWorld } from './runtime-world.ts';
import type { TaskList } from './task-list.ts';

const sectorBytes = 512;

export interface MemberChangesParts {
  readonly world: RuntimeWorld;
  readonly committer: Committer;
  readonly disks: MemberDisks;
  readonly volumes: RunningVolumes;
  readonly tasks: TaskList;
}

/** What the host tells the runtime of a member, or asks of it. */
export type MemberRequest =
  | { readonly kind: 'diskVanished'; readonly diskId: string; readonly reason: string }
  | { readonly kind: 'diskLooksShort'; readonly diskId: string }
  | { readonly kind: 'diskReactivates'; readonly disk: DiskOpening; readonly dryRun: boolean }
  | { readonly kind: 'diskMerges'; readonly disk: DiskOpening; readonly dryRun: boolean };

/** Afterwards more disks, or more of what they hold, may be used. */
export function takesBack(request: MemberRequest): boolean {
  return 'dryRun' in request && !request.dryRun;
}

export class MemberChanges {
  readonly missing: MissingDisks;
  readonly #parts: MemberChangesParts;
  readonly #changes: DiskChangeParts;
  readonly #known: KnownSequences;
  readonly #cutShortAtBirth: ReadonlyMap<DiskId, string>;

  constructor(
    parts: MemberChangesParts,
    { configuration, witnessSequence, cutShort }: Pick<GroupBirth, 'configuration' | 'witnessSequence' | 'cutShort'>,
  ) {
    this.#cutShortAtBirth = cutShort;
    const { world, committer, disks, volumes, tasks } = parts;
    this.#parts = parts;
    this.#known = new KnownSequences(configuration, witnessSequence);
    this.#changes = { world, committer, disks, known: this.#known, bringInLine: () => volumes.update() };
    this.missing = new MissingDisks({ clock: world.clock, alert: (alert) => { world.alert(alert); }, tasks: () => tasks.views() });
  }

  published(configuration: GroupConfiguration): void {
    this.#known.published(configuration);
    this.missing.published(configuration);
  }

  /** Members that the group came to life without. */
  absentAtBirth(): void {
    const { committer, disks } = this.#parts;
    for (const { id } of committer.configuration.disks) {
      const reason = this.#cutShortAtBirth.get(id) ?? 'it was not found when the group was imported';
      if (disks.get(id) === undefined) this.missing.gone(committer.configuration, id, reason);
    }
  }

  async arrives(opening: DiskOpening, claim: ArrivalClaim = 'return'): Promise<Result<null, Refusal>> {
    const arrived = await diskArrives(opening, this.#changes, claim);
    if (!arrived.ok) return arrived;
    this.missing.back(this.#parts.committer.configuration, arrived.value.diskId, arrived.value.judgement.reason);
    return success(null);
  }

  async leaves(diskId: string, dryRun: boolean): Promise<Result<null, Refusal>> {
    const left = await diskGoes(diskId as DiskId, this.#parts.volumes.startedIds(), this.#changes, dryRun);
    if (left.ok && !dryRun) this.missing.gone(this.#parts.committer.configuration, diskId as DiskId, 'it was detached');
    return left;
  }

  take(request: MemberRequest): Promise<Result<readonly string[], Refusal>> {
    switch (request.kind) {
      case 'diskVanished': return this.#vanished(request.diskId, request.reason);
      case 'diskLooksShort': return this.#looksShort(request.diskId);
      case 'diskReactivates': return this.#reactivates(request.disk, request.dryRun);
      case 'diskMerges': return this.#merges(request.disk, request.dryRun);
    }
  }

  async #vanished(diskId: string, reason: string): Promise<Result<readonly string[], Refusal>> {
    const left = await diskVanishes(diskId as DiskId, this.#parts.volumes.startedIds(), this.#changes);
    if (left.ok && this.#parts.disks.get(diskId as DiskId) === undefined) {
      this.missing.gone(this.#parts.committer.configuration, diskId as DiskId, reason);
    }
    return left.ok ? success([]) : left;
  }

  /** A device whose end cannot be read any more finds by itself that it was cut, and fails. */
  async #looksShort(diskId: string): Promise<Result<readonly string[], Refusal>> {
    const member = this.#parts.disks.get(diskId as DiskId);
    if (member !== undefined && !member.failed) {
      const end = readBytes(member.device, member.device.sizeBytes - sectorBytes, sectorBytes);
      await within(this.#parts.world.clock, holderTimeoutMilliseconds, end, null);
    }
    return success([]);
  }

  /** What lay on it is lost, wholly or in part: no map of what it missed is believed, should it come back as long as it was. */
  distrust(diskId: DiskId): Promise<Refusal | null> {
    return markDistrusted(diskId, this.#changes);
  }

  /** Sentences: what was found, and what is done. */
  async #reactivates(opening: DiskOpening, dryRun: boolean): Promise<Result<readonly string[], Refusal>> {
    const { committer, disks } = this.#parts;
    const reactivated = await reactivateDisk(opening, dryRun, this.#changes);
    if (dryRun) return reactivated;
    const diskId = opening.diskId as DiskId;
    if (reactivated.ok) this.missing.back(committer.configuration, diskId, '');
    else if (disks.get(diskId) === undefined) this.missing.gone(committer.configuration, diskId, 'it could not be opened again');
    return reactivated;
  }

  /** Sentences: whose writes are lost, and what is copied. */
  async #merges(opening: DiskOpening, dryRun: boolean): Promise<Result<readonly string[], Refusal>> {
    const { committer, disks } = this.#parts;
    const read = await readReturning(opening, 'merge', this.#changes);
    if (!read.ok) return read;
    const { disk: { device }, judgement: { record, reason, onlyHere } } = read.value;
    device.close();
    if (disks.get(record.id) !== undefined) {
      return { ok: false, error: refusal('disk.in-group', diskSubject(committer.configuration, record.id),
        { group: committer.configuration.name }, 'Leave it as it is: it takes part already.') };
    }
    const why = reason === '' ? '' : `; ${reason}`;
    const words = [
      `${record.name} (${opening.hostName}) is a member of disk group ${committer.configuration.name} again${why}.`,
      ...(reason === '' ? [] : ['What was written to its plexes without the group is lost: they are copied whole from the others.']),
      ...onlyHere.map((volume) => `Volume ${volume} has no other copy: it is what the disk bears, however old.`),
    ];
    if (dryRun) return success(words);
    const arrived = await this.arrives(opening, 'merge');
    return arrived.ok ? success(words) : arrived;
  }

  /** The errors of a disk are forgotten with their mark. */
  errorsForgotten(before: GroupConfiguration, after: GroupConfiguration): void {
    const marked = new Set(before.disks.filter((disk) => disk.failing).map((disk) => disk.id));
    const forgotten = after.disks.filter((disk) => !disk.failing && marked.has(disk.id)).map((disk) => disk.id);
    for (const diskId of forgotten) {
      const member = this.#parts.disks.get(diskId);
      if (member !== undefined) member.errors = 0;
    }
  }
}
