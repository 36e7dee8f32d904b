/** For tests: a host that answers from a table, and a terminal that remembers. */
import type { CallName, CallOutputs } from '../host/contract.ts';
import type { EventListener } from '../host/client.ts';
import type { GroupStatistics } from '../model/io-statistics.ts';
import { invariant } from '../model/invariant.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { failure, success } from '../model/result.ts';
import { runTool } from './run-tool.ts';
import { calledTool } from './tools.ts';
import type { HostConnection } from './tool.ts';

export type Answers = { [Name in CallName]?: CallOutputs[Name] | ((input: unknown) => Result<CallOutputs[Name], Refusal>) };

export interface Ran {
  readonly code: number;
  readonly out: readonly string[];
  readonly errors: readonly string[];
  /** The calls that reached the host, in order. */
  readonly calls: readonly { readonly name: CallName; readonly input: unknown }[];
}

export interface FakeHost {
  readonly answers: Answers;
  readonly refusal?: Refusal;
  /** What a watcher of statistics is sent, at once. */
  readonly readings?: readonly GroupStatistics[];
  /** What is typed when a password is asked for. */
  readonly secret?: string;
  /** What a subscriber is told, at once. */
  readonly events?: (listener: EventListener) => void;
}

/** Runs a command line as a shell would have split it. */
export async function runWords(words: readonly string[], host: FakeHost): Promise<Ran> {
  const out: string[] = [];
  const errors: string[] = [];
  const calls: { name: CallName; input: unknown }[] = [];
  const [program = '', ...rest] = words;
  const { tool, words: given } = calledTool(program, rest);
  const code = await runTool(tool, given, {
    terminal: { out: (line) => out.push(line), error: (line) => errors.push(line) },
    environment: { PLEXUS_STATE: '/nowhere' },
    directory: '/here',
    readSecret: async () => host.secret ?? '',
    connect: async () => (host.refusal === undefined ? success(fakeConnection(host, calls)) : failure(host.refusal)),
  });
  return { code, out, errors, calls };
}

function fakeConnection(host: FakeHost, calls: { name: CallName; input: unknown }[]): HostConnection {
  return {
    ended: new Promise(() => undefined),
    close: () => undefined,
    async call(name, input) {
      calls.push({ name, input });
      const answer = host.answers[name];
      invariant(answer !== undefined, `the test's host answers ${name}`);
      return (typeof answer === 'function' ? answer(input) : success(answer)) as Result<CallOutputs[typeof name], Refusal>;
    },
    async watchStatistics(take, watch) {
      calls.push({ name: 'statistics.watch', input: watch });
      for (const reading of host.readings ?? []) take(reading);
      return success({ watching: watch.wanted.length });
    },
    async subscribe(listener) {
      host.events?.(listener);
      return success({ hostRun: 'run', resumed: false });
    },
  };
}
