/** `volume.format` of the contract: what is refused at once, and the task that does the rest. */
import { formatCommandLine } from '../model/command-line.ts';
import { fileSystemKinds } from '../model/file-systems.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { CallHandlers, ParsedInput } from './call-dispatch.ts';
import type { CallOutputs } from './contract.ts';
import { checkFormat, formatCause, formatRefusal, formatVolume } from './format-volume.ts';
import type { HostTasks } from './host-tasks.ts';
import { becomesTrue } from './map/becomes-true.ts';
import { MapFolder } from './map/map-record.ts';
import { findVolume } from './name-resolution.ts';
import type { ObjectStore } from './object-store.ts';
import type { VolumeContents } from './volume-contents.ts';

/** The tool's own connections show as clients for a moment longer: the volume is free again when the task has ended. */
const goneMillisecondsMaximum = 10_000;

export interface FormatWorld {
  readonly store: ObjectStore;
  readonly stateFolder: string;
  readonly contents: VolumeContents;
  readonly hostTasks: HostTasks;
}

export function formatCalls(world: FormatWorld): Pick<CallHandlers, 'volume.format' | 'formats.list'> {
  return {
    'volume.format': (input, caller) => format(world, input, caller.user),
    'formats.list': () => success({
      formats: fileSystemKinds.map((fileSystem) => ({ fileSystem, refusal: formatRefusal(fileSystem) })),
    }),
  };
}

async function format(
  { store, stateFolder, contents, hostTasks }: FormatWorld, input: ParsedInput<'volume.format'>, user: string,
): Promise<Result<CallOutputs['volume.format'], Refusal>> {
  const { group, volume: name, force, dryRun, ...wish } = input;
  const found = findVolume(store, name, group);
  if (!found.ok) return found;
  const { volumeId } = found.value;
  const groupId = store.find('volume', volumeId)?.groupId ?? '';
  // What clients wrote since the last look counts.
  await contents.lookAt(groupId, volumeId);
  const volume = store.find('volume', volumeId);
  if (volume === null) return failure(volumeUnknown(name));
  const place = { volume, holds: contents.holds(volumeId), folder: new MapFolder(stateFolder) };
  const method = checkFormat(place, wish, force);
  if (!method.ok) return failure(method.error);
  const commandLine = formatCommandLine({ ...wish, group: volume.groupName, volume: volume.name, force });
  if (dryRun) return success({ task: null, commandLine });
  const task = hostTasks.begin(
    { name: 'Format', subject: { kind: 'volume', name: volume.name, id: volumeId }, groupId, cause: formatCause(wish, user) },
    async (abort) => {
      const end = await formatVolume(place, wish, method.value, abort);
      await becomesTrue(() => (store.find('volume', volumeId)?.clients.length ?? 0) === 0, goneMillisecondsMaximum);
      await contents.lookAt(groupId, volumeId);
      return end;
    });
  return success({ task, commandLine });
}

/** It was there a moment ago. */
function volumeUnknown(name: string): Refusal {
  return refusal('volume.unknown', { kind: 'volume', name }, {}, 'Look at the volumes of its group: vxprint');
}
