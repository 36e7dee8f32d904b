/** Where data lies on each disk of a group. Only the configuration says it; without one the columns stay empty. */
import type { GroupView } from '../model/views.ts';
import type { HostConnection } from './tool.ts';

export interface PublicRegion {
  readonly dataStartBytes: number;
  readonly dataLengthBytes: number;
}

/** By disk id; empty for a group that is not imported. */
export async function readPublicRegions(connection: HostConnection, group: GroupView): Promise<ReadonlyMap<string, PublicRegion>> {
  const answer = await connection.call('group.configuration', { group: group.name });
  if (!answer.ok) return new Map();
  const { partOfConfiguration } = await import('./configuration-part.ts');
  const configuration = partOfConfiguration.safeParse(answer.value.configuration);
  return new Map(configuration.success ? configuration.data.disks.map((disk) => [disk.id, disk]) : []);
}
