/** One call of a tool, from its words to its exit code. The world is handed in: terminal, environment, way to a host. */
import { stateFolderPlace } from '../host/state-folder.ts';
import type { Refusal } from '../model/refusal.ts';
import { exitCodes, refusalExitCodes } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { helpText } from './help-text.ts';
import { parseLine } from './parse-line.ts';
import { refusalJson, refusalLine } from './refusal-line.ts';
import { runChange } from './run-change.ts';
import type { HostConnection, Line, Session, Terminal, Tool } from './tool.ts';

export interface ToolWorld {
  readonly terminal: Terminal;
  readonly environment: NodeJS.ProcessEnv;
  readonly directory: string;
  readSecret(prompt: string): Promise<string>;
  connect(stateFolder: string): Promise<Result<HostConnection, Refusal>>;
}

export async function runTool(tool: Tool, words: readonly string[], world: ToolWorld): Promise<number> {
  const { terminal } = world;
  const parsed = parseLine(tool, words, world.directory);
  if (!parsed.ok) return refuse(tool, parsed.error, words.includes('--json'), terminal);
  if (parsed.value.kind === 'help') {
    for (const text of helpText(tool, parsed.value.verb)) terminal.out(text);
    return exitCodes.done;
  }
  const { line } = parsed.value;
  const opened: HostConnection[] = [];
  const session = openSession(line, world, opened);
  const result = line.verb.kind === 'change' ? await runChange(line.verb, line, session) : await line.verb.run(line, session);
  for (const connection of opened) connection.close();
  return result.ok ? result.value : refuse(tool, result.error, session.json, terminal);
}

function openSession(line: Line, world: ToolWorld, opened: HostConnection[]): Session {
  const stateFolder = stateFolderPlace(line.values.get('state'), world.environment);
  return {
    terminal: world.terminal,
    stateFolder,
    json: line.flags.has('json'),
    readSecret: (prompt) => world.readSecret(prompt),
    async connect() {
      const connection = await world.connect(stateFolder);
      if (connection.ok) opened.push(connection.value);
      return connection;
    },
  };
}

function refuse(tool: Tool, refusal: Refusal, json: boolean, terminal: Terminal): number {
  terminal.error(refusalLine(tool.name, refusal));
  if (json) terminal.out(JSON.stringify(refusalJson(refusal)));
  return refusalExitCodes[refusal.code];
}
