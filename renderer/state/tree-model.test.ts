import { describe, expect, it } from 'vitest';
import type { ObjectView } from '../../core/model/views.ts';
import { fromSnapshot } from './object-store.ts';
import { sampleDisk, sampleGroup, sampleHost, sampleVolume } from './fake-objects.ts';
import { conditionOf } from './node-conditions.ts';
import { nodeOf, nodeOfReference, parentOf, placeOf, referenceOf } from './node-path.ts';
import type { NodeId, NodePath } from './node-path.ts';
import { childrenOf, createTreeIndexer, labelOf, nearestPresent } from './tree-model.ts';

const objects: readonly ObjectView[] = [
  sampleHost(),
  sampleGroup({ id: 'g2', name: 'zeta' }), sampleGroup({ id: 'g1', name: 'Alpha' }),
  sampleDisk({ id: 'd10', name: 'Harddisk10' }), sampleDisk({ id: 'd2', name: 'Harddisk2' }),
  sampleDisk({ id: 'free', name: 'Harddisk3', groupId: '', status: 'free' }),
  sampleVolume({ id: 'v1', name: 'Data' }),
];
const indexOf = (views: readonly ObjectView[]) => createTreeIndexer('h')(fromSnapshot('run', 1, views).tables);
const index = indexOf(objects);
const at = (path: NodePath): NodeId => nodeOf('h', path);
const below = (path: NodePath): readonly string[] => childrenOf(index, at(path)).map((node) => node.slice(2));

describe('the tree', () => {
  it('has the host, its folders, its groups, and a group’s disks and volumes', () => {
    expect(below('host')).toEqual(['groups', 'disks', 'volumes', 'enclosures']);
    expect(below('groups')).toEqual(['group:g1', 'group:g2', 'pseudo:free']);
    expect(below('pseudo:free')).toEqual(['pseudo:free/disk:free']);
    expect(below('group:g1')).toEqual(['group:g1/disk:d2', 'group:g1/disk:d10', 'group:g1/volume:v1']);
    expect(below('disks')).toEqual(['disk:d2', 'disk:free', 'disk:d10']);
    expect(below('volumes')).toEqual(['volume:v1']);
  });

  it('has an enclosure for each tag, whatever signs it holds', () => {
    const tagged = indexOf([sampleDisk({ id: 'd1', enclosure: 'rack 2/b' }), sampleDisk({ id: 'd2', enclosure: '' })]);
    const [enclosure = at('host'), ...others] = childrenOf(tagged, at('enclosures'));
    expect(others).toEqual([]);
    expect(labelOf(tagged, enclosure)).toBe('rack 2/b');
    expect(childrenOf(tagged, enclosure)).toEqual([`${enclosure}/disk:d1`]);
    expect(nearestPresent(tagged, `${enclosure}/disk:d2` as NodeId)).toBe(enclosure);
  });

  it('keeps saved queries at the host of the console', () => {
    const own = createTreeIndexer('local')(fromSnapshot('run', 1, objects).tables);
    expect(childrenOf(own, nodeOf('local', 'host'))).toContain('local/queries');
  });

  it('names the object of each node, and the node of each object', () => {
    expect(referenceOf(at('group:g1/disk:d2'))).toEqual({ host: 'h', kind: 'disk', id: 'd2' });
    expect(referenceOf(at('pseudo:free'))).toEqual({ host: 'h', kind: 'folder', id: 'pseudo:free' });
    expect(nodeOfReference({ host: 'h', kind: 'volume', id: 'v1' })).toBe('h/volume:v1');
    expect(nodeOfReference(referenceOf(at('groups')))).toBe('h/groups');
    expect(nodeOfReference({ host: 'h', kind: 'task', id: 't' })).toBeNull();
  });

  it('leads back from every node to the host', () => {
    const walk = (node: NodeId): void => {
      for (const child of childrenOf(index, node)) {
        expect(parentOf(child)).toBe(node);
        expect(labelOf(index, child)).not.toBe('');
        walk(child);
      }
    };
    walk(at('host'));
  });

  it('names a missing disk by its group’s name for it', () => {
    const missing = indexOf([sampleDisk({ id: 'd1', name: '', internalName: 'Disk4', status: 'missing' })]);
    expect(labelOf(missing, at('disk:d1'))).toBe('Disk4');
  });

  it('keeps ids that hold colons and slashes', () => {
    expect(placeOf(at('disk:a:b'))).toEqual({ host: 'h', kind: 'disk', id: 'a:b', container: null });
    expect(placeOf(at('group:g/volume:x/y'))).toEqual({ host: 'h', kind: 'volume', id: 'x/y', container: 'group:g' });
  });
});

describe('a place whose object goes away', () => {
  it.each<[NodePath, NodePath]>([
    ['group:gone/disk:d2', 'groups'], ['group:g2/disk:d2', 'group:g2'], ['group:g1/volume:gone', 'group:g1'],
    ['disk:gone', 'disks'], ['pseudo:missing', 'groups'], ['pseudo:free/disk:d2', 'pseudo:free'], ['volume:v1', 'volume:v1'],
  ])('%s becomes %s', (from, to) => {
    expect(nearestPresent(index, at(from))).toBe(at(to));
  });
});

describe('trouble', () => {
  it('is silent while all is well', () => {
    expect(conditionOf(index, at('host')).condition).toBe('healthy');
  });

  it('rises to the host as the worst below, hollow, with its count', () => {
    const troubled = indexOf([...objects, sampleDisk({ id: 'd4', status: 'failed' }), sampleVolume({ id: 'v2', health: 'Degraded' })]);
    expect(conditionOf(troubled, at('disk:d4'))).toMatchObject({ condition: 'failed', inherited: false });
    expect(conditionOf(troubled, at('group:g1'))).toEqual({ condition: 'failed', inherited: true, count: 2 });
    expect(conditionOf(troubled, at('volumes'))).toMatchObject({ condition: 'warning', inherited: true });
    expect(conditionOf(troubled, at('host'))).toMatchObject({ condition: 'failed', inherited: true });
  });

  it('of a group itself is its own, not inherited', () => {
    const forked = indexOf([sampleGroup({ status: 'fork' }), sampleDisk({ status: 'failed' })]);
    expect(conditionOf(forked, at('group:g1'))).toMatchObject({ condition: 'warning', inherited: false });
  });

  it('does not rise from what is only not in use', () => {
    const stopped = indexOf([sampleGroup({ status: 'deported' }), sampleVolume({ health: 'Stopped', started: false })]);
    expect(conditionOf(stopped, at('volume:v1')).condition).toBe('unknown');
    expect(conditionOf(stopped, at('host')).condition).toBe('healthy');
  });
});

it('keeps the lists of tables that did not change', () => {
  const indexer = createTreeIndexer('h');
  const first = fromSnapshot('run', 1, objects).tables;
  const second = { ...first, task: new Map() };
  expect(indexer(second).disks).toBe(indexer(first).disks);
});
