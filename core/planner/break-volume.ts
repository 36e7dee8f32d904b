import type { VolumeBreak } from '../model/command.ts';
import type { GroupConfiguration, PlexRecord, VolumeRecord } from '../model/configuration.ts';
import type { Subject, VolumeId } from '../model/identity.ts';
import { volumesPerGroupMaximum } from '../model/limits.ts';
import { firstFreeName, nameKey } from '../model/name-rules.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Draft, Drafted } from './draft.ts';
import { wantedLetter } from './drive-letters.ts';
import { diskWordsById, groupSubject, plexNamed, volumeNamed, volumeSubject } from './find-objects.ts';
import { goodPlexes } from './good-plexes.ts';
import { logLines } from './log-placement.ts';
import { numberedName } from './new-subdisks.ts';
import type { PlanningContext } from './planning-context.ts';
import { plexSubject } from './plex-names.ts';
import { lastingLoss } from './redundancy.ts';
import { lastGoodRefusal } from './remove-mirror.ts';
import { volumeNameRefusal } from './volume-shape.ts';
import { withoutPlexes } from './without-plexes.ts';

/**
 * One plex becomes a volume of its own, with what was flushed when the gate of the old one was closed for the commit. It is
 * started when the old one runs.
 */
export function breakVolume(configuration: GroupConfiguration, command: VolumeBreak, context: PlanningContext): Drafted {
  const found = volumeNamed(configuration, command.volume);
  if (!found.ok) return found;
  const volume = found.value;
  const plex = plexNamed(configuration, volume, command.plex);
  if (!plex.ok) return plex;
  const unfit = unfitFor(configuration, volume, plex.value, context);
  if (unfit !== null) return failure(unfit);
  const taken = new Set(configuration.volumes.map((other) => nameKey(other.name)));
  const name = command.newName ?? firstFreeName((number) => `Volume${number}`, taken);
  const nameFault = volumeNameRefusal(configuration, name);
  if (nameFault !== null) return failure(nameFault);
  const subject: Subject = { kind: 'volume', name };
  const letter = wantedLetter(configuration, subject, '', command.driveLetter ?? '', context);
  if (!letter.ok) return letter;
  return success(draftOf(configuration, { ...command, newName: name }, volume, plex.value, letter.value, context));
}

function unfitFor(configuration: GroupConfiguration, volume: VolumeRecord, plex: PlexRecord, context: PlanningContext): Refusal | null {
  const good = goodPlexes(configuration, context).get(volume.id) ?? [];
  if (!good.includes(plex)) {
    const state = plex.state === 'ACTIVE' || plex.state === 'CLEAN' ? 'without one of its disks' : plex.state;
    const others = good.map((other) => other.name);
    return refusal('plex.state', plexSubject(plex), { state, volume: volume.name, good: others },
      others.length > 1
        ? `Break off one that is good: ${others.join(', ')}.`
        : 'Bring it up to date first: attach its disks, start the volume.');
  }
  if (good.length === 1) return lastGoodRefusal(configuration, volume, plex, good, context);
  if (volume.state === 'SYNC') return refusal('volume.syncing', volumeSubject(volume), {}, 'Wait until it has ended: vxtask list');
  if (volume.state !== 'CLEAN' && !context.startedVolumeIds.has(volume.id)) {
    return refusal('volume.busy', volumeSubject(volume), { reason: 'it was in use at a crash, and its plexes may differ' },
      { kind: 'command', command: { command: 'volume.start', group: configuration.name, volume: volume.name } });
  }
  if (configuration.volumes.length < volumesPerGroupMaximum) return null;
  return refusal('limit.reached', groupSubject(configuration), { limit: 'volumes', maximum: volumesPerGroupMaximum },
    'Delete a volume first.');
}

function draftOf(
  configuration: GroupConfiguration, command: VolumeBreak & { readonly newName: string }, volume: VolumeRecord, plex: PlexRecord,
  driveLetter: string, context: PlanningContext,
): Draft {
  const { after: left, goneLogs, newLogs } = withoutPlexes(configuration, volume, new Set([plex.id]), context);
  const started = context.startedVolumeIds.has(volume.id);
  const own: VolumeRecord = {
    id: context.newGuid() as VolumeId, name: command.newName, lengthBytes: volume.lengthBytes, state: 'CLEAN',
    readPolicy: { kind: 'select' }, driveLetter, startAtImport: started, readOnly: volume.readOnly, mapRegionBytes: 0,
    differingBytes: 0,
  };
  const plexName = numberedName(own.name, 1);
  const free = !left.plexes.some((other) => nameKey(other.name) === nameKey(plexName));
  const moved: PlexRecord = { ...plex, name: free ? plexName : plex.name, volumeId: own.id };
  const after: GroupConfiguration = {
    ...left,
    volumes: [...left.volumes, own],
    plexes: [...left.plexes, moved],
    subdisks: [...left.subdisks, ...configuration.subdisks.filter((subdisk) => subdisk.plexId === plex.id)],
  };
  return {
    command,
    after,
    summary: [
      `Plex ${plex.name} of volume ${volume.name} becomes volume ${own.name}${started ? ', and is started' : ''}: it holds what was `
        + 'flushed at that moment.',
      ...goneLogs.map((log) => `Log ${log.name} goes from ${diskWordsById(configuration, log.diskId, context)}.`),
      ...logLines(after, newLogs, context),
    ],
    peakSpaceBytes: newLogs.reduce((sum, log) => sum + log.lengthBytes, 0),
    redundancy: lastingLoss(configuration, after, volume, context, `${plex.name} is a volume of its own`),
  };
}
