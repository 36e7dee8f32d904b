import { describe, expect, it } from 'vitest';
import { sampleDisk, sampleGroup, sampleHost, sampleVolume } from './fake-objects.ts';
import { findLocation, locationOf } from './location.ts';
import { nodeOf } from './node-path.ts';
import type { NodeId, NodePath } from './node-path.ts';
import { fromSnapshot } from './object-store.ts';
import { childrenOf, createTreeIndexer } from './tree-model.ts';
import type { TreeIndex } from './tree-model.ts';

const guid = '37597e40-31af-4457-a4a1-f7f727cfb21c';
const index = createTreeIndexer('local')(fromSnapshot('run', 1, [
  sampleHost(), sampleGroup({ id: 'g1', name: 'VMDG' }), sampleGroup({ id: 'g2', name: 'Disks' }),
  sampleDisk({ id: 'd1', enclosure: 'rack 2/b' }), sampleDisk({ id: 'd2', name: 'Harddisk1', status: 'free', groupId: '' }),
  sampleVolume({ id: guid, driveLetter: 'E', devicePath: '\\Device\\HarddiskDmVolumes\\VMDG\\Volume1' }),
]).tables);
const other = createTreeIndexer('r1')(fromSnapshot('run', 1, [sampleHost({ name: 'boreas' }), sampleGroup({ name: 'VMDG' })]).tables);
const forest: ReadonlyMap<string, TreeIndex> = new Map([['local', index], ['r1', other]]);
const find = (text: string): NodeId | null => findLocation(forest, text, 'local');
const at = (path: NodePath): NodeId => nodeOf('local', path);

describe('a place as text', () => {
  it('is host, group and object', () => {
    expect(locationOf(index, at('group:g1'))).toBe('plexus://atlas/VMDG');
    expect(locationOf(index, at(`group:g1/volume:${guid}`))).toBe('plexus://atlas/VMDG/Volume1');
    expect(locationOf(index, at('disks'))).toBe('plexus://atlas/Disks');
  });

  it('leads back to the same place, from every node of the tree', () => {
    const walk = (node: NodeId): void => {
      expect(find(locationOf(index, node))).toBe(node);
      for (const child of childrenOf(index, node)) walk(child);
    };
    walk(at('host'));
  });
});

describe('an address that a person types', () => {
  it.each<[string, NodeId | null]>([
    ['vmdg/volume1', at(`group:g1/volume:${guid}`)], ['PLEXUS://ATLAS/vmdg', at('group:g1')], ['atlas', at('host')],
    ['Disk Groups/VMDG', at('group:g1')], ['E:', at(`group:g1/volume:${guid}`)], ['e:\\', at(`group:g1/volume:${guid}`)],
    [guid.toUpperCase(), at(`group:g1/volume:${guid}`)], [`\\\\?\\Volume{${guid}}\\`, at(`group:g1/volume:${guid}`)],
    ['\\Device\\HarddiskDmVolumes\\VMDG\\Volume1', at(`group:g1/volume:${guid}`)],
    ['plexus://boreas/VMDG', nodeOf('r1', 'group:g1')], ['plexus://nowhere/VMDG', null], ['VMDG/none', null], ['', null], ['  ', null],
    ['100%', null],
  ])('%s', (text, place) => {
    expect(find(text)).toBe(place);
  });
});
