/** `vxmend off` and `on`: plexes out of use by hand, and back. What is written meanwhile is kept in their maps. */
import type { PlexOff, PlexOn } from '../model/command.ts';
import type { GroupConfiguration, PlexRecord, PlexState } from '../model/configuration.ts';
import { withMissedMaps } from '../model/missed-maps.ts';
import { refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Draft, Drafted } from './draft.ts';
import { goodPlexes, volumesLeftWithout } from './good-plexes.ts';
import type { PlanningContext } from './planning-context.ts';
import { plexesNamed, plexSubject, volumeOf } from './plex-names.ts';

export function takePlexesOff(configuration: GroupConfiguration, command: PlexOff, context: PlanningContext): Drafted {
  const named = plexesNamed(configuration, command.plexes);
  if (!named.ok) return named;
  const wrong = named.value.find((plex) => plex.state === 'OFFLINE' || plex.state === 'TEMPRMSD');
  if (wrong !== undefined) {
    return failure(refusal('plex.state', plexSubject(wrong), { state: wrong.state, volume: volumeOf(configuration, wrong).name },
      wrong.state === 'OFFLINE' ? 'Leave it as it is.' : 'Wait until its copy has ended, or abort it: vxtask list'));
  }
  const copied = named.value.find((plex) => plex.state === 'STALE' && context.syncingVolumeIds.has(plex.volumeId));
  if (copied !== undefined) {
    return failure(refusal('volume.syncing', { kind: 'volume', name: volumeOf(configuration, copied).name },
      { plex: copied.name }, 'Wait until its copy has ended, or abort it: vxtask list'));
  }
  const leaving = new Set<string>(named.value.map((plex) => plex.id));
  const served = named.value.filter((plex) => plex.state === 'ACTIVE' || plex.state === 'CLEAN');
  const [without] = volumesLeftWithout(configuration, new Set(served.map((plex) => plex.id)), context);
  if (without !== undefined) {
    const last = served.find((plex) => plex.volumeId === without.id);
    return failure(refusal('plex.last', last === undefined ? { kind: 'volume', name: without.name } : plexSubject(last),
      { volumes: [without.name] }, 'Wait until another plex of the volume is up to date, or add a mirror first.'));
  }
  return success({
    after: withMissedMaps(withState(configuration, leaving, 'OFFLINE'), new Set(served.map((plex) => plex.id)), () => context.newGuid()),
    summary: named.value.map((plex) =>
      `Plex ${plex.name} of volume ${volumeOf(configuration, plex).name} is neither read nor written until vxmend on; `
        + 'what it misses is kept.'),
    redundancy: redundancySteps(configuration, leaving, context),
  });
}

export function bringPlexesOn(configuration: GroupConfiguration, command: PlexOn): Drafted {
  const named = plexesNamed(configuration, command.plexes);
  if (!named.ok) return named;
  const wrong = named.value.find((plex) => plex.state !== 'OFFLINE');
  if (wrong !== undefined) {
    return failure(refusal('plex.state', plexSubject(wrong), { state: wrong.state, volume: volumeOf(configuration, wrong).name },
      'Leave it as it is: only a plex that is OFFLINE is put on.'));
  }
  return success({
    after: withState(configuration, new Set(named.value.map((plex) => plex.id)), 'STALE'),
    summary: named.value.map((plex) => {
      const copied = plex.missed === null ? 'it is copied whole' : 'what it missed is copied to it';
      return `Plex ${plex.name} is STALE; ${copied} once volume ${volumeOf(configuration, plex).name} is started.`;
    }),
    bytesToCopy: named.value.filter((plex) => plex.missed === null)
      .reduce((sum, plex) => sum + volumeOf(configuration, plex).lengthBytes, 0),
  });
}

function withState(configuration: GroupConfiguration, plexIds: ReadonlySet<string>, state: PlexState): GroupConfiguration {
  return { ...configuration, plexes: configuration.plexes.map((plex) => (plexIds.has(plex.id) ? { ...plex, state } : plex)) };
}

export function redundancySteps(
  configuration: GroupConfiguration, leavingPlexIds: ReadonlySet<string>, context: PlanningContext,
): NonNullable<Draft['redundancy']> {
  const good = goodPlexes(configuration, context);
  return configuration.volumes.flatMap((volume) => {
    const plexes: readonly PlexRecord[] = good.get(volume.id) ?? [];
    const left = plexes.filter((plex) => !leavingPlexIds.has(plex.id));
    const gone = plexes.filter((plex) => leavingPlexIds.has(plex.id)).map((plex) => plex.name);
    if (gone.length === 0) return [];
    return [{
      volumeId: volume.id, volume: volume.name, survivesBefore: plexes.length - 1, survivesDuring: Math.max(0, left.length - 1),
      reason: `${gone.join(', ')} ${gone.length === 1 ? 'takes' : 'take'} no part`,
    }];
  });
}
