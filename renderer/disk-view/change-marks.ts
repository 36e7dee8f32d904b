/** What is different about a block between two pictures of the same disks. */
export type ChangeMark = 'added' | 'removed' | 'moved' | 'changed';

/** By the id of a subdisk or a log. */
export type ChangeMarks = ReadonlyMap<string, ChangeMark>;

export const noChanges: ChangeMarks = new Map();
