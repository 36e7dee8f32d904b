import { describe, expect, test } from 'vitest';
import type { SubdiskView } from '../../core/model/views.ts';
import { changesBetween } from './changes-between.ts';

const subdisk = (id: string, part: Partial<SubdiskView> = {}): SubdiskView => ({
  kind: 'subdisk', id, name: id, diskId: 'd1', diskName: 'Harddisk0', plexId: 'p1', volumeId: 'v1', groupId: 'g1', column: 0,
  diskOffsetBytes: 0, plexOffsetBytes: 0, lengthBytes: 1024, ...part,
});
const blocks = (...subdisks: readonly SubdiskView[]) => ({ subdisk: new Map(subdisks.map((view) => [view.id, view])), log: new Map() });

describe('blocks of two times', () => {
  test('what is on one side only was removed or added', () => {
    const { earlier, later } = changesBetween(blocks(subdisk('old'), subdisk('kept')), blocks(subdisk('kept'), subdisk('new')));
    expect([...earlier]).toEqual([['old', 'removed']]);
    expect([...later]).toEqual([['new', 'added']]);
  });

  test('what lies elsewhere was moved, and is marked where it was and where it is', () => {
    for (const part of [{ diskId: 'd2' }, { diskOffsetBytes: 4096 }]) {
      const { earlier, later } = changesBetween(blocks(subdisk('s')), blocks(subdisk('s', part)));
      expect([earlier.get('s'), later.get('s')]).toEqual(['moved', 'moved']);
    }
  });

  test('what has another length or another volume was changed; a new name alone is no change of a block', () => {
    const changed = (part: Partial<SubdiskView>) => changesBetween(blocks(subdisk('s')), blocks(subdisk('s', part))).later.get('s');
    expect(changed({ lengthBytes: 2048 })).toBe('changed');
    expect(changed({ volumeId: 'v2' })).toBe('changed');
    expect(changed({ name: 'other' })).toBeUndefined();
  });
});
