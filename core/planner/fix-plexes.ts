/**
 * `vxmend fix`: the administrator's word for what plexes of a stopped volume hold. Nothing is looked at, so the plan says what is
 * claimed. Maps of what other plexes lack were kept against another copy: with a new source they mean nothing, and are given up.
 */
import type { PlexClaim, PlexFix } from '../model/command.ts';
import type { GroupConfiguration, PlexRecord, PlexState, VolumeRecord, VolumeState } from '../model/configuration.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import { sabotaged } from '../model/sabotage.ts';
import type { Draft, Drafted } from './draft.ts';
import type { PlanningContext } from './planning-context.ts';
import { plexesNamed, plexSubject, volumeOf } from './plex-names.ts';

export function fixPlexes(configuration: GroupConfiguration, command: PlexFix, context: PlanningContext): Drafted {
  const named = plexesNamed(configuration, command.plexes);
  if (!named.ok) return named;
  const [first] = named.value as readonly [PlexRecord];
  const volume = volumeOf(configuration, first);
  const fault = fixFault(configuration, command, named.value, volume, context);
  if (fault !== null) return failure(fault);
  const ids = new Set<string>(named.value.map((plex) => plex.id));
  return success(command.claim === 'clean' || command.claim === 'active'
    ? vouchedFor(configuration, command.claim, named.value, volume)
    : givenUp(configuration, command.claim, ids, volume));
}

function fixFault(
  configuration: GroupConfiguration, command: PlexFix, plexes: readonly PlexRecord[], volume: VolumeRecord, context: PlanningContext,
): Refusal | null {
  const subject = { kind: 'volume', name: volume.name, id: volume.id } as const;
  const other = plexes.find((plex) => plex.volumeId !== volume.id);
  if (other !== undefined) {
    const reason = `belongs to another volume than ${volume.name}`;
    return refusal('argument.invalid', plexSubject(other), { argument: 'the plex', reason },
      'Name plexes of one volume.');
  }
  if (context.startedVolumeIds.has(volume.id)) {
    return refusal('volume.started', subject, { reason: 'the states of its plexes are seen, not told' },
      { kind: 'command', command: { command: 'volume.stop', group: configuration.name, volume: volume.name, force: false } });
  }
  const adding = plexes.find((plex) => plex.state === 'TEMPRMSD');
  if (adding !== undefined) {
    return refusal('plex.state', plexSubject(adding), { state: adding.state, volume: volume.name },
      'It was never whole. Remove it, or start the volume so that its copy ends.');
  }
  if (command.claim === 'clean' || command.claim === 'active') return null;
  const ids = new Set(plexes.map((plex) => plex.id));
  const good = configuration.plexes.filter((plex) => plex.volumeId === volume.id && isGood(plex));
  if (good.length === 0 || good.some((plex) => !ids.has(plex.id))) return null;
  const alternative = configuration.plexes.find((plex) => plex.volumeId === volume.id && !ids.has(plex.id) && plex.state !== 'TEMPRMSD');
  return refusal('plex.last', plexSubject(good[0] as PlexRecord), { volumes: [volume.name] }, alternative === undefined
    ? 'Add a mirror first, or delete the volume.'
    : { kind: 'command', command: { command: 'plex.fix', group: configuration.name, claim: 'clean', plexes: [alternative.name] } });
}

function isGood(plex: PlexRecord): boolean {
  return plex.state === 'ACTIVE' || plex.state === 'CLEAN';
}

/** The named plexes hold the volume's data; the others do not. */
function vouchedFor(
  configuration: GroupConfiguration, claim: Extract<PlexClaim, 'clean' | 'active'>, named: readonly PlexRecord[], volume: VolumeRecord,
): Draft {
  const ids = new Set<string>(named.map((plex) => plex.id));
  const names = named.map((plex) => plex.name).join(', ');
  const state: PlexState & VolumeState = claim === 'clean' ? 'CLEAN' : 'ACTIVE';
  const others = configuration.plexes.filter((plex) => plex.volumeId === volume.id && !ids.has(plex.id) && plex.state !== 'TEMPRMSD');
  const known = sabotaged('mend-keeps-missed-maps');
  const plexes = configuration.plexes.map((plex): PlexRecord => {
    if (plex.volumeId !== volume.id) return plex;
    if (ids.has(plex.id)) return { ...plex, state, missed: null };
    return { ...plex, state: isGood(plex) ? 'STALE' : plex.state, missed: known ? plex.missed : null };
  });
  const logs = configuration.logs.map((log) =>
    (claim === 'active' && log.volumeId === volume.id ? { ...log, state: 'STALE' as const } : log));
  const claimed = claim === 'clean'
    ? `${names} ${ids.size === 1 ? 'holds' : 'hold, byte for byte the same,'} the data of volume ${volume.name}.`
    : `${names} may serve volume ${volume.name}${ids.size === 1 ? '' : '; they are made equal when it starts'}.`;
  return {
    after: {
      ...configuration, plexes, logs,
      // Those that are vouched for are the same, or are made so; the others are copied whole.
      volumes: configuration.volumes.map((other) => (other.id === volume.id ? { ...other, state, differingBytes: 0 } : other)),
    },
    summary: [
      `The administrator vouches that ${claimed}`,
      ...others.map((plex) => `${plex.name} is copied whole from there once the volume is started; what it holds is lost.`),
    ],
    bytesToCopy: others.filter((plex) => plex.state !== 'OFFLINE').length * volume.lengthBytes,
    warnings: ['Nothing checks this claim. A wrong one makes old or broken data the data of the volume.'],
  };
}

/** The named plexes hold nothing that counts: `stale` keeps the map of what they lack, `empty` gives it up. */
function givenUp(
  configuration: GroupConfiguration, claim: Extract<PlexClaim, 'stale' | 'empty'>, ids: ReadonlySet<string>, volume: VolumeRecord,
): Draft {
  const plexes = configuration.plexes.map((plex): PlexRecord => {
    if (!ids.has(plex.id)) return plex;
    // What a plex lacks that nobody saw fall behind, no map says.
    const missed = claim === 'stale' && !isGood(plex) ? plex.missed : null;
    return { ...plex, state: 'STALE', missed };
  });
  const stale = plexes.filter((plex) => ids.has(plex.id));
  return {
    after: { ...configuration, plexes },
    summary: stale.map((plex) => `The administrator vouches that ${plex.name} is not up to date; `
      + `${plex.missed === null ? 'it is copied whole' : 'what its map names is copied to it'} once volume ${volume.name} is started.`),
    bytesToCopy: stale.filter((plex) => plex.missed === null).length * volume.lengthBytes,
  };
}
