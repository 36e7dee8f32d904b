/** Live rates for components: they are asked of the host while a component shows them, and no longer. */
import { useCallback, useMemo, useRef, useSyncExternalStore } from 'react';
import { useConsole } from '../state/console-context.ts';
import type { HostKey } from '../state/host-state.ts';
import { formatSize } from '../state/formats.ts';
import { heatStep } from './rates.ts';
import type { HeatStep } from './rates.ts';
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

export interface Heat {
  readonly step: HeatStep;
  /** The throughput, as it is printed on the block. */
  readonly label: string;
}

const cold: Heat = { step: 0, label: '' };

/** How busy each of these objects is beside the busiest of them; for a picture that paints it. */
export function useHeat(host: HostKey, groupId: string, objects: readonly string[]): (objectId: string) => Heat {
  const pointsOf = usePoints(host, groupId, objects);
  return useMemo(() => {
    const rates = new Map(objects.map((id) => [id, throughputOf(pointsOf(id).at(-1))]));
    const busiest = Math.max(0, ...rates.values());
    return (id) => {
      const rate = rates.get(id) ?? 0;
      return rate <= 0 ? cold : { step: heatStep(rate, busiest), label: `${formatSize(rate)}/s` };
    };
  }, [objects, pointsOf]);
}

function throughputOf(point: Point | undefined): number {
  return point === undefined ? 0 : point.read.bytesPerSecond + point.write.bytesPerSecond;
}
