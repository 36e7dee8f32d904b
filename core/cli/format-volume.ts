/** `plexus format`: a file system on a volume, made by the host with the system's own tool. */
import type { CallInput } from '../host/contract.ts';
import { fileSystemKinds } from '../model/file-systems.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { failure, success } from '../model/result.ts';
import { awaitTasks, tasksExitCode } from './await-tasks.ts';
import { givenGroup } from './line-parts.ts';
import { usageOf } from './parse-line.ts';
import { sizeArgument } from './size-argument.ts';
import { withMappedDevices } from './map/mapped-clients.ts';
import { taskJson } from './task-text.ts';
import type { Line, Session } from './tool.ts';
import { ownVerb } from './tool.ts';

export const format = ownVerb({
  name: 'format',
  usage: `[-gDG] [-f] [-b] format VOL fstype=${fileSystemKinds.join('|')} [label=NAME] [unit=SIZE] [quick=on|off]`,
  about: 'make a file system on a volume that nobody uses; -f also on one that holds something',
  options: ['g', 'f', 'b', 'dryRun'],
  keys: ['fstype', 'label', 'unit', 'quick'],
  operandsMinimum: 1,
  operandsMaximum: 1,
  run: formatVolume,
});

async function formatVolume(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const input = formatInput(line);
  if (!input.ok) return input;
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const answer = await connection.value.call('volume.format', input.value);
  if (!answer.ok) return failure(await withMappedDevices(answer.error, session.stateFolder));
  const { out, error, progress } = session.terminal;
  const { task, commandLine } = answer.value;
  if (task === null || line.flags.has('b')) {
    if (session.json) out(JSON.stringify({ commandLine, taskIds: task === null ? [] : [String(task.number)] }));
    else out(task === null ? commandLine : String(task.number));
    return success(0);
  }
  const tasks = await awaitTasks(connection.value, [task.id], progress);
  if (!tasks.ok) return tasks;
  if (session.json) out(JSON.stringify({ commandLine, tasks: tasks.value.map(taskJson) }));
  for (const { number, state, result } of tasks.value) {
    if (state !== 'done') error(`PLX ${line.tool} WARNING task ${number}: ${state}${result === '' ? '' : `: ${result}`}.`);
  }
  return success(tasksExitCode(tasks.value));
}

export function formatInput(line: Line): Result<CallInput<'volume.format'>, Refusal> {
  const { keys, operands: [volume = ''], flags } = line;
  const fileSystem = fileSystemKinds.find((kind) => kind === keys.get('fstype')?.toLowerCase());
  if (fileSystem === undefined) return failure(usageOf(line.tool, line.verb, `fstype= takes ${fileSystemKinds.join(', ')}`));
  const quick = keys.get('quick')?.toLowerCase() ?? 'on';
  if (quick !== 'on' && quick !== 'off') return failure(usageOf(line.tool, line.verb, 'quick= takes on or off'));
  const given = keys.get('unit');
  const unit = given === undefined ? success(undefined) : sizeArgument(line, given);
  if (!unit.ok) return unit;
  return success({
    group: givenGroup(line), volume, fileSystem, label: keys.get('label') ?? '', quick: quick === 'on', force: flags.has('f'),
    dryRun: flags.has('dryRun'),
    ...(unit.value === undefined ? {} : { allocationUnitBytes: unit.value }),
  });
}
