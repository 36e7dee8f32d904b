/** `vxassist querymax`: the planner's own answer to how large a make or a grow may be. */
import { success } from '../model/result.ts';
import type { VolumeGrow, VolumeMake } from '../model/command.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { sameName } from '../model/name-rules.ts';
import { formatSize } from '../model/size-text.ts';
import { maximumOnHost } from './host-commands.ts';
import { givenGroup } from './line-parts.ts';
import { makeCommand } from './make-arguments.ts';
import { readObjects } from './object-index.ts';
import { resolveVolume } from './resolve-volume.ts';
import type { HostConnection, Line, Session } from './tool.ts';

/** A name for a volume that is only asked about; the planner checks its form and nothing else. */
const volumeAskedAbout = 'querymax';

export async function queryMaximum(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const command = await commandAskedAbout(line, connection.value);
  if (!command.ok) return command;
  const answer = await maximumOnHost(connection.value, command.value);
  if (!answer.ok) return answer;
  const { bytes } = answer.value;
  const grows = command.value.command === 'volume.grow';
  if (session.json) session.terminal.out(JSON.stringify(grows ? { growthBytes: bytes } : { sizeBytes: bytes }));
  else session.terminal.out(`${grows ? 'Maximum growth' : 'Maximum volume size'}: ${bytes / 512} sectors (${formatSize(bytes)})`);
  return success(0);
}

/** The first word is a disk when one has that name and no volume has, else it is a volume. */
async function commandAskedAbout(line: Line, connection: HostConnection): Promise<Result<VolumeGrow | VolumeMake, Refusal>> {
  const [first, ...disks] = line.operands;
  if (first === undefined) return makeCommand(line, volumeAskedAbout, 'MAX', []);
  const group = givenGroup(line);
  const objects = await readObjects(connection);
  if (!objects.ok) return objects;
  const { volumes, disks: known } = objects.value;
  const namesVolume = volumes.some((volume) => sameName(volume.name, first) && (group === '' || sameName(volume.groupName, group)));
  const namesDisk = known.some((disk) => [disk.name, disk.internalName, disk.id].some((name) => sameName(name, first)));
  if (namesDisk && !namesVolume) return makeCommand(line, volumeAskedAbout, 'MAX', line.operands);
  return resolveVolume(connection, {
    command: 'volume.grow', group, volume: first, byBytes: 0, disks, excludedDisks: line.excluded, zeroed: true,
  });
}
