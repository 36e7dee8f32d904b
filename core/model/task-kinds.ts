/**
 * What each long operation may be asked, what an abort of it leaves, and what a restart of the host makes of it: one table
 * for the engine, for refusals and for whoever explains a task.
 */

export interface TaskRules {
  readonly pausable: boolean;
  readonly abortable: boolean;
  /** What an abort leaves behind; where there is none, why. A clause that begins with a noun and ends without a full stop. */
  readonly abortLeaves: string;
  /** `undone`: nothing of it was committed, and a restart does not take it up again. */
  readonly afterRestart: 'resumed' | 'undone';
}

export const taskRules = {
  'Resynchronise': {
    pausable: true, abortable: true, afterRestart: 'resumed',
    abortLeaves: 'the volume stays in SYNC: a region that was not reached is made equal before it is read,'
      + ' and the task begins again when the volume starts next or a disk comes back',
  },
  'Attach plex': {
    pausable: true, abortable: true, afterRestart: 'resumed',
    abortLeaves: 'a mirror that was being added is taken away again; a plex that is STALE stays so and is not read, what is known of the'
      + ' regions that it lacks is kept, and it is copied when the volume starts next or a disk comes back',
  },
  'Verify': {
    pausable: true, abortable: true, afterRestart: 'undone',
    abortLeaves: 'the plexes as they are; what was written anew by then stays so',
  },
  'Initialise': {
    pausable: false, abortable: false, afterRestart: 'undone',
    abortLeaves: 'the command that it belongs to changes nothing before its zeros are written, and is committed after them',
  },
  'Format': {
    pausable: false, abortable: true, afterRestart: 'undone',
    abortLeaves: 'a part of a file system, which cannot be used: format the volume again',
  },
  'Rewrite': {
    pausable: false, abortable: false, afterRestart: 'undone',
    abortLeaves: 'the volume has no other copy, and cannot start before all of it is on the medium again',
  },
} as const satisfies Readonly<Record<string, TaskRules>>;

export type TaskName = keyof typeof taskRules;

export function isTaskName(name: string): name is TaskName {
  return Object.hasOwn(taskRules, name);
}

/** `vxtask set slow=`: a longer pause after each chunk would be a pause. */
export const slowMillisecondsMaximum = 60_000;
