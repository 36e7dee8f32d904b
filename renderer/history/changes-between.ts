/** Which blocks of Disk View are different between two times. Pure. */
import type { LogView, SubdiskView } from '../../core/model/views.ts';
import type { ChangeMark, ChangeMarks } from '../disk-view/change-marks.ts';
import type { ObjectTables } from '../state/object-store.ts';

type Blocks = Pick<ObjectTables, 'subdisk' | 'log'>;

export interface ChangesBetween {
  readonly earlier: ChangeMarks;
  readonly later: ChangeMarks;
}

export function changesBetween(earlier: Blocks, later: Blocks): ChangesBetween {
  return { earlier: marksOf(earlier, later, 'removed'), later: marksOf(later, earlier, 'added') };
}

function marksOf(blocks: Blocks, others: Blocks, alone: ChangeMark): ChangeMarks {
  const marks = new Map<string, ChangeMark>();
  for (const view of [...blocks.subdisk.values(), ...blocks.log.values()]) {
    const mark = markOf(view, others.subdisk.get(view.id) ?? others.log.get(view.id), alone);
    if (mark !== null) marks.set(view.id, mark);
  }
  return marks;
}

function markOf(view: SubdiskView | LogView, other: SubdiskView | LogView | undefined, alone: ChangeMark): ChangeMark | null {
  if (other === undefined) return alone;
  if (other.diskId !== view.diskId || other.diskOffsetBytes !== view.diskOffsetBytes) return 'moved';
  return other.lengthBytes === view.lengthBytes && other.volumeId === view.volumeId ? null : 'changed';
}
