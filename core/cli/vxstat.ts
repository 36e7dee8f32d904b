/**
 * `vxstat`: what was read and written, object by object. The first reading counts from the import of the group, or from the
 * last `-r`, each further one from the one before it.
 */
import { watchMillisecondsMaximum, watchMillisecondsMinimum } from '../host/protocol.ts';
import type { GroupStatistics, IoSample } from '../model/io-statistics.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Result } from '../model/result.ts';
import { failure, success } from '../model/result.ts';
import { hostWentAway } from './await-tasks.ts';
import { countedObjects } from './counted-objects.ts';
import type { CountedGroup } from './counted-objects.ts';
import { givenGroup } from './line-parts.ts';
import { readObjects } from './object-index.ts';
import { usageOf } from './parse-line.ts';
import { objectCountsSince, statisticsHeader, statisticsJson, statisticsRow } from './statistics-text.ts';
import { tableLines } from './table.ts';
import type { HostConnection, Line, Session, Tool } from './tool.ts';
import { namesMaximum, ownVerb } from './tool.ts';

interface Repetition {
  readonly intervalMilliseconds: number;
  /** Readings; Infinity without `-c`. */
  readonly count: number;
}

async function showStatistics(line: Line, session: Session): Promise<Result<number, Refusal>> {
  const repetition = repetitionOf(line);
  if (!repetition.ok) return repetition;
  const connection = await session.connect();
  if (!connection.ok) return connection;
  const index = await readObjects(connection.value);
  if (!index.ok) return index;
  const counted = countedObjects(index.value, givenGroup(line), line.flags, line.operands);
  if (!counted.ok) return counted;
  if (line.flags.has('r')) return setBack(connection.value, counted.value);
  if (repetition.value !== null) return watch(connection.value, counted.value, repetition.value, session);
  const wanted = counted.value.map(({ group }) => ({ group: group.id, objects: [] }));
  const answer = await connection.value.call('statistics.read', { wanted });
  if (!answer.ok) return answer;
  const readings = answer.value.groups.flatMap((statistics) => {
    const group = counted.value.find((candidate) => candidate.group.id === statistics.groupId);
    return group === undefined ? [] : [{ group, reading: new Reading(statistics, null) }];
  });
  if (session.json) {
    session.terminal.out(JSON.stringify({ groups: readings.map(({ group, reading }) => reading.json(group)) }));
    return success(0);
  }
  const rows = readings.flatMap(({ group, reading }) => reading.rows(group));
  for (const text of tableLines([statisticsHeader, ...rows])) session.terminal.out(text);
  return success(0);
}

/** Null: once. */
function repetitionOf(line: Line): Result<Repetition | null, Refusal> {
  const interval = line.values.get('i');
  const count = line.values.get('c');
  if (interval === undefined) return count === undefined ? success(null) : failure(usageOf(line.tool, line.verb, '-c needs -i'));
  const intervalMilliseconds = Number(interval) * 1000;
  const isInterval = /^\d+$/.test(interval) && intervalMilliseconds >= watchMillisecondsMinimum
    && intervalMilliseconds <= watchMillisecondsMaximum;
  if (!isInterval) return failure(usageOf(line.tool, line.verb, `-i ${interval}: whole seconds from 1 to 3600 are wanted`));
  if (count !== undefined && !/^[1-9]\d{0,8}$/.test(count)) {
    return failure(usageOf(line.tool, line.verb, `-c ${count}: a whole number from 1 up is wanted`));
  }
  return success({ intervalMilliseconds, count: count === undefined ? Infinity : Number(count) });
}

async function setBack(connection: HostConnection, groups: readonly CountedGroup[]): Promise<Result<number, Refusal>> {
  for (const { group } of groups) {
    const answer = await connection.call('statistics.reset', { group: group.id });
    if (!answer.ok) return answer;
  }
  return success(0);
}

/** One group's counters at one moment, as the difference to an earlier one where there is one. */
class Reading {
  readonly statistics: GroupStatistics;
  readonly samples: ReadonlyMap<string, IoSample>;
  readonly #before: Reading | null;

  /** `statistics` may leave out what has not changed since `before`. */
  constructor(statistics: GroupStatistics, before: Reading | null) {
    const isSame = before?.statistics.since === statistics.since;
    this.statistics = statistics;
    this.#before = isSame ? before : null;
    const known = isSame ? before.samples : new Map<string, IoSample>();
    this.samples = new Map([...known, ...statistics.samples.map((sample) => [sample.id, sample] as const)]);
  }

  rows({ objects }: CountedGroup): readonly (readonly string[])[] {
    return objects.map((object) => statisticsRow(object, this.#countsOf(object.id)));
  }

  json({ group, objects }: CountedGroup): object {
    const { at, since, elapsedMilliseconds } = this.statistics;
    const before = this.#before?.statistics;
    return {
      group: group.name, groupGuid: group.id, at, since: before?.at ?? since,
      seconds: (elapsedMilliseconds - (before?.elapsedMilliseconds ?? 0)) / 1000,
      objects: objects.map((object) => statisticsJson(object, this.#countsOf(object.id))),
    };
  }

  #countsOf(id: string) {
    return objectCountsSince(this.#before?.samples.get(id), this.samples.get(id));
  }
}

function watch(
  connection: HostConnection, groups: readonly CountedGroup[], { intervalMilliseconds, count }: Repetition, session: Session,
): Promise<Result<number, Refusal>> {
  return new Promise((resolve) => {
    const last = new Map<string, Reading>();
    const left = new Map(groups.map(({ group }) => [group.id, count]));
    const take = (statistics: GroupStatistics): void => {
      const counted = groups.find(({ group }) => group.id === statistics.groupId);
      const readingsLeft = left.get(statistics.groupId) ?? 0;
      if (counted === undefined || readingsLeft === 0) return;
      const reading = new Reading(statistics, last.get(statistics.groupId) ?? null);
      last.set(statistics.groupId, reading);
      left.set(statistics.groupId, readingsLeft - 1);
      print(counted, reading, session);
      if ([...left.values()].every((each) => each === 0)) resolve(success(0));
    };
    const wanted = groups.map(({ group }) => ({ group: group.id, objects: [] }));
    void connection.watchStatistics(take, { wanted, intervalMilliseconds }).then((answer) => {
      if (!answer.ok) resolve(answer);
      else if (groups.length === 0) resolve(success(0));
    });
    void connection.ended.then(() => { resolve(failure(hostWentAway())); });
  });
}

function print(counted: CountedGroup, reading: Reading, session: Session): void {
  const { out } = session.terminal;
  if (session.json) {
    out(JSON.stringify(reading.json(counted)));
    return;
  }
  out(`${reading.statistics.at}  ${counted.group.name}`);
  for (const text of tableLines([statisticsHeader, ...reading.rows(counted)])) out(text);
  out('');
}

export const vxstat: Tool = {
  name: 'vxstat',
  about: 'what was read and written',
  verbs: [ownVerb({
    name: '',
    usage: '[-gDG] [-i SECONDS] [-c COUNT] [-v] [-p] [-s] [-d] [OBJECT ...]   (or [-gDG] -r)',
    about: 'reads, writes, blocks of 512 bytes and milliseconds, by volume, plex, subdisk or disk',
    options: ['g', 'i', 'c', 'v', 'p', 's', 'd', 'r'],
    operandsMaximum: namesMaximum,
    run: showStatistics,
  })],
};
