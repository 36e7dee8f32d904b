/**
 * What the runtime of a disk group is given by whoever hosts it: a worker thread in production, the seeded world in the
 * simulation. Control paths use promises; data paths never do.
 */
import type { BlockDevice, Clock, Log, Random } from '../device/ports.ts';
import type { GroupConfiguration, HostStamp } from '../model/configuration.ts';
import type { VolumeId } from '../model/identity.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import type { ClientView } from '../model/views.ts';
import type { Layer } from '../volume/layer.ts';
import type { DiskOpening, RuntimeAlert, RuntimeStatus } from './runtime-protocol.ts';

export interface ExportedVolume {
  readonly volumeId: VolumeId;
  /** `<group>/<volume>` first, then the volume's GUID; both reach the same volume. */
  readonly names: readonly string[];
  readonly description: string;
  readonly layer: Layer;
  readonly readOnly: boolean;
}

/** Where started volumes are served to clients. The NBD server implements it; the simulation stands in for it. */
export interface VolumeExports {
  /** Makes the volume reachable; again with the same `volumeId` it replaces names and flags, and connections go on. */
  publish(volume: ExportedVolume): void;
  clients(volumeId: VolumeId): readonly ClientView[];
  /** Takes the volume away: drains its requests, disconnects its clients, then resolves. */
  retract(volumeId: VolumeId): Promise<void>;
  uri(volumeId: VolumeId): { readonly uri: string; readonly guidUri: string; readonly tcpUri: string };
}

export interface RuntimeWorld {
  readonly host: HostStamp;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly exports: VolumeExports;
  /** A setting of the host that may change while the group runs. */
  readonly mirrorDeadlineMilliseconds: number;
  openDisk(opening: DiskOpening): Promise<Result<BlockDevice, Refusal>>;
  /** Resolves when the sequence is noted durably in the host's witness (design section 4). */
  witness(configuration: GroupConfiguration): Promise<void>;
  /** Resolves when it is noted there that attempts up to this sequence may lie on a disk. */
  foresee(configuration: GroupConfiguration, sequence: number): Promise<void>;
  status(status: RuntimeStatus): void;
  alert(alert: RuntimeAlert): void;
  /** A broken invariant: the runtime has stopped all I/O and is of no further use. */
  broken(message: string): void;
}
