/** One volume as the server shows it: its names, its layer as it is now, and the connections that use it. */
import type { ExportedVolume } from '../group/runtime-world.ts';
import type { VolumeId } from '../model/identity.ts';
import type { Layer } from '../volume/layer.ts';
import type { Connection } from './connection.ts';
import type { OfferedExport } from './offered-export.ts';

export class VolumeExport implements OfferedExport {
  readonly volumeId: VolumeId;
  /** From the choice of the export until nothing of them is in flight any more. */
  readonly connections = new Set<Connection>();
  names: readonly string[] = [];
  description = '';
  layer: Layer;
  readOnly = false;

  constructor(volume: ExportedVolume) {
    this.volumeId = volume.volumeId;
    this.layer = volume.layer;
    this.republish(volume);
  }

  /** Connections go on: with the size that they were told, and with the new layer and access. */
  republish(volume: ExportedVolume): void {
    this.names = volume.names;
    this.description = volume.description;
    this.layer = volume.layer;
    this.readOnly = volume.readOnly || volume.layer.abilities.readOnly;
  }

  get sizeBytes(): number {
    return this.layer.abilities.sizeBytes;
  }

  get fastZero(): boolean {
    return this.layer.abilities.fastZero;
  }
}
