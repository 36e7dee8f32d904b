import { describe, expect, it } from 'vitest';
import { answerTo, expectedAnswer, holesInWords, withMirror, withStartedVolume } from './test-refusals.ts';
import type { RefusalCase } from './test-refusals.ts';
import { group } from './test-world.ts';
import type { TestWorld } from './test-world.ts';

const verify = { command: 'volume.verify', group: 'DG', volume: 'V' } as const;

function withStartedMirror(world: TestWorld): void {
  withMirror(world);
  world.do({ command: 'volume.start', group: 'DG', volume: 'V' });
}

const cases: readonly RefusalCase[] = [
  { title: 'unknown volume', command: verify, code: 'volume.unknown', subject: 'V' },
  { title: 'stopped', before: withMirror, command: verify, code: 'volume.stopped', subject: 'V', line: 'vxvol -gDG start V' },
  { title: 'one plex', before: withStartedVolume, command: verify, code: 'volume.one-copy', subject: 'V', evidence: { plexes: ['V-01'] } },
  {
    title: 'being made equal',
    before: (world) => { withStartedMirror(world); world.syncing.add(world.volumeId('V')); },
    command: verify, code: 'volume.syncing', subject: 'V',
  },
  {
    title: 'from a plex that it does not have',
    before: withStartedMirror, command: { ...verify, from: 'V-07' }, code: 'plex.unknown', subject: 'V-07',
  },
  {
    title: 'from a plex whose disk is missing',
    before: (world) => {
      world.do({ command: 'volume.make', group: 'DG', volume: 'V', sizeBytes: 2 ** 24, type: 'mirror', mirrors: 3, disks: [],
        excludedDisks: [], zeroed: true });
      world.do({ command: 'volume.start', group: 'DG', volume: 'V' });
      const plex = world.configuration.plexes.find((candidate) => candidate.name === 'V-02');
      world.present.delete(world.configuration.subdisks.find((subdisk) => subdisk.plexId === plex?.id)?.diskId ?? '');
    },
    command: { ...verify, from: 'V-02' }, code: 'plex.state', subject: 'V-02',
  },
];

describe('verify', () => {
  it.each(cases)('is refused: $title', (refused) => {
    const answer = answerTo(refused);
    expect(answer).toMatchObject(expectedAnswer(refused));
    expect(answer.message).not.toMatch(holesInWords);
  });

  it('plans to change no configuration, and warns of what a repair gives up', () => {
    const world = group(2);
    withStartedMirror(world);
    const before = world.configuration;
    const looked = world.do(verify);
    expect(looked.after).toBe(before);
    expect(looked.summary).toEqual(['Compares plexes V-01, V-02 of volume V: reads 1 GiB of each.', 'Changes nothing.']);
    expect(looked.warnings).toEqual([]);
    const repaired = world.do({ ...verify, from: 'V-02' });
    expect(repaired.summary[1]).toBe('Where they differ, the others are written anew from V-02.');
    expect(repaired.warnings).toHaveLength(1);
  });
});
