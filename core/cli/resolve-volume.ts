/**
 * A volume may be named by its name with `-gDG`, by its letter, its device path, its GUID or its volume path. A plain name
 * with a group goes to the host as it is; everything else the host looks up first.
 */
import type { Command } from '../model/command.ts';
import type { FoundVolume } from '../host/contract.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { success } from '../model/result.ts';
import { parseVolumeReference } from '../model/volume-reference.ts';
import type { HostConnection } from './tool.ts';

/** The command with the volume's own group and name in it. */
export async function resolveVolume<Kind extends Command>(connection: HostConnection, command: Kind): Promise<Result<Kind, Refusal>> {
  if (!('volume' in command) || command.command === 'volume.make') return success(command);
  const found = await findVolume(connection, command.volume, command.group);
  return found.ok ? success({ ...command, group: found.value.group, volume: found.value.volume }) : found;
}

async function findVolume(
  connection: HostConnection, name: string, group: string,
): Promise<Result<Pick<FoundVolume, 'group' | 'volume'>, Refusal>> {
  if (group !== '' && parseVolumeReference(name).kind === 'name') return success({ group, volume: name });
  return connection.call('volume.find', { name, group });
}
