import type { VolumeReadPolicy } from '../model/command.ts';
import type { GroupConfiguration, ReadPolicy } from '../model/configuration.ts';
import { refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Drafted } from './draft.ts';
import { plexNamed, volumeNamed, volumeSubject } from './find-objects.ts';
import { withVolume } from './volume-states.ts';

const meanings: Readonly<Record<VolumeReadPolicy['policy'], string>> = {
  select: 'from a striped plex when there is one, else from each plex in turn',
  round: 'from each plex in turn',
  prefer: 'from the preferred plex while it can',
};

export function setReadPolicy(configuration: GroupConfiguration, command: VolumeReadPolicy): Drafted {
  const found = volumeNamed(configuration, command.volume);
  if (!found.ok) return found;
  const volume = found.value;
  const names = configuration.plexes.filter((plex) => plex.volumeId === volume.id).map((plex) => plex.name);
  let policy: ReadPolicy;
  if (command.policy === 'prefer') {
    if (command.plex === undefined || command.plex === '') {
      return failure(
        refusal(
          'argument.invalid',
          volumeSubject(volume),
          { argument: 'rdpol prefer', reason: 'needs the name of a plex' },
          `Name one of ${names.join(', ')}.`,
        ),
      );
    }
    const plex = plexNamed(configuration, volume, command.plex);
    if (!plex.ok) return plex;
    policy = { kind: 'prefer', plexId: plex.value.id };
  } else if (command.plex !== undefined) {
    const { plex: given, ...without } = command;
    return failure(
      refusal(
        'argument.invalid',
        volumeSubject(volume),
        { argument: `rdpol ${command.policy}`, reason: `takes no plex (${given})` },
        { kind: 'command', command: without },
      ),
    );
  } else {
    policy = { kind: command.policy };
  }
  return success({
    after: withVolume(configuration, { ...volume, readPolicy: policy }),
    summary: [`Volume ${volume.name} reads ${meanings[command.policy]}${command.plex === undefined ? '' : ` (${command.plex})`}.`],
  });
}
