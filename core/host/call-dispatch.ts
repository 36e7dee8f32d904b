/**
 * The contract's door. Every call of every client passes here: its name, its input, the caller's role, and the audit log
 * of what changes something. Whatever comes in, the answer is a value; nothing is thrown.
 */
import type { z } from 'zod';
import { hostSettingRule } from '../model/host-settings.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { roleSuffices } from '../model/roles.ts';
import type { Role } from '../model/roles.ts';
import { calls } from './contract.ts';
import type { CallName, CallOutputs, CallRule, LogEntry } from './contract.ts';
import type { EventPosition } from './event-stream.ts';
import type { Access } from './contract-session.ts';
import { roleForInput } from './input-role.ts';
import { nearestNames } from './nearest-names.ts';
import type { StatisticsWatch } from './statistics-stream.ts';

export interface Caller extends Access {
  /** Begins the caller's event stream once the answer is out; says whether it resumes. */
  subscribe(position: EventPosition): { readonly resumed: boolean };
  /** Begins to send the caller counters once the answer is out, in place of those that it watched. */
  watchStatistics(watch: StatisticsWatch): void;
}

export type ParsedInput<Name extends CallName> = z.output<(typeof calls)[Name]['input']>;
export type CallHandlers = {
  readonly [Name in CallName]: (input: ParsedInput<Name>, caller: Caller) =>
    Promise<Result<CallOutputs[Name], Refusal>> | Result<CallOutputs[Name], Refusal>;
};

/** What a refusal is about when it is about the call itself. */
const door = { kind: 'host', name: '' } as const;

/** Calls that change something, or try to. */
const auditedCalls: ReadonlySet<CallName> = new Set<CallName>([
  'command.run', 'volume.format', 'host.shutdown', 'volume.disconnect', 'tcp.set', 'alert.acknowledge', 'statistics.reset',
  'settings.set', 'hosts.connect', 'hosts.disconnect', 'user.add', 'user.remove', 'user.password',
]);

export interface CallDispatch {
  call(name: unknown, input: unknown, caller: Caller): Promise<Result<unknown, Refusal>>;
}

export function createCallDispatch(handlers: CallHandlers, audit: (entry: Omit<LogEntry, 'at'>) => void): CallDispatch {
  return {
    async call(name, input, caller) {
      if (!isCallName(name)) return failure(unknownCall(name));
      const answer = await answerCall(handlers, name, input, caller);
      if (auditedCalls.has(name)) audit(auditEntry(name, input, caller, answer));
      return answer;
    },
  };
}

function isCallName(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(calls, name);
}

async function answerCall(handlers: CallHandlers, name: CallName, input: unknown, caller: Caller): Promise<Result<unknown, Refusal>> {
  try {
    const { input: schema, role, local }: CallRule = calls[name];
    if (!roleSuffices(caller.role, role)) return failure(roleMissing(name, role, caller));
    if (local === true && caller.address !== '') return failure(localOnly(name, caller));
    const parsed = schema.safeParse(input);
    if (!parsed.success) return failure(inputInvalid(name, parsed.error));
    const inputRole = roleForInput(name, parsed.data as ParsedInput<typeof name>);
    if (!roleSuffices(caller.role, inputRole)) return failure(roleMissing(name, inputRole, caller));
    const handler = handlers[name] as (input: unknown, caller: Caller) => Promise<Result<unknown, Refusal>>;
    return await handler(parsed.data, caller);
  } catch (error) {
    return failure(refusal('io.failed', door, { operation: name, reason: String((error as Error).stack ?? error) },
      'This is a defect of Plexus: please report it with the audit log of the state folder.'));
  }
}

function unknownCall(name: unknown): Refusal {
  const text = String(typeof name === 'string' ? name : typeof name).slice(0, 64);
  const near = nearestNames(text, Object.keys(calls));
  return refusal('argument.invalid', door, { argument: 'call', given: text, reason: 'is not in the contract' },
    near.length > 0 ? `The contract has no such call; near to it: ${near.join(', ')}.` : 'The contract has no such call.');
}

function inputInvalid(name: CallName, error: z.ZodError): Refusal {
  const issue = error.issues[0];
  const where = issue?.path.map(String).join('.') ?? '';
  return refusal('argument.invalid', door, { call: name, argument: where, reason: `is not understood: ${issue?.message ?? ''}` },
    `Correct ${where === '' ? 'the input' : `"${where}"`} and try again.`);
}

function roleMissing(name: CallName, role: Role, caller: Caller): Refusal {
  return refusal('role.missing', door, { call: name, needed: role, role: caller.role, user: caller.user },
    `Ask someone with the role ${role}.`);
}

function localOnly(name: CallName, caller: Caller): Refusal {
  return refusal('call.local-only', door, { call: name, user: caller.user },
    'Ask for it at that machine, with the command line or the console there.');
}

function auditEntry(name: CallName, input: unknown, caller: Caller, answer: Result<unknown, Refusal>): Omit<LogEntry, 'at'> {
  const { user, role, via, address } = caller;
  const outcome = answer.ok ? 'done' : `refused: ${answer.error.code}`;
  const evidence = answer.ok ? {} : { evidence: answer.error.evidence };
  const facts = { user, role, via, address, call: name, input: withoutSecrets(input), outcome, ...evidence };
  return { severity: answer.ok ? 'information' : 'warning', message: `${name} by ${user}: ${outcome}`, facts };
}

/** What was asked goes into the log as it was asked, secrets excepted. */
function withoutSecrets(input: unknown): unknown {
  if (Array.isArray(input)) return input;
  if (typeof input !== 'object' || input === null) return input;
  return Object.fromEntries(Object.entries(input).flatMap(([key, value]: [string, unknown]) => {
    if (key === 'password') return [];
    // A bundle that is opened holds a whole file.
    if (key === 'content') return [[key, '(a file)']];
    return [[key, hostSettingRule(key)?.secret === true ? '(secret)' : withoutSecrets(value)]];
  }));
}
