/**
 * The task log of the private region: who the tasks under way are, and what people wished of them. It says nothing about
 * data: which copies are still to be made follows from the configuration and the maps alone, so a log that is old, torn or
 * gone costs a task its id, its start time and a pause, never a byte.
 *
 * The first 256 KiB of the area are 32 places of two entries of 4 KiB; what lies behind them is reserved.
 *
 * Invariants:
 * - A task has one place, the same on every disk. A note goes into that entry of its place which is not the newest sound one,
 *   so a torn write leaves the note before it. The sound entry with the higher `sequence` is what the place says.
 * - `sequence` grows with every note of the group, on all disks together: of one place on several disks the highest counts.
 * - An ended task is a note like any other (`underWay` false); its place is free when that note is durable, and the next
 *   owner's first note goes over the older entry. So an old entry never speaks again for a task that has ended.
 * - An entry names its disk, its group and its place: what was copied here, or lies in the wrong place, is not believed.
 */
import type { DiskId, GroupId } from '../model/identity.ts';
import { invariant } from '../model/invariant.ts';
import { failure, success, type Result } from '../model/result.ts';
import { formatError, type FormatError } from './format-error.ts';
import {
  checkBlock, isZero, openBlock, putNumber, putText, recordBlockBytes, recordFieldsOffsetBytes, sealBlock, takeNumber, takeText,
} from './record-block.ts';

const taskNoteVersion = 1;
const taskNoteMagic = 'PLEXUSTN';
/** Tasks of one group that can be noted at the same time. */
export const notedTasksMaximum = 32;
/** The part of the klog area that is in use. */
export const taskNotesBytes = notedTasksMaximum * 2 * recordBlockBytes;
/** UTF-8; a longer cause is cut. */
export const causeBytesMaximum = 511;

export type NotedObjectKind = 'volume' | 'plex' | 'group';
const objectKinds: readonly NotedObjectKind[] = ['volume', 'plex', 'group'];

export interface TaskNote {
  readonly taskId: string;
  readonly sequence: number;
  readonly underWay: boolean;
  /** A name of `model/task-kinds.ts`; one that this release does not know may be read. */
  readonly name: string;
  readonly objectKind: NotedObjectKind;
  readonly objectId: string;
  /** What the object was called when the task began. */
  readonly objectName: string;
  readonly paused: boolean;
  readonly slowMilliseconds: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly cause: string;
}

/** Whose log it is and where in it the note stands. */
export interface NotePlace {
  readonly diskId: DiskId;
  readonly groupId: GroupId;
  /** 0 .. `notedTasksMaximum` - 1. */
  readonly place: number;
}

const textFieldBytes = 64;
const fields = (() => {
  const sequence = recordFieldsOffsetBytes;
  const flags = sequence + 8;
  const place = flags + 8;
  const objectKind = place + 8;
  const slow = objectKind + 8;
  const diskId = slow + 8;
  const groupId = diskId + textFieldBytes;
  const taskId = groupId + textFieldBytes;
  const name = taskId + textFieldBytes;
  const objectId = name + textFieldBytes;
  const objectName = objectId + textFieldBytes;
  const startedAt = objectName + textFieldBytes;
  const cause = startedAt + textFieldBytes;
  return {
    sequence, flags, place, objectKind, slow, diskId, groupId, taskId, name, objectId, objectName, startedAt, cause,
    reserved: cause + causeBytesMaximum + 1,
  };
})();
const underWayFlag = 1;
const pausedFlag = 2;

/** Bytes from the start of the klog area. */
export function taskNoteOffsetBytes(place: number, entry: 0 | 1): number {
  invariant(place >= 0 && place < notedTasksMaximum, 'a note has a place in the log');
  return (place * 2 + entry) * recordBlockBytes;
}

/** The text in at most so many bytes, without half a character at its end. */
function cut(text: string, bytesMaximum: number): string {
  const bytes = Buffer.from(text.replaceAll('\0', ''), 'utf8');
  if (bytes.length <= bytesMaximum) return bytes.toString('utf8');
  return bytes.subarray(0, bytesMaximum).toString('utf8').replace(/\uFFFD+$/u, '');
}

export function encodeTaskNote(note: TaskNote, { diskId, groupId, place }: NotePlace): Uint8Array {
  const block = openBlock(taskNoteMagic, taskNoteVersion);
  putNumber(block, fields.sequence, note.sequence);
  putNumber(block, fields.flags, (note.underWay ? underWayFlag : 0) | (note.paused ? pausedFlag : 0));
  putNumber(block, fields.place, place);
  putNumber(block, fields.objectKind, objectKinds.indexOf(note.objectKind));
  putNumber(block, fields.slow, note.slowMilliseconds);
  putText(block, fields.diskId, textFieldBytes, diskId);
  putText(block, fields.groupId, textFieldBytes, groupId);
  putText(block, fields.taskId, textFieldBytes, note.taskId);
  putText(block, fields.name, textFieldBytes, note.name);
  putText(block, fields.objectId, textFieldBytes, note.objectId);
  putText(block, fields.objectName, textFieldBytes, cut(note.objectName, textFieldBytes - 1));
  putText(block, fields.startedAt, textFieldBytes, note.startedAt);
  putText(block, fields.cause, causeBytesMaximum + 1, cut(note.cause, causeBytesMaximum));
  return sealBlock(block);
}

export function decodeTaskNote(bytes: Uint8Array, { diskId, groupId, place }: NotePlace): Result<TaskNote, FormatError> {
  const copy = 'task note';
  const checked = checkBlock(bytes, taskNoteMagic, taskNoteVersion, copy);
  if (!checked.ok) return checked;
  const block = checked.value;
  if (!isZero(block, fields.reserved, recordBlockBytes)) return failure(formatError(copy, 'reserved', 'reserved bytes are not zero'));
  const flags = takeNumber(block, fields.flags);
  if (flags === null || flags > (underWayFlag | pausedFlag)) {
    return failure(formatError(copy, 'reserved', 'flags that this release does not know'));
  }
  const text = (offset: number): string | null => takeText(block, offset, textFieldBytes);
  if (text(fields.diskId) !== diskId) return failure(formatError(copy, 'owner', `belongs to disk ${text(fields.diskId) ?? '?'}`));
  if (text(fields.groupId) !== groupId) return failure(formatError(copy, 'owner', `belongs to group ${text(fields.groupId) ?? '?'}`));
  if (takeNumber(block, fields.place) !== place) return failure(formatError(copy, 'owner', 'written for another place of the log'));
  const sequence = takeNumber(block, fields.sequence);
  const slowMilliseconds = takeNumber(block, fields.slow);
  const objectKind = objectKinds[takeNumber(block, fields.objectKind) ?? objectKinds.length];
  const taskId = text(fields.taskId);
  const name = text(fields.name);
  const objectId = text(fields.objectId);
  const objectName = text(fields.objectName);
  const startedAt = text(fields.startedAt);
  const cause = takeText(block, fields.cause, causeBytesMaximum + 1);
  if (sequence === null || slowMilliseconds === null || objectKind === undefined || !taskId || !name || !objectId
    || objectName === null || startedAt === null || cause === null) {
    return failure(formatError(copy, 'content', 'a field of the note is malformed'));
  }
  return success({
    taskId, sequence, underWay: (flags & underWayFlag) !== 0, paused: (flags & pausedFlag) !== 0, name, objectKind, objectId, objectName,
    slowMilliseconds, startedAt, cause,
  });
}

/** One place as one disk tells it. */
export interface ReadPlace {
  /** Null when nothing sound was ever noted here. */
  readonly note: TaskNote | null;
  /** The entry that the next note goes to. */
  readonly nextEntry: 0 | 1;
}

/** `bytes` are the first `taskNotesBytes` of a disk's klog area. Whatever they hold, each place has an answer. */
export function readTaskNotes(bytes: Uint8Array, diskId: DiskId, groupId: GroupId): readonly ReadPlace[] {
  return Array.from({ length: notedTasksMaximum }, (_, place) => {
    const [first, second] = ([0, 1] as const).map((entry) => {
      const offset = taskNoteOffsetBytes(place, entry);
      const decoded = decodeTaskNote(bytes.subarray(offset, offset + recordBlockBytes), { diskId, groupId, place });
      return decoded.ok ? decoded.value : null;
    }) as [TaskNote | null, TaskNote | null];
    if (second === null || (first !== null && first.sequence > second.sequence)) return { note: first, nextEntry: first === null ? 0 : 1 };
    return { note: second, nextEntry: 0 };
  });
}
