/**
 * The alphabet of the bounded exhaustive test: what an administrator, a client or fate may do to a small group, each as
 * one step. `sequences` are all words of up to three letters over it, for each kind of group to begin with.
 */
import type { Command } from '../model/command.ts';
import { mebibyte } from '../model/limits.ts';
import type { Story } from './crash-story.ts';
import { groupName } from './world.ts';

const group = groupName;
const noDisks = { disks: [], excludedDisks: [] } as const;

type Step = (story: Story) => Promise<void>;

/** The volume that every group begins with. */
const first = 'V1';
const second = 'V2';

function make(volume: string, shape: Partial<Extract<Command, { readonly command: 'volume.make' }>>): Command {
  return { command: 'volume.make', group, volume, sizeBytes: mebibyte, type: 'spanned', mirrors: 1, ...noDisks, zeroed: true, ...shape };
}

const run = (command: Command): Step => (story) => story.command(command);

function lastPlex(story: Story): string {
  const { volumes = [], plexes = [] } = story.configuration ?? {};
  const volume = volumes.find((candidate) => candidate.name === first);
  return plexes.findLast((plex) => plex.volumeId === volume?.id)?.name ?? '';
}

/** Disk of the last plex of the first volume: its death leaves a copy where there is one. */
function victim(story: Story): number {
  const { plexes = [], subdisks = [], disks = [] } = story.configuration ?? {};
  const plex = plexes.find((candidate) => candidate.name === lastPlex(story));
  const subdisk = subdisks.find((candidate) => candidate.plexId === plex?.id);
  const record = disks.find((candidate) => candidate.id === subdisk?.diskId);
  return story.world.disks.findIndex((disk) => disk.name === record?.lastAccess);
}

/** Two regions, a border between two, the last sector; and an overlap. */
async function writes(story: Story): Promise<void> {
  await story.write(first, 0, 2);
  await story.write(first, 511, 3);
  await story.write(first, 1, 1);
}

export const steps: Readonly<Record<string, Step>> = {
  'make mirror': run(make(second, { type: 'mirror', mirrors: 2 })),
  'make mirror without log': run(make(second, { type: 'mirror', mirrors: 2, logs: 0 })),
  'make stripe': run(make(second, { type: 'stripe', columns: 2, stripeUnitBytes: 65536 })),
  'make spanned': run(make(second, {})),
  grow: run({ command: 'volume.grow', group, volume: first, byBytes: mebibyte, ...noDisks, zeroed: true }),
  delete: run({ command: 'volume.delete', group, volume: first, force: false }),
  stop: run({ command: 'volume.stop', group, volume: first, force: true }),
  start: run({ command: 'volume.start', group, volume: first }),
  rename: run({ command: 'volume.rename', group, volume: first, newName: 'Renamed' }),
  'add disk': async (story) => {
    const disks = [`Harddisk${story.world.disks.length - 1}`];
    await story.command({ command: 'group.adddisk', group, disks, force: false });
  },
  'remove disk': async (story) => {
    const name = story.configuration?.disks.at(-1)?.lastAccess.replace('disk', 'Harddisk') ?? '';
    await story.command({ command: 'group.rmdisk', group, disks: [name] });
  },
  'add mirror': run({ command: 'volume.mirror', group, volume: first, mirrors: 1, ...noDisks }),
  'remove mirror': async (story) => {
    await story.command({ command: 'volume.rmmirror', group, volume: first, plex: lastPlex(story), disks: [] });
  },
  break: async (story) => {
    await story.command({ command: 'volume.break', group, volume: first, plex: lastPlex(story), newName: 'Broken' });
  },
  'add log': run({ command: 'volume.addlog', group, volume: first, logs: 1, ...noDisks }),
  'remove log': run({ command: 'volume.rmlog', group, volume: first, logs: [] }),
  'plex off': async (story) => { await story.command({ command: 'plex.off', group, plexes: [lastPlex(story)] }); },
  'plex on': async (story) => { await story.command({ command: 'plex.on', group, plexes: [lastPlex(story)] }); },
  write: writes,
  'write and flush': async (story) => {
    await writes(story);
    await story.flush(first);
    await story.write(first, 2047, 1);
  },
  'write under way': async (story) => {
    await Promise.all([story.write(first, 4, 3, false), story.write(first, 1024, 2, false), story.write(first, 2046, 2, false)]);
  },
  'disk fails': async (story) => {
    story.setDead(victim(story), true);
    await writes(story);
  },
  'disk returns': async (story) => {
    const dead = story.world.disks.findIndex((disk) => disk.dead);
    if (dead >= 0) await story.diskReturns(dead);
    await story.write(first, 700, 2);
  },
  quiet: (story) => story.quiet(),
  kill: (story) => story.kill(),
  'close and import': async (story) => {
    await story.close();
    await story.import();
  },
  deport: run({ command: 'group.deport', group, force: true }),
};

export interface Base {
  readonly name: string;
  /** Disks that there are; one more than the group has, for those that join later. */
  readonly diskCount: number;
  readonly make: Command | null;
}

export const bases: readonly Base[] = [
  { name: 'mirror', diskCount: 4, make: make(first, { type: 'mirror', mirrors: 2 }) },
  { name: 'mirror without log', diskCount: 3, make: make(first, { type: 'mirror', mirrors: 2, logs: 0 }) },
  { name: 'mirrored stripe', diskCount: 5, make: make(first, { type: 'stripe', columns: 2, stripeUnitBytes: 4096, mirrors: 2 }) },
  { name: 'spanned', diskCount: 3, make: make(first, {}) },
];

export interface Sequence {
  readonly base: Base;
  readonly names: readonly string[];
}

export const sequenceLengthMaximum = 3;

/** All words of one length over the alphabet, for every base. */
export function sequencesOfLength(length: number): readonly Sequence[] {
  const names = Object.keys(steps);
  let words: readonly (readonly string[])[] = [[]];
  for (let at = 0; at < length; at += 1) words = words.flatMap((word) => names.map((name) => [...word, name]));
  return bases.flatMap((base) => words.map((word) => ({ base, names: word })));
}
