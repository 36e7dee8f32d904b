/** The console's own pictures, drawn in one colour: that of the text around them. */
import badgeFailed from '../../assets/badge-failed.svg?raw';
import badgeUnknown from '../../assets/badge-unknown.svg?raw';
import badgeWarning from '../../assets/badge-warning.svg?raw';
import disk from '../../assets/disk.svg?raw';
import folder from '../../assets/folder.svg?raw';
import group from '../../assets/group.svg?raw';
import host from '../../assets/host.svg?raw';
import productMark from '../../assets/product-mark.svg?raw';
import stateFailed from '../../assets/state-failed.svg?raw';
import stateHealthy from '../../assets/state-healthy.svg?raw';
import stateUnknown from '../../assets/state-unknown.svg?raw';
import stateWarning from '../../assets/state-warning.svg?raw';
import volume from '../../assets/volume.svg?raw';
import type { Condition } from '../state/conditions.ts';
import type { NodeCondition } from '../state/node-conditions.ts';

const pictures = { disk, folder, group, host, 'product-mark': productMark, volume } as const;
const conditionPictures: Readonly<Record<Condition, string>> = {
  healthy: stateHealthy, warning: stateWarning, failed: stateFailed, unknown: stateUnknown,
};

const badgePictures: Readonly<Record<Exclude<Condition, 'healthy'>, string>> = {
  warning: badgeWarning, failed: badgeFailed, unknown: badgeUnknown,
};

export type IconName = keyof typeof pictures;

/** Decoration beside a word that says the same; never the only bearer of a meaning. */
export function Icon({ name, badge }: { readonly name: IconName; readonly badge?: NodeCondition }) {
  return (
    <span className="icon" aria-hidden="true">
      <span dangerouslySetInnerHTML={{ __html: pictures[name] }} />
      {badge !== undefined && badge.condition !== 'healthy' && (
        <span className="badge" data-condition={badge.condition} data-inherited={badge.inherited || undefined}
          dangerouslySetInnerHTML={{ __html: badgePictures[badge.condition] }} />
      )}
    </span>
  );
}

export function ConditionIcon({ condition }: { readonly condition: Condition }) {
  return (
    <span className="icon condition" data-condition={condition} aria-hidden="true"
      dangerouslySetInnerHTML={{ __html: conditionPictures[condition] }} />
  );
}
