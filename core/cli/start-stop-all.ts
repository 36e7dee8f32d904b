/** `vxvol startall` and `stopall`: one command a volume. One that is refused does not keep the others from it. */
import type { VolumeStart, VolumeStop } from '../model/command.ts';
import type { Refusal } from '../model/refusal.ts';
import { refusalExitCodes } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { success } from '../model/result.ts';
import type { VolumeView } from '../model/views.ts';
import { givenGroup } from './line-parts.ts';
import { runOnHost } from './host-commands.ts';
import { groupNamed } from './list-groups.ts';
import { readObjects } from './object-index.ts';
import { refusalLine } from './refusal-line.ts';
import type { Line, Session } from './tool.ts';

/** The exit code is that of the last refusal; done when there was none. */
export async function startOrStopAll(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const objects = await readObjects(connection.value);
  if (!objects.ok) return objects;
  const group = givenGroup(line) === '' ? null : groupNamed(objects.value, givenGroup(line));
  if (group !== null && !group.ok) return group;
  const starts = line.verb.name === 'startall';
  const inGroup = group === null ? objects.value.volumes : objects.value.volumesOf(group.value.id);
  const volumes = inGroup.filter(({ started }) => started !== starts);
  const refused: { readonly volume: VolumeView; readonly refusal: Refusal }[] = [];
  for (const volume of volumes) {
    const command = starts ? startCommand(volume) : stopCommand(volume, line.flags.has('f'));
    const run = await runOnHost(connection.value, command);
    if (!run.ok) refused.push({ volume, refusal: run.error });
  }
  for (const { refusal } of refused) session.terminal.error(refusalLine(line.tool, refusal));
  if (session.json) {
    session.terminal.out(JSON.stringify({
      volumes: volumes.map(({ name, groupName, id }) => ({
        name, group: groupName, guid: id, refusal: refused.find(({ volume }) => volume.id === id)?.refusal ?? null,
      })),
    }));
  }
  const last = refused.at(-1);
  return success(last === undefined ? 0 : refusalExitCodes[last.refusal.code]);
}

function startCommand(volume: VolumeView): VolumeStart {
  return { command: 'volume.start', group: volume.groupName, volume: volume.name };
}

function stopCommand(volume: VolumeView, force: boolean): VolumeStop {
  return { command: 'volume.stop', group: volume.groupName, volume: volume.name, force };
}
