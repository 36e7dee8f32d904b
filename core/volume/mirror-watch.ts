/**
 * The calls of one mirror that wait for a plex, and how long they have. A redundant volume waits for one plex no longer
 * than the mirror deadline (design section 5) while another can do without it. Who is complete at once is never in here.
 */
import { CallAges } from '../device/call-ages.ts';
import type { AgedCall } from '../device/call-ages.ts';
import type { Done } from '../device/ports.ts';
import type { MirrorMember } from './mirror-member.ts';
import type { PlexLayer } from './plex-layer.ts';
import type { VolumeOwner } from './volume-definition.ts';

export interface WatchedCall extends AgedCall {
  /**
   * Gives up what others can do without: all of it when the deadline has passed, before that only what waits for a disk on which
   * a call was given up already and has not returned. Called at each check.
   */
  expire(isOld: boolean): void;
}

/** Together with the deadline and the commit of a STALE mark, which a silent holder delays by 3 s, it stays below 10 s. */
export const deadlineCheckMilliseconds = 500;

export class MirrorWatch {
  private readonly ages: CallAges<WatchedCall>;

  constructor(owner: VolumeOwner) {
    this.ages = new CallAges(owner.clock, () => {
      const old = new Set(this.ages.olderThan(owner.mirrorDeadlineMilliseconds));
      for (const call of this.ages.olderThan(deadlineCheckMilliseconds)) call.expire(old.has(call));
    }, deadlineCheckMilliseconds);
  }

  /** To be called when a call was not complete at once. */
  began(call: WatchedCall): void {
    this.ages.add(call);
  }

  ended(call: WatchedCall): void {
    this.ages.remove(call);
  }

  /** For a single call on one plex, as of a copy. `mayExpire` says, at the deadline, whether others can do without it. */
  watch(member: MirrorMember, mayExpire: () => boolean, done: Done): WatchedPlexCall {
    return new WatchedPlexCall(this, member.layer, mayExpire, done);
  }
}

/** Its `finish` is given to the plex; `issued` is told what the plex answered. */
export class WatchedPlexCall implements WatchedCall {
  beganAtCheck = 0;
  readonly finish: Done;
  private readonly watch: MirrorWatch;
  private readonly layer: PlexLayer;
  private readonly mayExpire: () => boolean;

  constructor(watch: MirrorWatch, layer: PlexLayer, mayExpire: () => boolean, done: Done) {
    this.watch = watch;
    this.layer = layer;
    this.mayExpire = mayExpire;
    this.finish = (error) => {
      watch.ended(this);
      done(error);
    };
  }

  issued(complete: boolean): boolean {
    if (!complete) this.watch.began(this);
    return complete;
  }

  expire(isOld: boolean): void {
    if ((isOld || this.layer.hasLateCalls) && this.mayExpire()) this.layer.expire(this.finish);
  }
}
