/**
 * One volume as the server shows it: its names, its layer as it is now, the connections that use it, and which hosts of ours
 * have claimed it (`format/nbd-identity.ts`).
 *
 * Invariant: of the connections that claim to write all belong to one host, and a newer one has ended the older before it is
 * told the life of this export.
 */
import { randomUUID } from 'node:crypto';
import type { ClaimAnswer, ClientClaim } from '../format/nbd-identity.ts';
import type { ExportedVolume } from '../group/runtime-world.ts';
import type { VolumeId } from '../model/identity.ts';
import type { Layer } from '../volume/layer.ts';
import type { Connection } from './connection.ts';
import type { OfferedExport } from './offered-export.ts';

/** Openings that an export remembers; one that old has long ended. */
export const supersededOpeningsMaximum = 256;

export class VolumeExport implements OfferedExport {
  readonly volumeId: VolumeId;
  /** While it is the same, nothing that was acknowledged is lost. */
  readonly life = randomUUID();
  /** From the choice of the export until nothing of them is in flight any more. */
  readonly connections = new Set<Connection>();
  names: readonly string[] = [];
  description = '';
  layer: Layer;
  readOnly = false;
  private readonly claims = new Map<Connection, ClientClaim>();
  /** Openings that a newer one of their host has ended: they do not come back. */
  private readonly superseded = new Set<string>();

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

  claim(connection: Connection, claim: ClientClaim): ClaimAnswer {
    if (claim.writes && this.superseded.has(claim.opening)) return { kind: 'stale' };
    let busy = false;
    for (const [other, theirs] of claim.writes ? this.claims : []) {
      if (other === connection || !theirs.writes) continue;
      if (theirs.hostId !== claim.hostId) return { kind: 'taken', hostId: theirs.hostId };
      if (theirs.opening === claim.opening && theirs.epoch > claim.epoch) return { kind: 'stale' };
      if (theirs.opening !== claim.opening) this.supersede(theirs.opening);
      // It stays among the claims until nothing of it is under way any more.
      other.cutOff();
      busy = true;
    }
    this.claims.set(connection, claim);
    return busy ? { kind: 'busy' } : { kind: 'life', life: this.life };
  }

  private supersede(opening: string): void {
    this.superseded.add(opening);
    for (const oldest of this.superseded) {
      if (this.superseded.size <= supersededOpeningsMaximum) return;
      this.superseded.delete(oldest);
    }
  }

  /** The connection is gone, and nothing of it is under way. */
  forget(connection: Connection): void {
    this.claims.delete(connection);
    this.connections.delete(connection);
  }

  get sizeBytes(): number {
    return this.layer.abilities.sizeBytes;
  }

  get fastZero(): boolean {
    return this.layer.abilities.fastZero;
  }
}
