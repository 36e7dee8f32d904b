/**
 * Between a plex's failure and its durable STALE mark. Whatever was written without the plex waits here and is
 * acknowledged only after the mark. One commit at a time; failures that come meanwhile go into the next one.
 */
import type { Done, IoError } from '../device/ports.ts';
import type { MirrorMember } from './mirror-member.ts';
import type { PlexFailure, VolumeOwner } from './volume-definition.ts';

export class StaleMarks {
  private readonly owner: VolumeOwner;
  private readonly unmarked = new Map<MirrorMember, PlexFailure>();
  private waiting: Done[] = [];
  private committing = false;

  constructor(owner: VolumeOwner) {
    this.owner = owner;
  }

  /** True while a write may not be acknowledged at once, since some plex misses it without being marked. */
  get pending(): boolean {
    return this.unmarked.size > 0;
  }

  add(member: MirrorMember, failure: PlexFailure): void {
    if (member.condition !== 'live') return;
    member.condition = 'failing';
    this.unmarked.set(member, failure);
  }

  /** A plex that left the volume needs no mark any more. */
  forget(member: MirrorMember): void {
    this.unmarked.delete(member);
  }

  /** Calls back when every plex that has failed so far is marked; with an error when no commit was possible. */
  settle(done: Done): void {
    if (this.unmarked.size === 0) {
      done(null);
      return;
    }
    this.waiting.push(done);
    if (!this.committing) this.commit();
  }

  private commit(): void {
    this.committing = true;
    const batch = [...this.unmarked];
    this.owner.plexesFailed(batch.map(([, failure]) => failure), (error) => {
      this.committing = false;
      if (error === null) {
        for (const [member] of batch) {
          if (member.condition === 'failing') member.condition = 'detached';
          this.unmarked.delete(member);
        }
        if (this.unmarked.size > 0 && this.waiting.length > 0) {
          this.commit();
          return;
        }
      }
      this.answer(error);
    });
  }

  private answer(error: IoError | null): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const done of waiting) done(error);
  }
}
