import { describe, expect, it } from 'vitest';
import type { IoError } from '../device/ports.ts';
import { MirrorMember } from './mirror-member.ts';
import type { PlexLayer } from './plex-layer.ts';
import { StaleMarks } from './stale-marks.ts';
import type { PlexFailure } from './volume-definition.ts';
import { diskId, plexId, VolumeFixture } from './volume-fixture.ts';

const error: IoError = { code: 'EIO', message: 'broken' };

/** Commits end when the test lets them. */
function world() {
  const owner = new VolumeFixture({ sizeBytes: 8192, plexes: 3 });
  const commits: (() => void)[] = [];
  owner.heldCommits = commits;
  const members = [0, 1, 2].map((plex) => new MirrorMember(plexId(plex), null as unknown as PlexLayer, false, true));
  const marks = new StaleMarks(owner);
  const fail = (plex: number): void => {
    const failure: PlexFailure = { plexId: plexId(plex), diskId: diskId(plex), error, diskIsSound: false };
    marks.add(members[plex] as MirrorMember, failure);
  };
  return { owner, commits, members, marks, fail };
}

describe('marks of plexes that failed', () => {
  it('nothing waits where nothing failed', () => {
    const { marks, commits } = world();
    const answers: (IoError | null)[] = [];
    marks.settle((answer) => { answers.push(answer); });
    expect([answers, commits.length, marks.pending]).toEqual([[null], 0, false]);
  });

  it('a plex that fails during a commit goes into the next, and all who wait are answered after it', () => {
    const { owner, marks, commits, members, fail } = world();
    const answers: string[] = [];
    fail(1);
    marks.settle(() => { answers.push('first'); });
    fail(1);
    fail(2);
    marks.settle(() => { answers.push('second'); });
    commits.shift()?.();
    expect([answers, members[1]?.condition, members[2]?.condition]).toEqual([[], 'detached', 'failing']);
    commits.shift()?.();
    expect(answers).toEqual(['first', 'second']);
    expect(owner.marked.map((failure) => failure.plexId)).toEqual([plexId(1), plexId(2)]);
    expect(marks.pending).toBe(false);
  });

  it('a plex that left the volume meanwhile, or came back, keeps what it is then', () => {
    const { marks, commits, members, fail } = world();
    fail(1);
    marks.settle(() => undefined);
    const member = members[1] as MirrorMember;
    marks.forget(member);
    member.condition = 'live';
    commits.shift()?.();
    expect([member.condition, marks.pending]).toEqual(['live', false]);
  });

  it('a commit that is refused is told to all who wait, and the plex stays unmarked', () => {
    const { owner, marks, commits, members, fail } = world();
    owner.commitError = error;
    const answers: (IoError | null)[] = [];
    fail(1);
    marks.settle((answer) => { answers.push(answer); });
    commits.shift()?.();
    expect([answers, members[1]?.condition, marks.pending]).toEqual([[error], 'failing', true]);
  });
});
