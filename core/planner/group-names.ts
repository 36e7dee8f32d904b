/** May a group be called this? For init, rename, and deport with a new name. */
import type { Subject } from '../model/identity.ts';
import { groupNameFault, sameName } from '../model/name-rules.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import type { PlanningContext } from './planning-context.ts';

export function groupNameRefusal(name: string, context: PlanningContext): Refusal | null {
  const subject: Subject = { kind: 'group', name };
  const fault = groupNameFault(name);
  if (fault !== '') return refusal('name.invalid', subject, { given: name, reason: fault }, 'Choose another name.');
  if (!context.otherGroupNames.some((other) => sameName(other, name))) return null;
  return refusal('name.exists', subject, {}, 'Choose another name.');
}
