/** Comparing the plexes of a volume, and on request making those that differ equal to one of them: no configuration changes. */
import type { VolumeVerify } from '../model/command.ts';
import type { GroupConfiguration, PlexRecord } from '../model/configuration.ts';
import { indexConfiguration } from '../model/configuration-index.ts';
import { plexIsUsable } from '../model/health.ts';
import { refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import { formatSize } from '../model/size-text.ts';
import type { Drafted } from './draft.ts';
import { plexNamed, volumeNamed, volumeSubject } from './find-objects.ts';
import type { PlanningContext } from './planning-context.ts';

export function verifyVolume(configuration: GroupConfiguration, command: VolumeVerify, context: PlanningContext): Drafted {
  const found = volumeNamed(configuration, command.volume);
  if (!found.ok) return found;
  const volume = found.value;
  const subject = volumeSubject(volume);
  if (!context.startedVolumeIds.has(volume.id)) {
    const start = { command: 'volume.start', group: configuration.name, volume: volume.name } as const;
    return failure(refusal('volume.stopped', subject, {}, { kind: 'command', command: start }));
  }
  if (volume.state === 'SYNC' || context.syncingVolumeIds.has(volume.id)) {
    return failure(refusal('volume.syncing', subject, {}, 'Wait until it has ended: vxtask list.'));
  }
  const index = indexConfiguration(configuration);
  const plexes = (index.plexesByVolume.get(volume.id) ?? []).filter((plex) => plexIsUsable(plex, index, context));
  const names = plexes.map((plex) => plex.name).join(', ');
  if (plexes.length < 2) {
    return failure(refusal('volume.one-copy', subject, { plexes: plexes.map((plex) => plex.name) },
      'Add a mirror, or bring its other plexes back first: vxassist mirror.'));
  }
  const right = command.from === undefined ? success(null) : plexNamed(configuration, volume, command.from);
  if (!right.ok) return right;
  if (right.value !== null && !plexes.includes(right.value)) return failure(notReadable(right.value, plexes));
  const compares = `Compares plexes ${names} of volume ${volume.name}: reads ${formatSize(volume.lengthBytes)} of each.`;
  return success({
    after: configuration,
    summary: right.value === null ? [compares, 'Changes nothing.']
      : [compares, `Where they differ, the others are written anew from ${right.value.name}.`],
    warnings: right.value === null ? [] : [`What only the other plexes hold in such places is lost.`],
  });
}

function notReadable(plex: PlexRecord, plexes: readonly PlexRecord[]): ReturnType<typeof refusal> {
  const names = plexes.map((other) => other.name);
  return refusal('plex.state', { kind: 'plex', name: plex.name, id: plex.id },
    { state: plex.state, reason: 'cannot be read now' }, `Name one of ${names.join(', ')}.`);
}
