/** What may be asked of the counters over the contract: they live in the groups' runtimes and are gathered when asked for. */
import type { GroupStatistics, StatisticsWish } from '../model/io-statistics.ts';
import type { Refusal } from '../model/refusal.ts';
import { success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { CallHandlers } from './call-dispatch.ts';
import { importedGroup } from './command-routing.ts';
import type { RoutingWorld } from './command-routing.ts';

type StatisticsCall = 'statistics.read' | 'statistics.watch' | 'statistics.reset';

export function statisticsCalls(world: RoutingWorld): Pick<CallHandlers, StatisticsCall> {
  return {
    'statistics.read': ({ wanted }) => readAll(world, wanted),
    'statistics.watch': (watching, caller) => {
      const unknown = watching.wanted.map(({ group }) => importedGroup(world, group)).find((group) => !group.ok);
      if (unknown?.ok === false) return unknown;
      caller.watchStatistics(watching);
      return success({ watching: watching.wanted.length });
    },
    'statistics.reset': async ({ group: name }) => {
      const group = importedGroup(world, name);
      if (!group.ok) return group;
      const answer = await group.value.link.request({ kind: 'resetStatistics' });
      return answer.ok ? success({ group: group.value.name }) : answer;
    },
  };
}

/** One group's counters as they are now. */
export async function readStatistics(world: Pick<RoutingWorld, 'groups'>, { group, objects }: StatisticsWish):
Promise<Result<GroupStatistics, Refusal> | null> {
  const running = world.groups.find(group);
  if (running === null) return null;
  const answer = await running.link.request({ kind: 'statistics', objects });
  return answer.ok ? success(answer.value as GroupStatistics) : answer;
}

async function readAll(world: RoutingWorld, wanted: readonly StatisticsWish[]):
Promise<Result<{ readonly groups: readonly GroupStatistics[] }, Refusal>> {
  const unknown = wanted.map(({ group }) => importedGroup(world, group)).find((group) => !group.ok);
  if (unknown?.ok === false) return unknown;
  const answers = await Promise.all(wanted.map((wish) => readStatistics(world, wish)));
  const groups: GroupStatistics[] = [];
  for (const answer of answers) {
    if (answer === null) continue;
    if (!answer.ok) return answer;
    groups.push(answer.value);
  }
  return success({ groups });
}
