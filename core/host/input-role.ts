/** Where the least role of a call depends on what is asked of it. */
import { roleForCommand, roleForPlan } from '../model/roles.ts';
import type { Role } from '../model/roles.ts';
import type { ParsedInput } from './call-dispatch.ts';
import type { CallName } from './contract.ts';

type InputRoles = { readonly [Name in CallName]?: (input: ParsedInput<Name>) => Role };

const inputRoles: InputRoles = {
  'command.run': ({ command }) => roleForCommand(command.command),
  'command.plan': ({ command }) => roleForPlan(command.command),
  'volume.maximum': ({ command }) => roleForPlan(command.command),
  // Who did what from where is for those who answer for it.
  'log.read': ({ log }) => (log === 'audit' ? 'administrator' : 'read-only'),
};

/** The role that this input needs; the call's own still holds. */
export function roleForInput<Name extends CallName>(name: Name, input: ParsedInput<Name>): Role {
  return inputRoles[name]?.(input) ?? 'read-only';
}
