/** The steps of the tour: which part of the window each is about, and what that part should show meanwhile. */
import { nodeOf } from '../state/node-path.ts';
import type { NodeId } from '../state/node-path.ts';
import type { TreeIndex } from '../state/tree-model.ts';
import { tourTexts } from './tour-texts.ts';

export interface TourStep {
  readonly words: { readonly title: string; readonly text: string };
  /** A selector of the part that is highlighted. */
  readonly part: string;
  /** Where to go; absent to stay. Null while the sample does not have it. */
  readonly place?: (index: TreeIndex) => NodeId | null;
  readonly tab?: string;
}

const { steps: words } = tourTexts;

/** The group with most volumes is the one to be shown. */
function firstGroup(index: TreeIndex): NodeId | null {
  const [group] = [...index.groups].sort((one, other) => other.volumeIds.length - one.volumeIds.length);
  return group === undefined ? null : nodeOf(index.key, `group:${group.id}`);
}

function firstVolume(index: TreeIndex): NodeId | null {
  const [volume] = index.volumes;
  return volume === undefined ? null : nodeOf(index.key, `volume:${volume.id}`);
}

export const tourSteps: readonly TourStep[] = [
  { words: words.tree, part: '[data-pane="tree"]', place: ({ key }) => nodeOf(key, 'host') },
  { words: words.volumes, part: '[data-pane="contents"]', place: firstGroup, tab: 'volumes' },
  { words: words.diskView, part: '[data-pane="contents"]', place: firstGroup, tab: 'diskView' },
  { words: words.access, part: '[data-pane="contents"]', place: firstVolume, tab: 'access' },
  { words: words.alerts, part: '[data-pane="activity"]' },
  { words: words.commands, part: '.bars' },
  { words: words.help, part: '.bars' },
];
