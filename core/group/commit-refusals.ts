/** Why a commit that an administrator asked for did not come about, as a refusal. */
import type { GroupConfiguration } from '../model/configuration.ts';
import { refusal, type Refusal } from '../model/refusal.ts';
import type { CommitFailure } from './committer.ts';
import { frozenRefusal } from './frozen-group.ts';
import { groupSubject } from './runtime-alerts.ts';

export function commitRefusal(failure: CommitFailure, configuration: GroupConfiguration): Refusal {
  const subject = groupSubject(configuration);
  switch (failure.kind) {
    case 'refused': return failure.refusal;
    case 'frozen': return frozenRefusal(configuration, failure.reason);
    case 'no-holder': return refusal('group.commit-failed', subject, { reason: 'no disk of the group takes a commit' },
      'Attach the missing disks of the group, then repeat the command.');
    case 'too-large': return refusal('limit.reached', subject,
      { limit: 'the size of the configuration in the private region of its smallest disk' },
      'Make another disk group for further volumes.');
    case 'busy': return refusal('host.busy', subject, { reason: 'too many commits are waiting' }, 'Repeat the command in a moment.');
    case 'witness': return refusal('host.state-folder', subject, { reason: failure.message },
      'Free space in the state folder of the host, then repeat the command.');
    case 'rolled-back': return refusal('group.commit-failed', subject,
      { disks: failure.disks, error: failure.error.code, message: failure.error.message },
      'Nothing was changed, and the group goes on without these disks as holders. Repeat the command.');
    default: return failure satisfies never;
  }
}
