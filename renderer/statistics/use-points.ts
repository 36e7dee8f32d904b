/** Live rates for components: they are asked of the host while a component shows them, and no longer. */
import { useCallback, useMemo, useRef, useSyncExternalStore } from 'react';
import { useConsole } from '../state/console-context.ts';
import type { HostKey } from '../state/host-state.ts';
import type { Point } from './statistics-feed.ts';

const noPoints: readonly Point[] = [];

/** `objects` empty: all of the group. The answer changes with each reading. */
export function usePoints(host: HostKey, groupId: string, objects: readonly string[]): (objectId: string) => readonly Point[] {
  const feed = useConsole((state) => state.hosts.get(host)?.statistics);
  const readings = useRef(0);
  const wished = objects.join(' ');
  const subscribe = useCallback((heard: () => void) => {
    if (feed === undefined || groupId === '') return () => undefined;
    return feed.watch({ group: groupId, objects: wished === '' ? [] : wished.split(' ') }, () => {
      readings.current += 1;
      heard();
    });
  }, [feed, groupId, wished]);
  const reading = useSyncExternalStore(subscribe, () => readings.current);
  // A new function at each reading, so that what is computed from it is computed anew.
  return useMemo(() => {
    const isRead = reading > 0;
    return (objectId: string) => (isRead ? feed?.pointsOf(groupId, objectId) : undefined) ?? noPoints;
  }, [feed, groupId, reading]);
}

const wholeGroup: readonly string[] = [];

/** Bytes a second that each object did in the last second, and the most that any of those asked for did. */
export interface Heat {
  rateOf(objectId: string): number;
  readonly busiest: number;
}

/** How busy these objects of a group are; null while nobody wants to know (no group). */
export function useHeat(host: HostKey, groupId: string, objects: readonly string[]): Heat | null {
  const pointsOf = usePoints(host, groupId, wholeGroup);
  return useMemo(() => {
    if (groupId === '') return null;
    const rates = new Map(objects.map((id) => [id, throughputOf(pointsOf(id).at(-1))]));
    return { rateOf: (id) => rates.get(id) ?? 0, busiest: Math.max(0, ...rates.values()) };
  }, [groupId, objects, pointsOf]);
}

function throughputOf(point: Point | undefined): number {
  return point === undefined ? 0 : point.read.bytesPerSecond + point.write.bytesPerSecond;
}
