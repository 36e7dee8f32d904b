/**
 * Whether an entry can be done now, and if not, why: the role first, then what the entry itself knows, then the planner. The
 * planner is asked when a menu opens, and its answer is kept while nothing that it looked at has changed.
 */
import type { Command } from '../../core/model/command.ts';
import { refusal } from '../../core/model/refusal.ts';
import type { Refusal } from '../../core/model/refusal.ts';
import { roleSuffices } from '../../core/model/roles.ts';
import type { Bridge } from '../link/bridge.ts';
import type { CommandTarget } from './command-target.ts';
import { isForced } from './command-risk.ts';
import type { ConsoleCommand } from './console-command.ts';

/** Answers kept; the oldest go first. */
const answersMaximum = 512;

/** What is known without asking anybody; undefined when the planner has the word. */
export function knownRefusal(entry: ConsoleCommand, target: CommandTarget): Refusal | null | undefined {
  const host = { kind: 'host', name: target.index.host?.name ?? '' } as const;
  if (target.role === null) return entry.role === 'read-only' ? null : refusal('host.unreachable', host, {}, 'Connect to the host again.');
  if (!roleSuffices(target.role, entry.role)) {
    return refusal('role.missing', host, { needed: entry.role, role: target.role }, `Ask someone with the role ${entry.role}.`);
  }
  const past = pastRefusal(entry, target);
  if (past !== null) return past;
  const own = entry.refusal?.(target) ?? null;
  if (own !== null) return own;
  return (entry.engineCommand?.(target) ?? null) === null ? null : undefined;
}

/** What was can be looked at only; and what watches the present has nothing to watch there. */
function pastRefusal({ role, place }: ConsoleCommand, { past }: CommandTarget): Refusal | null {
  if (past === undefined || (role === 'read-only' && place.section !== 'watch')) return null;
  const group = past.index.tables.group.get(past.groupId);
  return refusal('group.past', { kind: 'group', name: group?.name ?? '', id: past.groupId }, { sequence: past.sequence },
    'Go back to now: View, Back to Now.');
}

/** The planner's answers, kept by what was asked and by the state that it was asked in. */
export class RefusalBook {
  readonly #answers = new Map<string, Promise<Refusal | null>>();

  /** Null: nothing stands in the way. */
  async ask(entry: ConsoleCommand, target: CommandTarget, call: Bridge['call']): Promise<Refusal | null> {
    const known = knownRefusal(entry, target);
    const command = entry.engineCommand?.(target) ?? null;
    if (known !== undefined || command === null) return known ?? null;
    const key = `${target.host} ${stateKey(target)} ${JSON.stringify(command)}`;
    const kept = this.#answers.get(key);
    if (kept !== undefined) return kept;
    const answer = call('command.plan', { command }).then((planned) => {
      if (planned.ok || canBeForced(command, planned.error)) return null;
      // A host that was busy or lost has not answered the question.
      if (planned.error.code === 'host.unreachable' || planned.error.code === 'host.busy') this.#answers.delete(key);
      return planned.error;
    });
    this.#answers.set(key, answer);
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= answersMaximum) break;
      this.#answers.delete(oldest);
    }
    return answer;
  }
}

/** The refusal's way out is the same command, forced: its dialog shows that, so that the entry stays open. */
function canBeForced(command: Command, { remedy }: Refusal): boolean {
  return remedy.kind === 'command' && remedy.command.command === command.command && isForced(remedy.command) && !isForced(command);
}

/** Names each table that was seen: a table that a change touched is another one. */
const tableNumbers = new WeakMap<object, number>();
let lastTableNumber = 0;

function numberOf(table: object): number {
  let number = tableNumbers.get(table);
  if (number === undefined) tableNumbers.set(table, number = ++lastTableNumber);
  return number;
}

/** What a planner looks at: disks, groups with their sequence, volumes with their clients, and what runs. Not how far it got. */
function stateKey({ index: { tables } }: CommandTarget): string {
  const running = [...tables.task.values()].filter(({ endedAt }) => endedAt === '').map(({ id }) => id);
  return [numberOf(tables.disk), numberOf(tables.group), numberOf(tables.volume), ...running].join(' ');
}
