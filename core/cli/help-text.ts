/** `--help`: how a tool or a verb is called. */
import { optionNames, optionShapes } from './options.ts';
import { takesOption, usageLine } from './parse-line.ts';
import type { Tool, Verb } from './tool.ts';

export function helpText(tool: Tool, verb: Verb | null): string[] {
  if (verb !== null) return verbHelp(tool, verb);
  return [
    `${tool.name}: ${tool.about}`, '',
    ...tool.verbs.flatMap((each) => [`  ${usageLine(tool.name, each)}`, `      ${each.about}`]), '',
    'Options stand before or after the verb. A bare size is MiB; s (512 bytes), K, M, G, T are binary.',
    `${tool.name} VERB --help tells more.`,
  ];
}

function verbHelp(tool: Tool, verb: Verb): string[] {
  const taken = optionNames.filter((name) => takesOption(verb, name));
  const width = Math.max(...taken.map((name) => optionShapes[name].flags.length));
  return [
    `usage: ${usageLine(tool.name, verb)}`, `  ${verb.about}`, '',
    ...taken.map((name) => `  ${optionShapes[name].flags.padEnd(width)}  ${optionShapes[name].about}`),
  ];
}
