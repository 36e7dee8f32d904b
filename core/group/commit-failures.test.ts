/** Each way in which a commit can fail, as an administrator is told of it and as a client's write is. */
import { describe, expect, it } from 'vitest';
import { sampleConfiguration } from '../format/sample-configuration.test-double.ts';
import { refusal } from '../model/refusal.ts';
import { commitRefusal } from './commit-refusals.ts';
import type { CommitFailure } from './committer.ts';
import { commitError } from './stale-mark-queue.ts';

const configuration = sampleConfiguration(1);
const own = refusal('volume.unknown', { kind: 'volume', name: 'V9' }, {}, 'Name another.');
const broken = { code: 'EIO', message: 'broken' } as const;

describe('a commit that fails', () => {
  it.each<readonly [CommitFailure, string, string]>([
    [{ kind: 'refused', refusal: own }, 'volume.unknown', 'the state of the plexes could not be committed'],
    [{ kind: 'frozen', reason: 'disk A bears no stamp' }, 'group.frozen', 'the disk group is frozen: disk A bears no stamp'],
    [{ kind: 'no-holder' }, 'group.commit-failed', 'no disk of the group takes a commit'],
    [{ kind: 'too-large' }, 'limit.reached', 'the state of the plexes could not be committed'],
    [{ kind: 'busy' }, 'host.busy', 'the state of the plexes could not be committed'],
    [{ kind: 'witness', message: 'no space' }, 'host.state-folder', 'the host cannot note the commit: no space'],
    [{ kind: 'rolled-back', disks: ['Disk1'], error: broken }, 'group.commit-failed', 'the state of the plexes could not be committed'],
  ])('%j is refused as %s, and to a client it is EIO: %s', (failure, code, message) => {
    expect(commitRefusal(failure, configuration).code).toBe(code);
    expect(commitError(failure)).toEqual({ code: 'EIO', message });
  });

  it('names the disks that did not take it', () => {
    const { evidence } = commitRefusal({ kind: 'rolled-back', disks: ['Disk1', 'Disk2'], error: broken }, configuration);
    expect(evidence).toEqual({ disks: ['Disk1', 'Disk2'], error: 'EIO', message: 'broken' });
  });
});
