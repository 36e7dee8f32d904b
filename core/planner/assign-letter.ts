import type { VolumeAssign } from '../model/command.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import { success } from '../model/result.ts';
import type { Drafted } from './draft.ts';
import { wantedLetter } from './drive-letters.ts';
import { volumeNamed, volumeSubject } from './find-objects.ts';
import type { PlanningContext } from './planning-context.ts';
import { withVolume } from './volume-states.ts';

export function assignLetter(configuration: GroupConfiguration, command: VolumeAssign, context: PlanningContext): Drafted {
  const found = volumeNamed(configuration, command.volume);
  if (!found.ok) return found;
  const volume = found.value;
  const letter = wantedLetter(configuration, volumeSubject(volume), volume.id, command.driveLetter, context);
  if (!letter.ok) return letter;
  const given =
    letter.value === '' ? `Volume ${volume.name} has no drive letter.` : `Volume ${volume.name} is called ${letter.value}: on its host.`;
  const freed = volume.driveLetter === '' || volume.driveLetter === letter.value ? [] : [`${volume.driveLetter}: is free.`];
  return success({ after: withVolume(configuration, { ...volume, driveLetter: letter.value }), summary: [given, ...freed] });
}
