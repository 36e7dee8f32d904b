/**
 * Every state of volume, plex, log and disk, and every change of state that there is, with its cause. `docs/states.md` is
 * made of these tables; `state-changes.ts` holds each commit against them: a change that is not named here is a bug, and
 * stops the group before it is written.
 */
import type { LogState, PlexState, VolumeState } from './configuration.ts';

/** What a disk's record says of it; whether it is there at all is seen, not written. */
export type DiskMark = 'SOUND' | 'FAILING';

export interface StateEntry<State extends string> {
  readonly state: State;
  readonly meaning: string;
  /** What the next start makes of it after a crash. */
  readonly crash: string;
}

export interface Transition<State extends string> {
  /** Null: the object is made. */
  readonly from: State | null;
  /** Null: the object ends. */
  readonly to: State | null;
  readonly cause: string;
}

export interface StateTable<State extends string> {
  readonly states: readonly StateEntry<State>[];
  readonly transitions: readonly Transition<State>[];
}

export const volumeStates: StateTable<VolumeState> = {
  states: [
    { state: 'CLEAN', meaning: 'stopped, its good plexes equal', crash: 'stays CLEAN; its start makes it ACTIVE' },
    { state: 'ACTIVE', meaning: 'started', crash: 'was in use: SYNC with two or more good plexes, ACTIVE with one' },
    { state: 'SYNC', meaning: 'started; its plexes are being made equal', crash: 'SYNC again, from the regions that the maps still name' },
  ],
  transitions: [
    { from: null, to: 'CLEAN', cause: 'made, and not started in the same commit' },
    { from: null, to: 'ACTIVE', cause: 'made and started, or made without zeros and not started' },
    { from: null, to: 'SYNC', cause: 'made with two plexes or more, without zeros, and started' },
    { from: 'CLEAN', to: 'ACTIVE', cause: 'start; space added without zeros while stopped; vxmend fix active' },
    { from: 'ACTIVE', to: 'CLEAN', cause: 'stop, after a flush of all plexes; vxmend fix clean' },
    { from: 'ACTIVE', to: 'SYNC', cause: 'start after a crash; space added without zeros; reopened after a refused command' },
    { from: 'CLEAN', to: 'SYNC', cause: 'started with space that was added without zeros' },
    { from: 'SYNC', to: 'ACTIVE', cause: 'its plexes are equal; or it starts with one good plex; vxmend fix active' },
    { from: 'SYNC', to: 'CLEAN', cause: 'vxmend fix clean' },
    { from: 'CLEAN', to: null, cause: 'deleted, given up with the disk of its last copy, or moved to another group' },
    { from: 'ACTIVE', to: null, cause: 'deleted, given up with the disk of its last copy, or moved to another group' },
    { from: 'SYNC', to: null, cause: 'deleted, given up with the disk of its last copy, or moved to another group' },
  ],
};

export const plexStates: StateTable<PlexState> = {
  states: [
    { state: 'ACTIVE', meaning: 'takes part in reads and writes',
      crash: 'made equal with its fellows where the intent map says so; STALE when a disk of it is absent' },
    { state: 'CLEAN', meaning: 'a good copy; its volume is stopped', crash: 'stays CLEAN; becomes ACTIVE with the start' },
    { state: 'STALE', meaning: 'missed a write; never read; copied by its map, or whole where there is none',
      crash: 'stays STALE; what it lacks is its map and the intent map together' },
    { state: 'OFFLINE', meaning: 'taken out by the administrator; its map goes on growing', crash: 'stays OFFLINE' },
    { state: 'TEMPRMSD', meaning: 'being added: written, not read',
      crash: 'its copy goes on where the last checkpoint was; removed with its subdisks when a disk of it is gone' },
  ],
  transitions: [
    { from: null, to: 'CLEAN', cause: 'made with its volume' },
    { from: null, to: 'ACTIVE', cause: 'made with its volume, and started' },
    { from: null, to: 'TEMPRMSD', cause: 'a mirror is added' },
    { from: 'CLEAN', to: 'ACTIVE', cause: 'start; vxmend fix active' },
    { from: 'ACTIVE', to: 'CLEAN', cause: 'stop, after a flush of all plexes; vxmend fix clean' },
    { from: 'ACTIVE', to: 'STALE',
      cause: 'missed a write or failed a flush; absent or doubtful at a start after a crash; put back from a copy; its disk was replaced; '
        + 'its disk went on without the others and was taken back; vxmend fix stale, or fix of another plex' },
    { from: 'CLEAN', to: 'STALE',
      cause: 'put back from a copy; its disk was replaced, or taken back; vxmend fix stale, or fix of another plex' },
    { from: 'STALE', to: 'ACTIVE', cause: 'caught up and flushed; vxmend fix active' },
    { from: 'STALE', to: 'CLEAN', cause: 'vxmend fix clean' },
    { from: 'OFFLINE', to: 'STALE', cause: 'vxmend on; vxmend fix stale' },
    { from: 'OFFLINE', to: 'ACTIVE', cause: 'vxmend fix active' },
    { from: 'OFFLINE', to: 'CLEAN', cause: 'vxmend fix clean' },
    { from: 'ACTIVE', to: 'OFFLINE', cause: 'vxmend off' },
    { from: 'CLEAN', to: 'OFFLINE', cause: 'vxmend off' },
    { from: 'STALE', to: 'OFFLINE', cause: 'vxmend off' },
    { from: 'TEMPRMSD', to: 'ACTIVE', cause: 'copied whole and flushed' },
    { from: 'TEMPRMSD', to: null, cause: 'its copy failed, was aborted, or lost its disk' },
    { from: 'ACTIVE', to: null, cause: 'mirror removed; volume deleted or given up' },
    { from: 'CLEAN', to: null, cause: 'mirror removed; volume deleted or given up' },
    { from: 'STALE', to: null, cause: 'mirror removed; volume deleted or given up' },
    { from: 'OFFLINE', to: null, cause: 'mirror removed; volume deleted or given up' },
  ],
};

export const logStates: StateTable<LogState> = {
  states: [
    { state: 'ACTIVE', meaning: 'bears every mark', crash: 'read: what it marks is made equal; STALE when its disk is absent' },
    { state: 'STALE', meaning: 'missed a mark, or was never written; not read', crash: 'stays STALE until it was written anew' },
  ],
  transitions: [
    { from: null, to: 'ACTIVE', cause: 'made with its volume, or added and written' },
    { from: null, to: 'STALE', cause: 'added, not written yet' },
    { from: 'ACTIVE', to: 'STALE', cause: 'could not take a mark or be read; its disk is absent at a start, or was replaced; vxmend fix' },
    { from: 'STALE', to: 'ACTIVE', cause: 'written anew' },
    { from: 'ACTIVE', to: null, cause: 'removed; its volume deleted, given up, or given new logs' },
    { from: 'STALE', to: null, cause: 'removed; its volume deleted, given up, or given new logs' },
  ],
};

export const diskMarks: StateTable<DiskMark> = {
  states: [
    { state: 'SOUND', meaning: 'no error that took a plex out', crash: 'stays' },
    { state: 'FAILING', meaning: 'an error of it took a plex out; no new subdisks are put there',
      crash: 'stays; plexes there of volumes that were in use count as absent' },
  ],
  transitions: [
    { from: null, to: 'SOUND', cause: 'joins the group' },
    { from: 'SOUND', to: 'FAILING', cause: 'a write or flush of it failed, or it missed its deadline' },
    { from: 'FAILING', to: 'SOUND', cause: 'came back; vxdisk reactivate; vxdisk set failing=off' },
    { from: 'SOUND', to: null, cause: 'leaves the group' },
    { from: 'FAILING', to: null, cause: 'leaves the group, or was replaced' },
  ],
};
