/** How large may it be? The same rules as the planners of make and grow, so that the answer can be asked for and had. */
import type { VolumeGrow, VolumeMake } from '../model/command.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { queryGrow } from './grow-volume.ts';
import { queryMake } from './make-volume.ts';
import type { PlanningContext } from './planning-context.ts';

/**
 * Bytes: for a make the largest length of the new volume, for a grow the largest growth; 0 when nothing fits. The command's own
 * size is not looked at, nor is the name of a volume to be made.
 */
export function queryMaximum(
  configuration: GroupConfiguration,
  command: VolumeMake | VolumeGrow,
  context: PlanningContext,
): Result<number, Refusal> {
  return command.command === 'volume.make' ? queryMake(configuration, command, context) : queryGrow(configuration, command, context);
}
