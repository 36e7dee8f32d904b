import type { PlexId } from '../model/identity.ts';
import type { PlexLayer } from './plex-layer.ts';

/**
 * - `live`: takes part.
 * - `failing`: missed a write or a flush, is neither written nor read any more, and its STALE mark is not yet durable.
 * - `detached`: its mark is durable, or its copy has ended without success.
 */
export type Condition = 'live' | 'failing' | 'detached';

/** One plex as the mirror sees it. The object stays while the plex does; its layer changes with reconfigurations. */
export class MirrorMember {
  readonly plexId: PlexId;
  layer: PlexLayer;
  striped: boolean;
  /** ACTIVE. A plex that is written but not read is being attached. */
  readable: boolean;
  condition: Condition = 'live';
  /** Where the last read of this plex ended: a sequential run stays on it. */
  lastReadEndBytes = -1;

  constructor(plexId: PlexId, layer: PlexLayer, striped: boolean, readable: boolean) {
    this.plexId = plexId;
    this.layer = layer;
    this.striped = striped;
    this.readable = readable;
  }
}
