/** vxmend: nobody loses the last good copy by it, and what is claimed stands in the plan. */
import { describe, expect, it } from 'vitest';
import type { PlexClaim } from '../model/command.ts';
import type { PlexState } from '../model/configuration.ts';
import { setSabotages } from '../model/sabotage.ts';
import { unnamedChanges } from '../model/state-changes.ts';
import { group, make, type TestWorld } from './test-world.ts';

function mirror(states: readonly PlexState[] = ['ACTIVE', 'ACTIVE'], started = true): TestWorld {
  const world = group(3);
  world.do({ ...make, type: 'mirror', mirrors: states.length });
  world.configuration = {
    ...world.configuration,
    volumes: world.configuration.volumes.map((volume) => ({ ...volume, state: started ? 'ACTIVE' : 'CLEAN' })),
    plexes: world.configuration.plexes.map((plex, index) => ({ ...plex, state: states[index] as PlexState })),
  };
  world.started.clear();
  if (started) world.started.add(world.volumeId('V'));
  return world;
}

const off = (...plexes: string[]) => ({ command: 'plex.off', group: 'DG', plexes }) as const;
const on = (...plexes: string[]) => ({ command: 'plex.on', group: 'DG', plexes }) as const;
const fix = (claim: PlexClaim, ...plexes: string[]) => ({ command: 'plex.fix', group: 'DG', claim, plexes }) as const;

function outcome(world: TestWorld, command: ReturnType<typeof off> | ReturnType<typeof on> | ReturnType<typeof fix>) {
  const planned = world.plan(command);
  if (!planned.ok) return planned.error.code;
  const { after } = planned.value;
  expect(after === null ? [] : unnamedChanges(world.configuration, after)).toEqual([]);
  return after?.plexes.map((plex) => plex.state).join(' ') ?? '';
}

describe('vxmend off and on', () => {
  it.each([
    ['a plex with a good fellow goes', ['ACTIVE', 'ACTIVE'], off('V-01'), 'OFFLINE ACTIVE'],
    ['the last good plex stays', ['ACTIVE', 'STALE'], off('V-01'), 'plex.last'],
    ['all plexes at once are the last good one too', ['ACTIVE', 'ACTIVE'], off('V-01', 'V-02'), 'plex.last'],
    ['a stale plex may go', ['ACTIVE', 'STALE'], off('V-02'), 'ACTIVE OFFLINE'],
    ['one that is off stays off', ['ACTIVE', 'OFFLINE'], off('V-02'), 'plex.state'],
    ['one that is being added is left alone', ['ACTIVE', 'TEMPRMSD'], off('V-02'), 'plex.state'],
    ['back on it is STALE', ['ACTIVE', 'OFFLINE'], on('V-02'), 'ACTIVE STALE'],
    ['only what is off is put on', ['ACTIVE', 'STALE'], on('V-02'), 'plex.state'],
    ['a name that there is not', ['ACTIVE', 'ACTIVE'], off('V-09'), 'plex.unknown'],
  ] as const)('%s', (_words, states, command, expected) => {
    expect(outcome(mirror(states), command)).toBe(expected);
  });

  it('a fellow on a missing disk is no good fellow', () => {
    const world = mirror();
    world.present.delete(world.diskId('Harddisk1'));
    expect(outcome(world, off('V-01'))).toBe('plex.last');
    expect(outcome(world, off('V-02'))).toBe('ACTIVE OFFLINE');
  });

  it('tells how much redundancy goes', () => {
    const planned = mirror().plan(off('V-01'));
    expect(planned.ok ? planned.value.redundancy : []).toMatchObject([{ volume: 'V', survivesBefore: 1, survivesDuring: 0 }]);
  });
});

describe('vxmend fix', () => {
  it.each([
    ['clean: it holds the data, the others are copied from it', ['ACTIVE', 'STALE'], fix('clean', 'V-02'), 'STALE CLEAN'],
    ['clean for all that are named', ['STALE', 'STALE'], fix('clean', 'V-01', 'V-02'), 'CLEAN CLEAN'],
    ['active: they are made equal at the start', ['STALE', 'STALE'], fix('active', 'V-01', 'V-02'), 'ACTIVE ACTIVE'],
    ['stale, beside a good one', ['CLEAN', 'CLEAN'], fix('stale', 'V-02'), 'CLEAN STALE'],
    ['empty, beside a good one', ['CLEAN', 'OFFLINE'], fix('empty', 'V-02'), 'CLEAN STALE'],
    ['stale is refused for the last good one', ['CLEAN', 'STALE'], fix('stale', 'V-01'), 'plex.last'],
    ['empty is refused for the last good one', ['CLEAN', 'STALE'], fix('empty', 'V-01'), 'plex.last'],
    ['one that was never whole', ['CLEAN', 'TEMPRMSD'], fix('clean', 'V-02'), 'plex.state'],
  ] as const)('%s', (_words, states, command, expected) => {
    expect(outcome(mirror(states, false), command)).toBe(expected);
  });

  it('is refused while the volume is started', () => {
    expect(outcome(mirror(), fix('clean', 'V-01'))).toBe('volume.started');
  });

  it('says what is claimed, and what is lost by it', () => {
    const planned = mirror(['ACTIVE', 'STALE'], false).plan(fix('clean', 'V-02'));
    expect(planned.ok ? [...planned.value.summary, ...planned.value.warnings] : []).toEqual([
      'The administrator vouches that V-02 holds the data of volume V.',
      'V-01 is copied whole from there once the volume is started; what it holds is lost.',
      'Nothing checks this claim. A wrong one makes old or broken data the data of the volume.',
    ]);
  });

  it.each([[[], [null, null]], [['mend-keeps-missed-maps'], [null, 7]]] as const)(
    'gives up the maps of the others, which were kept against another copy (%s)', (sabotages, slots) => {
      const world = mirror(['STALE', 'STALE'], false);
      world.configuration = {
        ...world.configuration, plexes: world.configuration.plexes.map((plex) => ({ ...plex, missed: { slot: 7, id: plex.id } })),
      };
      setSabotages(sabotages);
      const drafted = world.configuration.logs.length === 0 ? null : world.plan(fix('clean', 'V-01'));
      setSabotages([]);
      if (drafted !== null && drafted.ok) expect(drafted.value.after?.plexes.map((plex) => plex.missed?.slot ?? null)).toEqual(slots);
      expect(drafted?.ok).toBe(true);
    });
});
