/** Allocated pieces to subdisk records, with names of their own. */
import type { ColumnPieces } from '../geometry/allocation.ts';
import type { GroupConfiguration, SubdiskRecord } from '../model/configuration.ts';
import type { PlexId, SubdiskId } from '../model/identity.ts';
import { firstFreeName, nameKey } from '../model/name-rules.ts';
import type { ZeroRange } from './plan.ts';
import type { PlanningContext } from './planning-context.ts';

export interface ColumnPlace {
  readonly plexId: PlexId;
  readonly column: number;
  /** Where in the column the first piece begins. */
  readonly columnOffsetBytes: number;
}

/** Gives `Disk1-01`, `Disk1-02`, ...: for each disk the first number that is free. One of these serves one plan. */
export class SubdiskMaker {
  readonly #context: PlanningContext;
  readonly #names: Set<string>;
  readonly #diskNames: ReadonlyMap<string, string>;

  constructor(configuration: GroupConfiguration, context: PlanningContext) {
    this.#context = context;
    this.#names = new Set(configuration.subdisks.map((subdisk) => nameKey(subdisk.name)));
    this.#diskNames = new Map(configuration.disks.map((disk) => [disk.id, disk.name]));
  }

  make(place: ColumnPlace, pieces: ColumnPieces): readonly SubdiskRecord[] {
    let columnOffsetBytes = place.columnOffsetBytes;
    return pieces.map((piece) => {
      const diskName = this.#diskNames.get(piece.diskId) ?? 'Disk';
      const name = firstFreeName((number) => numberedName(diskName, number), this.#names);
      this.#names.add(nameKey(name));
      const record: SubdiskRecord = {
        id: this.#context.newGuid() as SubdiskId,
        name,
        diskId: piece.diskId,
        plexId: place.plexId,
        column: place.column,
        diskOffsetBytes: piece.offsetBytes,
        columnOffsetBytes,
        lengthBytes: piece.lengthBytes,
      };
      columnOffsetBytes += piece.lengthBytes;
      return record;
    });
  }
}

/** `V-01`: two digits at least. */
export function numberedName(name: string, number: number): string {
  return `${name}-${String(number).padStart(2, '0')}`;
}

export function zeroRangesOf(columns: readonly ColumnPieces[]): readonly ZeroRange[] {
  return columns.flatMap((pieces) =>
    pieces.map((piece) => ({ diskId: piece.diskId, offsetBytes: piece.offsetBytes, lengthBytes: piece.lengthBytes })),
  );
}
