/**
 * From the words of a command line to a `Line`. Options may stand before or after the verb, `-gNAME` and `-g NAME` are one,
 * verbs and keys are read without regard to case. Nothing is looked up here.
 */
import { Command as CommandParser, CommanderError, Option } from 'commander';
import type { Refusal } from '../model/refusal.ts';
import { refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { failure, success } from '../model/result.ts';
import type { OptionName } from './options.ts';
import { optionNames, optionShapes, optionsForAll } from './options.ts';
import type { Line, Tool, Verb } from './tool.ts';

export type Parsed =
  | { readonly kind: 'line'; readonly line: Line }
  | { readonly kind: 'help'; readonly verb: Verb | null };

export function parseLine(tool: Tool, words: readonly string[], directory: string): Result<Parsed, Refusal> {
  const split = splitOptions(tool, words);
  if (!split.ok) return split;
  const { flags, values, plain } = split.value;
  const named = takeVerb(tool, plain);
  if (flags.has('help')) return success({ kind: 'help', verb: named?.verb ?? null });
  if (named === null) {
    const [word] = plain;
    return failure(usageRefusal(tool.name, '', word === undefined ? 'a verb is missing' : `there is no verb '${word}'`,
      `Verbs: ${tool.verbs.map(({ name }) => name).join(', ')}.`));
  }
  const { verb, rest } = named;
  for (const option of [...flags, ...values.keys()]) {
    if (!takesOption(verb, option)) return failure(usageOf(tool.name, verb, `${optionShapes[option].flags} does not belong to it`));
  }
  const sorted = sortWords(verb, rest);
  if (typeof sorted === 'string') return failure(usageOf(tool.name, verb, sorted));
  return success({ kind: 'line', line: { tool: tool.name, verb, directory, flags, values, ...sorted } });
}

/** The whole of how a verb is called, as one line. */
export function usageLine(tool: string, verb: Verb): string {
  return `${tool} ${verb.usage}`;
}

/** A refusal of the words themselves: what is wrong, and how the verb is called. */
export function usageOf(tool: string, verb: Verb, fact: string): Refusal {
  return usageRefusal(tool, verb.name, fact, `Usage: ${usageLine(tool, verb)}`);
}

/** `refusal-line.ts` words these: no object of a host is meant. */
function usageRefusal(tool: string, verb: string, reason: string, advice: string): Refusal {
  return refusal('argument.invalid', { kind: 'host', name: verb === '' ? tool : verb }, { tool, reason }, advice);
}

export function takesOption(verb: Verb, option: OptionName): boolean {
  if (optionsForAll.includes(option) || verb.options.includes(option)) return true;
  if (verb.kind !== 'change') return false;
  return option === 'dryRun' || (option === 'b' && verb.long);
}

interface SplitWords {
  readonly flags: ReadonlySet<OptionName>;
  readonly values: ReadonlyMap<OptionName, string>;
  readonly plain: readonly string[];
}

function splitOptions(tool: Tool, words: readonly string[]): Result<SplitWords, Refusal> {
  const parser = new CommandParser(tool.name).exitOverride().helpOption(false).argument('[words...]')
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined }).showSuggestionAfterError(false);
  const wanted = optionNames.filter((name) => tool.verbs.some((verb) => takesOption(verb, name)));
  for (const name of wanted) parser.addOption(new Option(optionShapes[name].flags, optionShapes[name].about));
  try {
    parser.parse([...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return failure(usageRefusal(tool.name, '', error.message.replace(/^error: /, ''), `See: ${tool.name} --help`));
  }
  const found = parser.opts<Record<string, string | boolean>>();
  const flags = new Set<OptionName>();
  const values = new Map<OptionName, string>();
  for (const name of wanted) {
    const value = found[name];
    if (value === true) flags.add(name);
    else if (typeof value === 'string') values.set(name, value);
  }
  return success({ flags, values, plain: parser.args });
}

function takeVerb(tool: Tool, plain: readonly string[]): { readonly verb: Verb; readonly rest: readonly string[] } | null {
  const [only] = tool.verbs;
  if (only !== undefined && tool.verbs.length === 1 && only.name === '') return { verb: only, rest: plain };
  const word = plain[0]?.toLowerCase();
  const verb = tool.verbs.find(({ name }) => name === word);
  return verb === undefined ? null : { verb, rest: plain.slice(1) };
}

type SortedWords = Pick<Line, 'operands' | 'excluded' | 'keys'>;

/** Operands, `!NAME` and `key=value` apart; a sentence when they do not fit the verb. */
function sortWords(verb: Verb, words: readonly string[]): SortedWords | string {
  const operands: string[] = [];
  const excluded: string[] = [];
  const keys = new Map<string, string>();
  for (const word of words) {
    const pair = verb.keys.length > 0 ? /^([A-Za-z]+)=(.*)$/s.exec(word) : null;
    if (pair !== null) {
      const key = pair[1]!.toLowerCase();
      if (!verb.keys.includes(key)) return `it knows no '${pair[1]!}='; it takes ${verb.keys.map((name) => `${name}=`).join(', ')}`;
      if (keys.has(key)) return `${key}= stands there twice`;
      keys.set(key, pair[2]!);
    } else if (verb.excludes && word.startsWith('!') && word.length > 1) {
      excluded.push(word.slice(1));
    } else if (word === '') {
      return 'one of its words is empty';
    } else {
      operands.push(word);
    }
  }
  if (operands.length < verb.operandsMinimum) return 'something is missing';
  if (operands.length > verb.operandsMaximum) return `'${operands[verb.operandsMaximum]!}' is one word too many`;
  return { operands, excluded, keys };
}
