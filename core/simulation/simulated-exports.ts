/** Stands where the NBD server stands: volumes that are published here get clients. */
import type { VolumeId } from '../model/identity.ts';
import type { ClientView } from '../model/views.ts';
import type { ExportedVolume, VolumeExports } from '../group/runtime-world.ts';
import { FailedVolumeLayer } from '../volume/failed-volume-layer.ts';
import { VolumeUnderTest } from './volume-under-test.ts';

export class SimulatedExports implements VolumeExports {
  readonly #volumes: Map<string, VolumeUnderTest>;
  /** The volume that one which appears now was broken off; null: it was made. */
  readonly #brokenOff: () => VolumeUnderTest | null;
  readonly #untilIdle: (volume: VolumeUnderTest) => Promise<void>;

  constructor(
    volumes: Map<string, VolumeUnderTest>, brokenOff: () => VolumeUnderTest | null, untilIdle: (volume: VolumeUnderTest) => Promise<void>,
  ) {
    this.#volumes = volumes;
    this.#brokenOff = brokenOff;
    this.#untilIdle = untilIdle;
  }

  publish(exported: ExportedVolume): void {
    const lengthBytes = exported.layer.abilities.sizeBytes;
    let volume = this.#volumes.get(exported.volumeId);
    if (!volume) {
      volume = new VolumeUnderTest(exported.volumeId, this.#volumes.size + 1, lengthBytes, this.#brokenOff());
      this.#volumes.set(exported.volumeId, volume);
    }
    volume.history.grow(Math.max(volume.history.sectorCount, lengthBytes / 512));
    // Clients of a volume that has failed get errors only, which says nothing about the data.
    volume.layer = exported.layer instanceof FailedVolumeLayer ? null : exported.layer;
  }

  clients(): readonly ClientView[] {
    return [];
  }

  async retract(volumeId: VolumeId): Promise<void> {
    const volume = this.#volumes.get(volumeId);
    if (!volume) return;
    volume.layer = null;
    await this.#untilIdle(volume);
  }

  uri(volumeId: VolumeId): { readonly uri: string; readonly guidUri: string; readonly tcpUri: string } {
    return { uri: `simulated:${volumeId}`, guidUri: `simulated:${volumeId}`, tcpUri: '' };
  }
}
