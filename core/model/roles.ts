/**
 * Who may do what. Each call of the contract names the least role that it needs; of commands, all need an administrator but
 * those named here. The console shows an entry as closed by the same rule, and the host enforces it.
 */
import type { Command } from './command.ts';

export const rolesAscending = ['read-only', 'operator', 'administrator'] as const;
export type Role = (typeof rolesAscending)[number];

export function roleSuffices(role: Role, needed: Role): boolean {
  return rolesAscending.indexOf(role) >= rolesAscending.indexOf(needed);
}

/** An operator looks, and looks again; what changes disks, groups or volumes is an administrator's. */
const operatorCommands: ReadonlySet<Command['command']> = new Set<Command['command']>(['disk.rescan']);

export function roleForCommand(command: Command['command']): Role {
  return operatorCommands.has(command) ? 'operator' : 'administrator';
}

/** These make the host open what the caller names, before anything is changed: even their plan tells of files. */
const commandsThatNameFiles: ReadonlySet<Command['command']> =
  new Set<Command['command']>(['disk.attach', 'disk.renewids', 'disk.restore']);

export function roleForPlan(command: Command['command']): Role {
  return commandsThatNameFiles.has(command) ? roleForCommand(command) : 'read-only';
}
