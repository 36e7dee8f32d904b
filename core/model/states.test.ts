/** The tables of states are whole, are what the document says, and are what commits are held against. */
import { describe, expect, it } from 'vitest';
import type { GroupConfiguration, LogRecord } from './configuration.ts';
import type { DiskId, LogId, VolumeId } from './identity.ts';
import { mebibyte } from './limits.ts';
import { unnamedChanges } from './state-changes.ts';
import { diskMarks, logStates, plexStates, volumeStates, type StateTable } from './states.ts';
import { changed, mirrored } from './test-configuration.ts';

const log: LogRecord = {
  id: 'l1' as LogId, name: 'V-L01', volumeId: 'v' as VolumeId, diskId: 'd1' as DiskId, diskOffsetBytes: 32 * mebibyte,
  lengthBytes: mebibyte, state: 'ACTIVE',
};
const logged: GroupConfiguration = { ...mirrored, logs: [log] };
const noPlexes = { plexes: [], subdisks: [] };

/** A configuration whose object is in the state; null: there is no such object. Beside it another plex is always good. */
const worlds: Readonly<Record<string, (state: string | null) => GroupConfiguration>> = {
  Volume: (state) => (state === null ? { ...logged, volumes: [], ...noPlexes, logs: [] }
    : changed(logged, 'volumes', { state: state as 'CLEAN' })),
  Plex: (state) => (state === null ? { ...logged, plexes: logged.plexes.slice(1), subdisks: logged.subdisks.slice(1) }
    : changed(logged, 'plexes', { state: state as 'CLEAN' })),
  Log: (state) => ({ ...logged, logs: state === null ? [] : [{ ...log, state: state as 'STALE' }] }),
  Disk: (state) => (state === null ? { ...logged, disks: logged.disks.slice(1) }
    : changed(logged, 'disks', { failing: state === 'FAILING' })),
};
const tables: Readonly<Record<string, StateTable<string>>> = { Volume: volumeStates, Plex: plexStates, Log: logStates, Disk: diskMarks };

function edgesOf(kind: string) {
  const { states, transitions } = tables[kind] as StateTable<string>;
  const ends = [null, ...states.map(({ state }) => state)];
  const named = new Set(transitions.map(({ from, to }) => `${from}>${to}`));
  return ends.flatMap((from) => ends.filter((to) => to !== from).map((to) => [from, to, named.has(`${from}>${to}`)] as const));
}

describe.each(Object.keys(tables))('%s', (kind) => {
  it.each(edgesOf(kind))('%s to %s: named is %s, and a commit is held against that', (from, to, named) => {
    const world = worlds[kind] as (state: string | null) => GroupConfiguration;
    expect(unnamedChanges(world(from), world(to)).length === 0).toBe(named);
  });

  it('every state can be reached and left', () => {
    const { states, transitions } = tables[kind] as StateTable<string>;
    for (const { state } of states) {
      expect(transitions.some(({ to }) => to === state)).toBe(true);
      expect(transitions.some(({ from }) => from === state)).toBe(true);
    }
  });
});

describe('a volume', () => {
  it('never loses its last good plex by a commit, but with itself', () => {
    const one = changed(mirrored, 'plexes', { state: 'STALE' });
    expect(unnamedChanges(mirrored, one)).toEqual([]);
    expect(unnamedChanges(one, changed(one, 'plexes', { state: 'STALE' }, 1))).toEqual(['volume V would lose its last good plex']);
    expect(unnamedChanges(one, { ...one, volumes: [], ...noPlexes })).toEqual([]);
  });
});

function section(kind: string): string {
  const { states, transitions } = tables[kind] as StateTable<string>;
  return [
    `## ${kind}`, '', '| state | meaning | after a crash |', '|---|---|---|',
    ...states.map(({ state, meaning, crash }) => `| ${state} | ${meaning} | ${crash} |`),
    '', '| from | to | cause |', '|---|---|---|',
    ...transitions.map(({ from, to, cause }) => `| ${from ?? '(made)'} | ${to ?? '(gone)'} | ${cause} |`), '',
  ].join('\n');
}

const head = `# States

Made from \`core/model/states.ts\` by its test (\`vitest -u\` writes it anew); not to be edited by hand. A commit that would change a state
along an edge that is not listed here, or take a volume's last good plex away, is a broken invariant: it stops the group before
anything is written.

A disk that is not there is \`missing\`, one whose flush failed is \`failed\`: both are seen, not written, and end when it is attached
or reactivated. What misses a write since its disk is away says nothing against that disk. The record of a disk bears the mark below.

How well a volume is (\`HEALTH\`) is derived from these states and from which disks are there, the first that fits: no usable plex,
\`Failed\` (or \`Missing\`, when it is stopped and all its disks are missing); being made equal or copied, \`Resynching\`; plexes that
were found to differ, or one that is stale, offline, missing or failed, \`Degraded\`, with \`(At Risk)\` when each copy left lies on
a failing disk; not started, \`Stopped\`; a good
plex on a failing disk, \`Healthy (At Risk)\`; else \`Healthy\`. The reason beside the word names the plex and the disk.

`;

describe('docs/states.md', () => {
  it('says what the tables say', async () => {
    await expect(head + Object.keys(tables).map(section).join('\n')).toMatchFileSnapshot('../../docs/states.md');
  });
});
