import { describe, expect, it } from 'vitest';
import type { LogView, PlexView, SubdiskView } from '../../core/model/views.ts';
import { sampleVolume } from '../state/fake-objects.ts';
import { indexParts, volumeRows } from './volume-rows.ts';

function plex(id: string, columns: number): PlexView {
  return {
    kind: 'plex', id, name: id, volumeId: 'v1', groupId: 'g1', layout: columns > 1 ? 'striped' : 'concatenated', columns,
    stripeUnitBytes: 65536, state: 'ACTIVE', flags: [], lengthBytes: 100,
  };
}

function subdisk(id: string, plexId: string, column: number, plexOffsetBytes: number): SubdiskView {
  return {
    kind: 'subdisk', id, name: id, diskId: 'd1', diskName: 'Harddisk0', plexId, volumeId: 'v1', groupId: 'g1', column, diskOffsetBytes: 0,
    plexOffsetBytes, lengthBytes: 10,
  };
}

const log: LogView = {
  kind: 'log', id: 'l1', name: 'Log1', volumeId: 'v1', groupId: 'g1', diskId: 'd1', diskName: 'Harddisk0', diskOffsetBytes: 0,
  lengthBytes: 1, regionBytes: 1, state: 'ACTIVE',
};

const volume = sampleVolume({ plexIds: ['p1', 'p2'] });
const plexes = new Map([['p1', plex('p1', 2)], ['p2', plex('p2', 1)]]);
const subdisks = [subdisk('b', 'p1', 1, 0), subdisk('a', 'p1', 0, 0), subdisk('c', 'p1', 1, 10), subdisk('d', 'p2', 0, 0)];
const parts = indexParts({ subdisk: new Map(subdisks.map((view) => [view.id, view])), log: new Map([['l1', log]]) });

describe('the rows of volumes', () => {
  it('are the volume alone while it is collapsed', () => {
    expect(volumeRows([volume], plexes, parts, () => false).map(({ key }) => key)).toEqual(['v1']);
  });

  it('are its mirrors with a cell for each column, further subdisks below, and its logs', () => {
    const rows = volumeRows([volume], plexes, parts, () => true);
    expect(rows.map((row) => (row.kind === 'volume' ? row.kind : [row.kind, row.cells.map((cell) => cell?.id ?? null)]))).toEqual([
      'volume', ['mirror', ['a', 'b']], ['mirror', [null, 'c']], ['mirror', ['d']], ['logs', ['l1']],
    ]);
  });

  it('outlive a plex that the host has not told of yet', () => {
    expect(volumeRows([sampleVolume({ plexIds: ['gone'] })], new Map(), indexParts({ subdisk: new Map(), log: new Map() }), () => true))
      .toHaveLength(1);
  });
});
