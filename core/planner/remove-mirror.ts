import type { VolumeRemoveMirror } from '../model/command.ts';
import type { GroupConfiguration, PlexRecord, VolumeRecord } from '../model/configuration.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Drafted } from './draft.ts';
import { diskSubject, diskWords, diskWordsById, memberNamed, plexNamed, volumeNamed, volumeSubject } from './find-objects.ts';
import { goodPlexes } from './good-plexes.ts';
import { logLines } from './log-placement.ts';
import type { PlanningContext } from './planning-context.ts';
import { plexSubject } from './plex-names.ts';
import { lastingLoss } from './redundancy.ts';
import { withoutPlexes } from './without-plexes.ts';

/** Never the last good plex; with the last but one, redundancy ends and the logs go. */
export function removeMirrors(configuration: GroupConfiguration, command: VolumeRemoveMirror, context: PlanningContext): Drafted {
  const found = volumeNamed(configuration, command.volume);
  if (!found.ok) return found;
  const volume = found.value;
  const meant = plexesMeant(configuration, command, volume, context);
  if (!meant.ok) return meant;
  const unfit = unfitFor(configuration, volume, meant.value, context);
  if (unfit !== null) return failure(unfit);
  const plexIds = new Set<string>(meant.value.map((plex) => plex.id));
  const { after, goneLogs, newLogs } = withoutPlexes(configuration, volume, plexIds, context);
  const names = meant.value.map((plex) => plex.name).join(', ');
  return success({
    after,
    summary: [
      ...meant.value.map((plex) => `Plex ${plex.name} (${plex.state}) of volume ${volume.name} is taken away; its space is free.`),
      ...goneLogs.map((log) => `Log ${log.name} goes from ${diskWordsById(configuration, log.diskId, context)}.`),
      ...logLines(after, newLogs, context),
    ],
    peakSpaceBytes: newLogs.reduce((sum, log) => sum + log.lengthBytes, 0),
    redundancy: lastingLoss(configuration, after, volume, context, `${names} ${meant.value.length === 1 ? 'is' : 'are'} taken away`),
  });
}

function plexesMeant(
  configuration: GroupConfiguration, command: VolumeRemoveMirror, volume: VolumeRecord, context: PlanningContext,
): Result<readonly PlexRecord[], Refusal> {
  const plexes = configuration.plexes.filter((plex) => plex.volumeId === volume.id);
  if (command.plex !== undefined) {
    const plex = plexNamed(configuration, volume, command.plex);
    return plex.ok ? success([plex.value]) : plex;
  }
  if (command.disks.length === 0) {
    const good = goodPlexes(configuration, context).get(volume.id) ?? [];
    const spare = plexes.find((plex) => !good.includes(plex)) ?? plexes.at(-1);
    return success(spare === undefined ? [] : [spare]);
  }
  const meant = new Set<PlexRecord>();
  for (const name of command.disks) {
    const member = memberNamed(configuration, name, context);
    if (!member.ok) return member;
    const onDisk = new Set(configuration.subdisks.filter((subdisk) => subdisk.diskId === member.value.id).map((subdisk) => subdisk.plexId));
    const there = plexes.filter((plex) => onDisk.has(plex.id));
    if (there.length === 0) {
      return failure(refusal('argument.invalid', diskSubject(diskWords(member.value, context), member.value.id),
        { argument: 'remove mirror', reason: `names a disk that bears no plex of volume ${volume.name}` },
        `Name a plex instead: plex=${plexes.at(-1)?.name ?? ''}`));
    }
    for (const plex of there) meant.add(plex);
  }
  return success([...meant]);
}

function unfitFor(
  configuration: GroupConfiguration, volume: VolumeRecord, leaving: readonly PlexRecord[], context: PlanningContext,
): Refusal | null {
  const good = goodPlexes(configuration, context).get(volume.id) ?? [];
  const last = leaving[0];
  if (last !== undefined && good.every((plex) => leaving.includes(plex))) {
    return lastGoodRefusal(configuration, volume, good.find((plex) => leaving.includes(plex)) ?? last, good, context);
  }
  const served = leaving.some((plex) => plex.state === 'ACTIVE' || plex.state === 'CLEAN');
  if (volume.state !== 'SYNC' || !served) return null;
  return refusal('volume.syncing', volumeSubject(volume), {}, 'Wait until it has ended: vxtask list');
}

/** Shared with `break`: the way out depends on whether another plex is on its way to be good. */
export function lastGoodRefusal(
  configuration: GroupConfiguration, volume: VolumeRecord, plex: PlexRecord, good: readonly PlexRecord[], context: PlanningContext,
): Refusal {
  const evidence = { volumes: [volume.name], good: good.map((one) => one.name) };
  const plexes = configuration.plexes.filter((other) => other.volumeId === volume.id);
  if (plexes.length > 1 && context.syncingVolumeIds.has(volume.id)) {
    return refusal('plex.last', plexSubject(plex), evidence, 'Wait until the copying to the others has ended: vxtask list');
  }
  if (plexes.length > 1) return refusal('plex.last', plexSubject(plex), evidence, 'Bring the disks of its other plexes back first.');
  return refusal('plex.last', plexSubject(plex), evidence, {
    kind: 'command',
    command: { command: 'volume.mirror', group: configuration.name, volume: volume.name, mirrors: 1, disks: [], excludedDisks: [] },
  });
}
