/** The scale and zoom that a person gave the picture of a disk group: the next picture of its disks begins with them. */
import type { Place } from '../state/node-path.ts';
import { recall, remember } from '../state/memory.ts';
import type { Check } from '../state/memory.ts';
import type { TreeIndex } from '../state/tree-model.ts';
import { zoomMaximum, zoomMinimum } from './disk-view-model.ts';
import type { DiskViewScale } from './disk-view-model.ts';

export type ChosenScale = Pick<DiskViewScale, 'scale' | 'zoom'>;

const firstScale: ChosenScale = { scale: 'common', zoom: 1 };

const isChosenScale: Check<ChosenScale> = (value): value is ChosenScale => {
  const { scale, zoom } = (value ?? {}) as Partial<ChosenScale>;
  return (scale === 'common' || scale === 'own') && typeof zoom === 'number' && zoom >= zoomMinimum && zoom <= zoomMaximum;
};

/** Which memory the picture of a place has: that of its disk group, or one that all other places share. */
export function scaleMemoryOf({ tables }: TreeIndex, place: Place): string {
  switch (place.kind) {
    case 'group': return place.id;
    case 'disk': case 'volume': return tables[place.kind].get(place.id)?.groupId ?? '';
    default: return '';
  }
}

export function recallScale(memory: string): ChosenScale {
  return recall(`disk-view.${memory}`, isChosenScale) ?? firstScale;
}

export function rememberScale(memory: string, chosen: ChosenScale): void {
  remember(`disk-view.${memory}`, chosen);
}
