/** `vxassist querymax`: the planner's own answer to how large a make or a grow may be. */
import { success } from '../model/result.ts';
import type { VolumeGrow, VolumeMake } from '../model/command.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { formatSize } from '../model/size-text.ts';
import { maximumOnHost } from './host-commands.ts';
import { givenGroup } from './line-parts.ts';
import { makeCommand } from './make-arguments.ts';
import { resolveVolume } from './resolve-volume.ts';
import type { Line, Session } from './tool.ts';

/** A name for a volume that is only asked about; the planner checks its form and nothing else. */
const volumeAskedAbout = 'querymax';

export async function queryMaximum(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const typed = commandAskedAbout(line);
  if (!typed.ok) return typed;
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const command = await resolveVolume(connection.value, typed.value);
  if (!command.ok) return command;
  const answer = await maximumOnHost(connection.value, command.value);
  if (!answer.ok) return answer;
  const { bytes } = answer.value;
  const grows = command.value.command === 'volume.grow';
  if (session.json) session.terminal.out(JSON.stringify(grows ? { growthBytes: bytes } : { sizeBytes: bytes }));
  else session.terminal.out(`${grows ? 'Maximum growth' : 'Maximum volume size'}: ${bytes / 512} sectors (${formatSize(bytes)})`);
  return success(0);
}

function commandAskedAbout(line: Line): Result<VolumeGrow | VolumeMake, Refusal> {
  const [volume] = line.operands;
  if (volume === undefined) return makeCommand(line, volumeAskedAbout, 'MAX', []);
  return success({
    command: 'volume.grow', group: givenGroup(line), volume, byBytes: 0, disks: [], excludedDisks: line.excluded, zeroed: true,
  });
}
