/** Plans or runs one command, and prints what came of it. Nothing is printed when there is nothing to say. */
import type { CallOutputs } from '../host/contract.ts';
import type { Command } from '../model/command.ts';
import { commandLine } from '../model/command-line.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import type { TaskView } from '../model/views.ts';
import { failure, success } from '../model/result.ts';
import { awaitTasks, tasksExitCode } from './await-tasks.ts';
import { planOnHost, runOnHost } from './host-commands.ts';
import { withMappedDevices } from './map/mapped-clients.ts';
import { planJson, planText } from './plan-text.ts';
import { resolveVolume } from './resolve-volume.ts';
import { taskJson } from './task-text.ts';
import type { ChangeVerb, HostConnection, Line, Session } from './tool.ts';

export async function runChange(verb: ChangeVerb, line: Line, session: Session): Promise<Result<number, Refusal>> {
  const typed = verb.build(line);
  if (!typed.ok) return typed;
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const command = await resolveVolume(connection.value, typed.value);
  if (!command.ok) return command;
  if (line.flags.has('dryRun')) return printPlan(connection.value, command.value, session);
  const run = await runOnHost(connection.value, command.value);
  if (!run.ok) return failure(await withMappedDevices(run.error, session.stateFolder));
  const { taskIds } = run.value;
  const waits = verb.long && taskIds.length > 0 && !line.flags.has('b');
  if (!waits) {
    printRun(command.value, run.value, session, line);
    return success(0);
  }
  const tasks = await awaitTasks(connection.value, taskIds, session.terminal.progress);
  if (!tasks.ok) return tasks;
  printRun(command.value, run.value, session, line, tasks.value);
  for (const { number, state, result } of tasks.value) {
    if (state !== 'done') session.terminal.error(`PLX ${line.tool} WARNING task ${number}: ${state}${result === '' ? '' : `: ${result}`}.`);
  }
  return success(tasksExitCode(tasks.value));
}

async function printPlan(connection: HostConnection, command: Command, session: Session): Promise<Result<number, Refusal>> {
  const plan = await planOnHost(connection, command);
  if (!plan.ok) return failure(await withMappedDevices(plan.error, session.stateFolder));
  if (session.json) session.terminal.out(JSON.stringify(planJson(plan.value)));
  else for (const text of planText(plan.value)) session.terminal.out(text);
  return success(0);
}

function printRun(
  command: Command, run: CallOutputs['command.run'], session: Session, line: Line, ended: readonly TaskView[] = [],
): void {
  const { plan, names, taskIds } = run;
  if (session.json) {
    session.terminal.out(JSON.stringify({ command, commandLine: commandLine(command), names, taskIds, warnings: plan.warnings,
      ...(ended.length === 0 ? {} : { tasks: ended.map(taskJson) }) }));
    return;
  }
  for (const warning of plan.warnings) session.terminal.error(`PLX ${line.tool} WARNING: ${warning}`);
  // A new disk's name is the host's to give; of everything else the name was in the command.
  if (command.command.startsWith('disk.')) for (const name of names) session.terminal.out(name);
  if (line.flags.has('b')) for (const id of taskIds) session.terminal.out(id);
}
