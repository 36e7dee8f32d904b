/**
 * What the volumes hold, as far as their first bytes tell. Looked at when a volume has started, when its last client has left, and
 * after it was formatted: while clients write, nobody can say. One look at a time, of a bounded number of bytes.
 *
 * What is known of a volume is forgotten when it stops.
 */
import type { RuntimeStatus } from '../group/runtime-protocol.ts';
import type { RunningGroups } from './running-groups.ts';

export interface VolumeContentsWorld {
  readonly groups: Pick<RunningGroups, 'find'>;
  /** The volumes of this group are to be shown anew. */
  changed(groupId: string): void;
}

interface Wanted {
  readonly groupId: string;
  readonly volumeId: string;
}

export class VolumeContents {
  readonly #world: VolumeContentsWorld;
  readonly #holds = new Map<string, string>();
  /** By volume: at most as many as there are. */
  readonly #wanted = new Map<string, Wanted>();
  #looking = false;

  constructor(world: VolumeContentsWorld) {
    this.#world = world;
  }

  /** A noun with its article; empty when nothing is recognised, or nobody has looked. */
  holds(volumeId: string): string {
    return this.#holds.get(volumeId) ?? '';
  }

  groupChanged(groupId: string, before: RuntimeStatus | null, after: RuntimeStatus | null): void {
    const known = new Map((before?.volumes ?? []).map((volume) => [volume.volumeId, volume]));
    const stays = new Set<string>();
    for (const { volumeId, started, clients } of after?.volumes ?? []) {
      const earlier = known.get(volumeId);
      if (!started) continue;
      stays.add(volumeId);
      const left = clients.length === 0 && (earlier?.clients.length ?? 0) > 0;
      if (earlier?.started !== true || left) this.#wanted.set(volumeId, { groupId, volumeId });
    }
    for (const volumeId of known.keys()) if (!stays.has(volumeId)) this.#forget(volumeId);
    void this.#lookAtAll();
  }

  /** Resolves when it has been looked at. */
  async lookAt(groupId: string, volumeId: string): Promise<void> {
    const group = this.#world.groups.find(groupId);
    const answer = await group?.link.request({ kind: 'recognise', volumeId });
    if (answer?.ok !== true) return;
    const holds = answer.value as string;
    if (this.holds(volumeId) === holds) return;
    this.#holds.set(volumeId, holds);
    this.#world.changed(groupId);
  }

  #forget(volumeId: string): void {
    this.#holds.delete(volumeId);
    this.#wanted.delete(volumeId);
  }

  async #lookAtAll(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    for (let [next] = this.#wanted.values(); next !== undefined; [next] = this.#wanted.values()) {
      this.#wanted.delete(next.volumeId);
      await this.lookAt(next.groupId, next.volumeId);
    }
    this.#looking = false;
  }
}
