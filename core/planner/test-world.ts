/** A host with disks and one group, for tests of planners: commands are planned and taken over, as a runtime would. */
import type { GroupInit, VolumeGrow, VolumeMake } from '../model/command.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { HostId } from '../model/identity.ts';
import { invariant } from '../model/invariant.ts';
import { gibibyte } from '../model/limits.ts';
import type { ClientView } from '../model/views.ts';
import type { Plan, Planned } from './plan.ts';
import { planCommand, planInit } from './plan-command.ts';
import type { PlannableCommand } from './plan-command.ts';
import type { CandidateDisk, PlanningContext } from './planning-context.ts';

export const make: VolumeMake = {
  command: 'volume.make',
  group: 'DG',
  volume: 'V',
  sizeBytes: gibibyte,
  type: 'spanned',
  mirrors: 1,
  disks: [],
  excludedDisks: [],
  zeroed: true,
};
export const grow: VolumeGrow = {
  command: 'volume.grow',
  group: 'DG',
  volume: 'V',
  byBytes: gibibyte,
  disks: [],
  excludedDisks: [],
  zeroed: true,
};

export const client: ClientView = { connection: 1, address: '10.0.0.1:5000', since: '2026-01-01T00:00:00Z' };

export interface DiskShape {
  readonly sizeBytes?: number;
  readonly enclosure?: string;
  readonly site?: string;
}

export class TestWorld {
  configuration: GroupConfiguration;
  readonly disks: CandidateDisk[] = [];
  readonly present = new Set<string>();
  readonly failed = new Set<string>();
  readonly started = new Set<string>();
  readonly syncing = new Set<string>();
  readonly letters = new Map<string, string>();
  readonly clients = new Map<string, readonly ClientView[]>();
  readonly otherGroups: string[] = [];
  #guids = 0;

  /** A group `DG` on disks of these shapes, `Harddisk0` on; none shape makes a disk of 2 GiB. */
  constructor(shapes: readonly DiskShape[]) {
    shapes.forEach((shape) => this.attach(shape));
    const command: GroupInit = { command: 'group.init', group: 'DG', disks: this.disks.map((disk) => disk.hostName), force: false };
    const planned = planInit(command, this.context());
    invariant(planned.ok && planned.value.after !== null, 'a group can be made');
    this.configuration = planned.value.after;
    this.#meetMembers();
  }

  /** A disk that is in no group yet. */
  attach(shape: DiskShape & Partial<CandidateDisk> = {}): CandidateDisk {
    const number = this.disks.length;
    const disk: CandidateDisk = {
      hostName: `Harddisk${number}`,
      internalName: '',
      diskId: '',
      sizeBytes: 2 * gibibyte,
      readOnly: false,
      location: `/images/${number}.img`,
      enclosure: '',
      site: '',
      holds: '',
      groupName: '',
      groupImported: false,
      attached: true,
      ...shape,
    };
    this.disks.push(disk);
    return disk;
  }

  change(hostName: string, change: Partial<CandidateDisk>): void {
    const index = this.disks.findIndex((disk) => disk.hostName === hostName);
    this.disks[index] = { ...(this.disks[index] as CandidateDisk), ...change };
  }

  diskId(hostName: string): string {
    return this.disks.find((disk) => disk.hostName === hostName)?.diskId ?? '';
  }

  volumeId(name: string): string {
    return this.configuration.volumes.find((volume) => volume.name === name)?.id ?? '';
  }

  context(): PlanningContext {
    return {
      newGuid: () => `00000000-0000-4000-8000-${String(++this.#guids).padStart(12, '0')}`,
      host: { id: 'host' as HostId, name: 'here' },
      disks: this.disks,
      presentDiskIds: this.present,
      failedDiskIds: this.failed,
      clientsByVolumeId: this.clients,
      startedVolumeIds: this.started,
      lettersTaken: this.letters,
      otherGroupNames: this.otherGroups,
      syncingVolumeIds: this.syncing,
    };
  }

  plan(command: PlannableCommand): Planned {
    return planCommand(this.configuration, command, this.context());
  }

  /** Plans, and makes what was planned the state of the world; the plan must exist. */
  do(command: PlannableCommand): Plan {
    const planned = this.plan(command);
    invariant(planned.ok, `${command.command} is planned: ${planned.ok ? '' : JSON.stringify(planned.error)}`);
    const { after } = planned.value;
    if (after !== null) this.configuration = { ...after, sequence: this.configuration.sequence + 1 };
    this.#meetMembers();
    for (const volume of this.configuration.volumes) if (volume.state === 'ACTIVE') this.started.add(volume.id);
    return planned.value;
  }

  #meetMembers(): void {
    for (const record of this.configuration.disks) {
      const index = this.disks.findIndex((disk) => disk.location === record.lastAccess);
      if (this.disks[index]?.diskId === record.id) continue;
      this.disks[index] = {
        ...(this.disks[index] as CandidateDisk),
        diskId: record.id,
        internalName: record.name,
        groupName: 'DG',
        groupImported: true,
      };
      this.present.add(record.id);
    }
  }
}

export function group(disks: number, shape: DiskShape = {}): TestWorld {
  return new TestWorld(Array.from({ length: disks }, () => shape));
}
