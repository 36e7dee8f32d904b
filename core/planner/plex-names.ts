/** Plexes that a command names, of any volume of the group. */
import type { GroupConfiguration, PlexRecord, VolumeRecord } from '../model/configuration.ts';
import type { Subject } from '../model/identity.ts';
import { invariant } from '../model/invariant.ts';
import { sameName } from '../model/name-rules.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { groupSubject } from './find-objects.ts';

export function plexSubject(plex: PlexRecord): Subject {
  return { kind: 'plex', name: plex.name, id: plex.id };
}

/** By name or id, each once, in the order of the command. */
export function plexesNamed(configuration: GroupConfiguration, names: readonly string[]): Result<readonly PlexRecord[], Refusal> {
  const plexes: PlexRecord[] = [];
  for (const name of names) {
    const plex = configuration.plexes.find((candidate) => sameName(candidate.name, name) || candidate.id === name);
    if (plex === undefined) {
      return failure(refusal('plex.unknown', { kind: 'plex', name }, { group: configuration.name },
        `See which there are: vxprint -g${configuration.name} -ht`));
    }
    if (!plexes.includes(plex)) plexes.push(plex);
  }
  if (plexes.length > 0) return success(plexes);
  return failure(refusal('argument.invalid', groupSubject(configuration), { argument: 'plexes', reason: 'must name one plex or more' },
    'Name one or more plexes.'));
}

export function volumeOf(configuration: GroupConfiguration, plex: PlexRecord): VolumeRecord {
  const volume = configuration.volumes.find((candidate) => candidate.id === plex.volumeId);
  invariant(volume !== undefined, 'a plex belongs to a volume');
  return volume;
}
