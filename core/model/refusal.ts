/**
 * A refusal is a value (design rule 2): which rule, about what, the facts that made it so, and the way out.
 * Words live in `refusal-words.ts` only; tests assert codes and evidence.
 */
import type { Command } from './command.ts';
import type { Subject } from './identity.ts';

export type Evidence = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/**
 * The way out. `command` is complete and can be run as it stands; where only a person can say the missing part
 * (another name, a larger disk), `advice` says in one sentence what to change.
 */
export type Remedy =
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'advice'; readonly advice: string };

export interface Refusal {
  readonly code: RefusalCode;
  readonly subject: Subject;
  readonly evidence: Evidence;
  readonly remedy: Remedy;
}

/** Exit codes of the command line: engine.md 8.10. */
export const exitCodes = {
  done: 0, usage: 1, notFound: 2, state: 3, ownership: 4, io: 5, space: 6, aborted: 7, unreachable: 8, permission: 9, exists: 12,
} as const;

export const refusalExitCodes = {
  'argument.invalid': exitCodes.usage,
  'size.invalid': exitCodes.usage,
  'name.invalid': exitCodes.usage,
  'name.exists': exitCodes.exists,
  'disk.unknown': exitCodes.notFound,
  'disk.gone': exitCodes.notFound,
  'disk.exists': exitCodes.exists,
  'disk.attached': exitCodes.exists,
  'disk.too-small': exitCodes.state,
  'disk.read-only': exitCodes.state,
  'disk.holds-data': exitCodes.state,
  'disk.in-group': exitCodes.state,
  'disk.not-in-group': exitCodes.state,
  'disk.in-use': exitCodes.state,
  'disk.last': exitCodes.state,
  'disk.sound': exitCodes.state,
  'disk.not-grown': exitCodes.state,
  'disk.shrunk': exitCodes.state,
  'disk.probe-failed': exitCodes.io,
  'disk.put-back': exitCodes.state,
  'disk.locked': exitCodes.ownership,
  'disk.copied': exitCodes.ownership,
  'disk.unreadable': exitCodes.io,
  'disk.future-version': exitCodes.state,
  'group.unknown': exitCodes.notFound,
  'history.unknown': exitCodes.notFound,
  'group.past': exitCodes.state,
  'backup.invalid': exitCodes.state,
  'restore.newer': exitCodes.state,
  'restore.unmatched': exitCodes.state,
  'group.newest-version': exitCodes.state,
  'group.not-imported': exitCodes.state,
  'group.imported': exitCodes.state,
  'group.foreign': exitCodes.ownership,
  'group.holders-absent': exitCodes.ownership,
  'group.fork': exitCodes.ownership,
  'group.damaged': exitCodes.io,
  'group.frozen': exitCodes.ownership,
  'group.read-only': exitCodes.state,
  'group.has-volumes': exitCodes.state,
  'group.old-version': exitCodes.state,
  'group.commit-failed': exitCodes.io,
  'group.stopped': exitCodes.io,
  'volume.unknown': exitCodes.notFound,
  'volume.in-use': exitCodes.state,
  'volume.started': exitCodes.state,
  'volume.stopped': exitCodes.state,
  'volume.failed': exitCodes.state,
  'volume.syncing': exitCodes.state,
  'volume.busy': exitCodes.state,
  'volume.one-copy': exitCodes.state,
  'volume.holds-data': exitCodes.state,
  'format.unsupported': exitCodes.state,
  'plex.unknown': exitCodes.notFound,
  'log.unknown': exitCodes.notFound,
  'log.needed': exitCodes.state,
  'plex.last': exitCodes.state,
  'plex.state': exitCodes.state,
  'letter.taken': exitCodes.exists,
  'space.short': exitCodes.space,
  'space.separation': exitCodes.space,
  'space.host-full': exitCodes.space,
  'limit.reached': exitCodes.state,
  'plan.stale': exitCodes.state,
  'host.running': exitCodes.state,
  'host.unreachable': exitCodes.unreachable,
  'host.state-folder': exitCodes.io,
  'host.busy': exitCodes.state,
  'host.unknown': exitCodes.notFound,
  'bundle.invalid': exitCodes.state,
  'bundle.newer': exitCodes.state,
  'bundle.read-only': exitCodes.state,
  'host.certificate-new': exitCodes.permission,
  'host.certificate-changed': exitCodes.permission,
  'user.unknown': exitCodes.notFound,
  'user.exists': exitCodes.exists,
  'login.failed': exitCodes.permission,
  'login.limited': exitCodes.permission,
  'role.missing': exitCodes.permission,
  'call.local-only': exitCodes.permission,
  'map.unsupported': exitCodes.state,
  'map.mapped': exitCodes.exists,
  'map.not-mapped': exitCodes.notFound,
  'task.unknown': exitCodes.notFound,
  'task.ended': exitCodes.state,
  'task.not-abortable': exitCodes.state,
  'task.not-pausable': exitCodes.state,
  'task.not-noted': exitCodes.io,
  'io.failed': exitCodes.io,
} as const;

export type RefusalCode = keyof typeof refusalExitCodes;

export function refusal(code: RefusalCode, subject: Subject, evidence: Evidence, remedy: Remedy | string): Refusal {
  return { code, subject, evidence, remedy: typeof remedy === 'string' ? { kind: 'advice', advice: remedy } : remedy };
}
