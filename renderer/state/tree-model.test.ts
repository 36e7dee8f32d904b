import { describe, expect, it } from 'vitest';
import type { ObjectView } from '../../core/model/views.ts';
import { fromSnapshot } from './object-store.ts';
import { sampleDisk, sampleGroup, sampleHost, sampleVolume } from './fake-objects.ts';
import { childrenOf, conditionOf, createTreeIndexer, labelOf, nearestPresent, parentOf, placeOf } from './tree-model.ts';
import type { NodeId } from './tree-model.ts';

const objects: readonly ObjectView[] = [
  sampleHost(),
  sampleGroup({ id: 'g2', name: 'zeta' }), sampleGroup({ id: 'g1', name: 'Alpha' }),
  sampleDisk({ id: 'd10', name: 'Harddisk10' }), sampleDisk({ id: 'd2', name: 'Harddisk2' }),
  sampleDisk({ id: 'free', name: 'Harddisk3', groupId: '', status: 'free' }),
  sampleVolume({ id: 'v1', name: 'Data' }),
];
const indexOf = (views: readonly ObjectView[]) => createTreeIndexer()(fromSnapshot('run', 1, views).tables);
const index = indexOf(objects);

describe('the tree', () => {
  it('has the host, its folders, its groups, and a group’s disks and volumes', () => {
    expect(childrenOf(index, 'host')).toEqual(['groups', 'disks', 'volumes']);
    expect(childrenOf(index, 'groups')).toEqual(['group:g1', 'group:g2']);
    expect(childrenOf(index, 'group:g1')).toEqual(['group:g1/disk:d2', 'group:g1/disk:d10', 'group:g1/volume:v1']);
    expect(childrenOf(index, 'disks')).toEqual(['disk:d2', 'disk:free', 'disk:d10']);
    expect(childrenOf(index, 'volumes')).toEqual(['volume:v1']);
  });

  it('leads back from every node to the host', () => {
    const walk = (node: NodeId): void => {
      for (const child of childrenOf(index, node)) {
        expect(parentOf(child)).toBe(node);
        expect(labelOf(index, child)).not.toBe('');
        walk(child);
      }
    };
    walk('host');
  });

  it('names a missing disk by its group’s name for it', () => {
    const missing = indexOf([sampleDisk({ id: 'd1', name: '', internalName: 'Disk4', status: 'missing' })]);
    expect(labelOf(missing, 'disk:d1')).toBe('Disk4');
  });

  it('keeps ids that hold colons and slashes', () => {
    expect(placeOf('disk:a:b')).toEqual({ kind: 'disk', id: 'a:b', groupId: null });
    expect(placeOf('group:g/volume:x/y')).toEqual({ kind: 'volume', id: 'x/y', groupId: 'g' });
  });
});

describe('a place whose object goes away', () => {
  it.each<[NodeId, NodeId]>([
    ['group:gone/disk:d2', 'groups'], ['group:g2/disk:d2', 'group:g2'], ['group:g1/volume:gone', 'group:g1'],
    ['disk:gone', 'disks'], ['volume:v1', 'volume:v1'],
  ])('%s becomes %s', (from, to) => {
    expect(nearestPresent(index, from)).toBe(to);
  });
});

describe('trouble', () => {
  it('is silent while all is well', () => {
    expect(conditionOf(index, 'host').condition).toBe('healthy');
  });

  it('rises to the host as the worst below, hollow, with its count', () => {
    const troubled = indexOf([...objects, sampleDisk({ id: 'd4', status: 'failed' }), sampleVolume({ id: 'v2', health: 'Degraded' })]);
    expect(conditionOf(troubled, 'disk:d4')).toMatchObject({ condition: 'failed', inherited: false });
    expect(conditionOf(troubled, 'group:g1')).toEqual({ condition: 'failed', inherited: true, count: 2 });
    expect(conditionOf(troubled, 'volumes')).toMatchObject({ condition: 'warning', inherited: true });
    expect(conditionOf(troubled, 'host')).toMatchObject({ condition: 'failed', inherited: true });
  });

  it('of a group itself is its own, not inherited', () => {
    const forked = indexOf([sampleGroup({ status: 'fork' }), sampleDisk({ status: 'failed' })]);
    expect(conditionOf(forked, 'group:g1')).toMatchObject({ condition: 'warning', inherited: false });
  });

  it('does not rise from what is only not in use', () => {
    const stopped = indexOf([sampleGroup({ status: 'deported' }), sampleVolume({ health: 'Stopped', started: false })]);
    expect(conditionOf(stopped, 'volume:v1').condition).toBe('unknown');
    expect(conditionOf(stopped, 'host').condition).toBe('healthy');
  });
});

it('keeps the lists of tables that did not change', () => {
  const indexer = createTreeIndexer();
  const first = fromSnapshot('run', 1, objects).tables;
  const second = { ...first, task: new Map() };
  expect(indexer(second).disks).toBe(indexer(first).disks);
});
