import { describe, expect, test } from 'vitest';
import { knownRefusal } from '../commands/availability.ts';
import type { CommandTarget } from '../commands/command-target.ts';
import { registry } from '../commands/registry.ts';
import { sampleDisk, sampleGroup, sampleHost, sampleVolume } from './fake-objects.ts';
import { localHost } from './host-state.ts';
import { nodeOf } from './node-path.ts';
import { fromSnapshot } from './object-store.ts';
import { isChosenInPast, isInPast } from './past-group.ts';
import type { PastGroup } from './past-group.ts';
import { createTreeIndexer } from './tree-model.ts';

const { tables } = fromSnapshot('', 1, [sampleHost(), sampleGroup(), sampleDisk(), sampleVolume({ id: 'gone', name: 'Gone' })]);
const past: PastGroup = {
  host: localHost, groupId: 'g1', sequence: 3, at: '', what: '', actor: '', index: createTreeIndexer(localHost)(tables),
};
const at = (path: Parameters<typeof nodeOf>[1]): boolean => isInPast(past, nodeOf(localHost, path));
const chosen = (kind: 'group' | 'disk' | 'volume' | 'host', id: string, host = localHost) => [{ host, kind, id }];

describe('a group as it was', () => {
  test('is the group itself and the disks and volumes that it had, wherever they stand in the tree', () => {
    expect([at('group:g1'), at('group:g1/volume:gone'), at('volume:gone'), at('disk:d1')]).toEqual([true, true, true, true]);
    expect([at('host'), at('groups'), at('group:g2'), at('group:g1/volume:later')]).toEqual([false, false, false, false]);
    expect(isInPast(past, nodeOf('other', 'group:g1'))).toBe(false);
  });

  test('can be chosen, part by part; anything else among it is of the present', () => {
    expect(isChosenInPast(past, chosen('volume', 'gone'))).toBe(true);
    expect(isChosenInPast(past, [...chosen('volume', 'gone'), ...chosen('volume', 'later')])).toBe(false);
    expect(isChosenInPast(past, chosen('host', localHost))).toBe(false);
    expect(isChosenInPast(past, chosen('volume', 'gone', 'other'))).toBe(false);
    expect(isChosenInPast(past, [])).toBe(false);
  });

  test('can be looked at, and nothing else: each entry that would change or watch it says why not', () => {
    const target: CommandTarget = { host: localHost, role: 'administrator', selection: chosen('volume', 'gone'), index: past.index, past };
    const fitting = registry.filter((entry) => entry.appliesTo(target));
    const open = fitting.filter((entry) => knownRefusal(entry, target)?.code !== 'group.past');
    expect(fitting.length).toBeGreaterThan(open.length + 5);
    expect(open.filter(({ role }) => role !== 'read-only')).toEqual([]);
    expect(open.map(({ id }) => id)).toContain('object.properties');
    expect(open.map(({ id }) => id)).toContain('history.now');
    const { past: _past, ...present } = target;
    expect(fitting.some((entry) => knownRefusal(entry, present)?.code === 'group.past')).toBe(false);
  });
});
