/** How an import names its group. */
import { sameName } from '../../core/model/name-rules.ts';
import type { GroupView } from '../../core/model/views.ts';

/** Two hosts may have made groups of one name: then only the id tells them apart. */
export function importName({ id, name }: GroupView, groups: readonly GroupView[]): string {
  return groups.some((other) => other.id !== id && sameName(other.name, name)) ? id : name;
}
