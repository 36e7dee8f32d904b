import { describe, expect, it } from 'vitest';
import type { GroupConfiguration, LogRecord, PlexRecord } from './configuration.ts';
import { violatedInvariants } from './configuration-invariants.ts';
import type { DiskId, LogId, VolumeId } from './identity.ts';
import { kibibyte, logBytes, mapSlotsPerLog, mebibyte } from './limits.ts';
import { changed, mirrored } from './test-configuration.ts';

function log(number: number, change: Partial<LogRecord> = {}): LogRecord {
  return {
    id: `l${number}` as LogId, name: `V-L0${number}`, volumeId: mirrored.volumes[0]?.id as VolumeId, diskId: `d${number}` as DiskId,
    diskOffsetBytes: 20 * mebibyte, lengthBytes: logBytes, state: 'ACTIVE', ...change,
  };
}

const logged: GroupConfiguration = {
  ...changed(mirrored, 'volumes', { mapRegionBytes: 256 * kibibyte }), version: 2, logs: [log(1), log(2)],
};

function withLog(number: 1 | 2, change: Partial<LogRecord>): GroupConfiguration {
  return { ...logged, logs: logged.logs.map((one, index) => (index === number - 1 ? { ...one, ...change } : one)) };
}

function withPlex(change: Partial<PlexRecord>): GroupConfiguration {
  return changed(logged, 'plexes', change);
}

const missed = { slot: 1, id: 'absence' };

const broken: readonly (readonly [RegExp, GroupConfiguration])[] = [
  [/version 1 has logs or maps/, { ...logged, version: 1 }],
  [/version 1 has logs or maps/, { ...changed(mirrored, 'plexes', { missed }), version: 1 }],
  [/has 2 logs and regions of 0/, changed(logged, 'volumes', { mapRegionBytes: 0 })],
  [/has 0 logs and regions of 262144/, { ...logged, logs: [] }],
  [/no power of two/, changed(logged, 'volumes', { mapRegionBytes: 384 * kibibyte })],
  [/no power of two/, changed(logged, 'volumes', { mapRegionBytes: 128 * kibibyte })],
  [/more than 65536 regions/, changed(logged, 'volumes', { lengthBytes: 65537 * 256 * kibibyte })],
  [/Two logs .* on one disk/, withLog(2, { diskId: 'd1' as DiskId, diskOffsetBytes: 30 * mebibyte })],
  [/more than 8 logs/, { ...logged, logs: Array.from({ length: 9 }, (_, index) => log(index + 1)) }],
  [/instead of 1048576/, withLog(1, { lengthBytes: 2 * mebibyte })],
  [/Log V-L01 lies outside/, withLog(1, { diskOffsetBytes: 0 })],
  [/Subdisk .* and log V-L01 overlap/, withLog(1, { diskOffsetBytes: mirrored.subdisks[0]?.diskOffsetBytes ?? 0 })],
  [/logs? V-L02 overlap/, { ...logged, logs: [log(1), log(2, { diskId: 'd1' as DiskId, diskOffsetBytes: 20 * mebibyte + 4096 })] }],
  [/no member/, withLog(1, { diskId: 'dx' as DiskId })],
  [/belongs to no volume/, withLog(1, { volumeId: 'vx' as VolumeId })],
  [/offset that cannot be/, withLog(1, { diskOffsetBytes: 0.5 })],
  [/Two of kind log/, withLog(2, { name: 'v-l01' })],
  [/empty or taken/, withLog(2, { id: 'l1' as LogId })],
  [/is ACTIVE and yet has a map/, withPlex({ missed })],
  [/slot 0, which/, withPlex({ state: 'STALE', missed: { slot: 0, id: 'a' } })],
  [/which a log does not have/, withPlex({ state: 'STALE', missed: { slot: mapSlotsPerLog, id: 'a' } })],
  [/has no log/, { ...changed(mirrored, 'plexes', { state: 'STALE', missed }), version: 2 }],
  [/slot or id .* is taken/, {
    ...logged, plexes: logged.plexes.map((plex, index) => ({ ...plex, state: 'STALE', missed: { slot: 1, id: `absence ${index}` } })),
  }],
];

describe('logs and maps', () => {
  it('are sound as they are', () => {
    expect(violatedInvariants(logged)).toEqual([]);
    for (const state of ['STALE', 'OFFLINE', 'TEMPRMSD'] as const) expect(violatedInvariants(withPlex({ state, missed }))).toEqual([]);
  });

  it.each(broken)('say %s', (words, configuration) => {
    expect(violatedInvariants(configuration).join('\n')).toMatch(words);
  });
});
