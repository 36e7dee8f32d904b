import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlexRecord, SubdiskRecord } from '../model/configuration.ts';
import type { DiskId, PlexId, SubdiskId, VolumeId } from '../model/identity.ts';
import { buildPlexMap, newPiece, pieceAt } from './plex-map.ts';

const unitBytes = 4096;

function plexOf(columns: number): PlexRecord {
  const layout = columns === 1 ? 'concatenated' : 'striped';
  return {
    id: 'p' as PlexId,
    name: 'V-01',
    volumeId: 'v' as VolumeId,
    layout,
    columns,
    stripeUnitBytes: columns === 1 ? 0 : unitBytes,
    state: 'ACTIVE',
    missed: null,
  };
}

/** Every column cut into pieces of whole KiB, each on a disk of its own column. */
function subdisksOf(columns: number, columnBytes: number, cuts: readonly number[]): readonly SubdiskRecord[] {
  return Array.from({ length: columns }, (_, column) => {
    const borders = [...new Set([0, ...cuts.map((cut) => (cut * 1024 * (column + 1)) % columnBytes), columnBytes])].sort(
      (one, other) => one - other,
    );
    return borders.slice(0, -1).map((start, index): SubdiskRecord => ({
      id: `s${column}-${index}` as SubdiskId,
      name: `Disk-${column}-${index}`,
      diskId: `d${column}-${index % 2}` as DiskId,
      plexId: 'p' as PlexId,
      column,
      diskOffsetBytes: 1_000_000 * (index + 1),
      columnOffsetBytes: start,
      lengthBytes: (borders[index + 1] ?? 0) - start,
    }));
  }).flat();
}

const shapes = fc.record({
  columns: fc.integer({ min: 1, max: 5 }),
  rows: fc.integer({ min: 1, max: 12 }),
  cuts: fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 3 }),
});

describe('plex map', () => {
  it('gives each byte of the plex a byte of a disk that no other byte has', () => {
    fc.assert(
      fc.property(shapes, ({ columns, rows, cuts }) => {
        const map = buildPlexMap(plexOf(columns), subdisksOf(columns, rows * unitBytes, cuts));
        expect(map.lengthBytes).toBe(columns * rows * unitBytes);
        const piece = newPiece();
        const taken = new Set<string>();
        let at = 0;
        while (at < map.lengthBytes) {
          pieceAt(map, at, map.lengthBytes - at, piece);
          for (let offset = 0; offset < piece.lengthBytes; offset += 1024) taken.add(`${piece.disk}:${piece.diskOffsetBytes + offset}`);
          expect(map.subdisks[piece.subdisk]?.diskId).toBe(map.diskIds[piece.disk]);
          at += piece.lengthBytes;
        }
        expect(at).toBe(map.lengthBytes);
        expect(taken.size).toBe(map.lengthBytes / 1024);
      }),
      { numRuns: 60 },
    );
  });

  it('gives a range the same bytes whether it is asked for whole or in parts', () => {
    fc.assert(
      fc.property(shapes, fc.nat(), ({ columns, rows, cuts }, start) => {
        const map = buildPlexMap(plexOf(columns), subdisksOf(columns, rows * unitBytes, cuts));
        const whole = newPiece();
        const part = newPiece();
        const offset = start % map.lengthBytes;
        pieceAt(map, offset, map.lengthBytes - offset, whole);
        pieceAt(map, offset + whole.lengthBytes - 1, 1, part);
        expect([part.disk, part.diskOffsetBytes]).toEqual([whole.disk, whole.diskOffsetBytes + whole.lengthBytes - 1]);
      }),
      { numRuns: 60 },
    );
  });

  it('cuts a concatenation at subdisks only', () => {
    const map = buildPlexMap(plexOf(1), subdisksOf(1, 64 * unitBytes, [60]));
    const piece = newPiece();
    pieceAt(map, 0, map.lengthBytes, piece);
    expect(piece.lengthBytes).toBe(60 * 1024);
  });
});
