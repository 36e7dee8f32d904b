/** How many disks a volume survives before, during and after a plan. */
import { volumeHealth } from '../model/health.ts';
import type { HealthFacts } from '../model/health.ts';
import { indexConfiguration } from '../model/configuration-index.ts';
import type { GroupConfiguration, VolumeRecord } from '../model/configuration.ts';
import type { RedundancyStep } from './plan.ts';

export function survivesDisks(configuration: GroupConfiguration, volumeId: string, facts: HealthFacts): number {
  const index = indexConfiguration(configuration);
  const volume = index.volumeById.get(volumeId);
  return volume === undefined ? 0 : volumeHealth(volume, index, facts).survivesDisks;
}

/** For a change that takes copies away for good; none where nothing is lost. */
export function lastingLoss(
  before: GroupConfiguration, after: GroupConfiguration, volume: VolumeRecord, facts: HealthFacts, reason: string,
): readonly RedundancyStep[] {
  const survivesBefore = survivesDisks(before, volume.id, facts);
  const survivesAfter = survivesDisks(after, volume.id, facts);
  if (survivesAfter >= survivesBefore) return [];
  return [{ volumeId: volume.id, volume: volume.name, survivesBefore, survivesDuring: survivesAfter, survivesAfter, reason }];
}
