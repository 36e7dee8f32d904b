/** The places that were visited, as a browser keeps its pages: going somewhere after going back drops what lay ahead. */
import type { NodeId } from './node-path.ts';

export interface PlaceHistory {
  readonly places: readonly NodeId[];
  /** Where the person is in it. */
  readonly at: number;
}

/** The oldest places are dropped beyond this. */
export const placesMaximum = 100;

export function firstPlace(place: NodeId): PlaceHistory {
  return { places: [place], at: 0 };
}

export function visit({ places, at }: PlaceHistory, place: NodeId): PlaceHistory {
  if (places[at] === place) return { places, at };
  const kept = [...places.slice(0, at + 1), place].slice(-placesMaximum);
  return { places: kept, at: kept.length - 1 };
}

export function previousPlace({ places, at }: PlaceHistory): PlaceHistory {
  return { places, at: Math.max(0, at - 1) };
}

export function nextPlace({ places, at }: PlaceHistory): PlaceHistory {
  return { places, at: Math.min(places.length - 1, at + 1) };
}
