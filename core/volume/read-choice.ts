/**
 * Which plex serves a read (engine.md 3.4). `round` takes the plexes in turn, but a sequential run stays on its plex for
 * the sake of read-ahead; `prefer` takes the named plex while it is up; `select` prefers a striped plex if there is one.
 */
import type { ReadPolicy } from '../model/configuration.ts';
import type { MirrorMember } from './mirror-member.ts';

export class ReadChoice {
  private readers: readonly MirrorMember[] = [];
  private preferred: MirrorMember | null = null;
  private turn = 0;

  configure(policy: ReadPolicy, readers: readonly MirrorMember[]): void {
    this.readers = readers;
    if (policy.kind === 'prefer') this.preferred = readers.find((member) => member.plexId === policy.plexId) ?? null;
    else if (policy.kind === 'select') this.preferred = readers.find((member) => member.striped) ?? null;
    else this.preferred = null;
  }

  /** Null when no plex can be read. A plex with a missing disk in the range is taken only for want of another. */
  pick(offsetBytes: number, lengthBytes: number): MirrorMember | null {
    const { readers, preferred } = this;
    if (preferred !== null && preferred.layer.reaches(offsetBytes, lengthBytes)) return preferred;
    for (let index = 0; index < readers.length; index += 1) {
      const member = readers[index] as MirrorMember;
      if (member.lastReadEndBytes !== offsetBytes || !member.layer.reaches(offsetBytes, lengthBytes)) continue;
      member.lastReadEndBytes = offsetBytes + lengthBytes;
      return member;
    }
    for (let tried = 0; tried < readers.length; tried += 1) {
      this.turn = this.turn + 1 < readers.length ? this.turn + 1 : 0;
      const member = readers[this.turn] as MirrorMember;
      if (!member.layer.reaches(offsetBytes, lengthBytes)) continue;
      member.lastReadEndBytes = offsetBytes + lengthBytes;
      return member;
    }
    return readers[0] ?? null;
  }
}
