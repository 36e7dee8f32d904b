/**
 * What a command line tool is: a name, and verbs. A verb either builds one command of the model (and is then planned or
 * run like every other), or does work of its own: queries, waiting, mapping.
 */
import type { HostClient } from '../host/client.ts';
import type { Command } from '../model/command.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import type { OptionName } from './options.ts';

export type HostConnection = Pick<HostClient, 'call' | 'subscribe' | 'watchStatistics' | 'close' | 'ended'>;

export interface Terminal {
  /** One line to standard output. */
  out(line: string): void;
  /** One line to standard error. */
  error(line: string): void;
  /** Shows how far something is, in place of what was shown before; the empty text takes it away. Absent where nobody watches. */
  readonly progress?: (text: string) => void;
}

/** A command line after parsing: nothing in it has been looked up yet. */
export interface Line {
  readonly tool: string;
  readonly verb: Verb;
  /** Where relative paths start: the host runs elsewhere. */
  readonly directory: string;
  readonly flags: ReadonlySet<OptionName>;
  readonly values: ReadonlyMap<OptionName, string>;
  readonly operands: readonly string[];
  /** Names that were written with `!` before them. */
  readonly excluded: readonly string[];
  /** `key=value`, keys in lower case. */
  readonly keys: ReadonlyMap<string, string>;
}

/** What a verb may use of the world. */
export interface Session {
  readonly terminal: Terminal;
  readonly stateFolder: string;
  readonly json: boolean;
  /** From the terminal without an echo, or the first line of standard input. */
  readSecret(prompt: string): Promise<string>;
  connect(): Promise<Result<HostConnection, Refusal>>;
}

interface VerbCommon {
  /** Empty for the one verb of a tool that has no verbs. */
  readonly name: string;
  /** What stands after the tool's name. */
  readonly usage: string;
  readonly about: string;
  readonly options: readonly OptionName[];
  /** Keys of `key=value`, lower case. A verb without keys takes words with `=` as they are. */
  readonly keys: readonly string[];
  /** Whether `!NAME` excludes; else it is a name. */
  readonly excludes: boolean;
  readonly operandsMinimum: number;
  readonly operandsMaximum: number;
}

/** Bound of verbs that take a list; the contract's own. */
export const namesMaximum = 4096;

/** Changes something: `--dry-run` shows its plan. */
export interface ChangeVerb extends VerbCommon {
  readonly kind: 'change';
  /** May start a task that the tool waits for; `-b` prints its id instead. */
  readonly long: boolean;
  build(line: Line): Result<Command, Refusal>;
}

/** Does its own work and answers the exit code. */
export interface OwnVerb extends VerbCommon {
  readonly kind: 'own';
  run(line: Line, session: Session): Promise<Result<number, Refusal>>;
}

export type Verb = ChangeVerb | OwnVerb;

export interface Tool {
  readonly name: string;
  readonly about: string;
  readonly verbs: readonly Verb[];
}

type Shape<Kind extends Verb> = Pick<Kind, 'name' | 'usage' | 'about'> & Partial<Omit<Kind, 'kind' | 'name' | 'usage' | 'about'>>;

const shapeDefaults = { options: [], keys: [], excludes: false, operandsMinimum: 0, operandsMaximum: 0 } as const;

export function changeVerb(shape: Shape<ChangeVerb> & Pick<ChangeVerb, 'build'>): ChangeVerb {
  return { ...shapeDefaults, long: false, ...shape, kind: 'change' };
}

export function ownVerb(shape: Shape<OwnVerb> & Pick<OwnVerb, 'run'>): OwnVerb {
  return { ...shapeDefaults, ...shape, kind: 'own' };
}
