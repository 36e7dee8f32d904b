/** The mark that a tree node bears: its own trouble, or the worst below it. */
import { diskCondition, groupCondition, volumeCondition, worst } from './conditions.ts';
import type { Condition } from './conditions.ts';
import { nodeOf, placeOf } from './node-path.ts';
import type { NodeId } from './node-path.ts';
import type { TreeIndex } from './tree-model.ts';

export interface NodeCondition {
  readonly condition: Condition;
  /** True when the trouble is a descendant's, not the object's own: its badge is hollow. */
  readonly inherited: boolean;
  /** How many descendants are not well. */
  readonly count: number;
}

const well: NodeCondition = { condition: 'healthy', inherited: false, count: 0 };

export function conditionOf(index: TreeIndex, node: NodeId): NodeCondition {
  const place = placeOf(node);
  switch (place.kind) {
    case 'disk': return own(conditionOrHealthy(index.tables.disk.get(place.id), diskCondition));
    case 'volume': return own(conditionOrHealthy(index.tables.volume.get(place.id), volumeCondition));
    case 'group': {
      const group = index.tables.group.get(place.id);
      const groupOwn = group === undefined ? 'healthy' : groupCondition(group);
      const below = inherited([
        ...(index.disksOfGroup.get(place.id) ?? []).map(diskCondition),
        ...(index.volumesOfGroup.get(place.id) ?? []).map(volumeCondition),
      ]);
      // The group's health is that of its worst volume; its own badge is for what is wrong with the group itself.
      if (group?.status === 'imported') return below;
      return groupOwn === 'healthy' ? below : { condition: groupOwn, inherited: false, count: below.count };
    }
    case 'groups': return inherited(index.groups.map((group) => conditionOf(index, nodeOf(index.key, `group:${group.id}`)).condition));
    case 'disks': case 'enclosures': return inherited(index.disks.map(diskCondition));
    case 'volumes': return inherited(index.volumes.map(volumeCondition));
    case 'pseudo': return inherited((index.disksOfPseudoGroup.get(place.id) ?? []).map(diskCondition));
    case 'enclosure': return inherited((index.disksOfEnclosure.get(place.id) ?? []).map(diskCondition));
    case 'queries': case 'query': return well;
    case 'host': return inherited((['groups', 'disks', 'volumes'] as const)
      .map((child) => conditionOf(index, nodeOf(index.key, child)).condition));
  }
}

function conditionOrHealthy<View>(view: View | undefined, condition: (view: View) => Condition): Condition {
  return view === undefined ? 'healthy' : condition(view);
}

function own(condition: Condition): NodeCondition {
  return condition === 'healthy' ? well : { condition, inherited: false, count: 0 };
}

/** A stopped volume or a deported group is no trouble of its parent's: only warnings and failures rise. */
function inherited(conditions: readonly Condition[]): NodeCondition {
  const troubled = conditions.filter((condition) => condition === 'warning' || condition === 'failed');
  return troubled.length === 0 ? well : { condition: worst(troubled), inherited: true, count: troubled.length };
}
