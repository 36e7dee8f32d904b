/**
 * Why a record on a disk was not taken for what it should be. A value, never an exception: what stands on a disk is the
 * world's doing, not the program's.
 */
export type RecordCopy = 'header A' | 'header B' | 'table of contents' | 'slot 0' | 'slot 1' | 'task note' | 'history';

export type FormatErrorReason =
  | 'absent' // no magic: nothing of ours was ever written here, or it was wiped
  | 'truncated'
  | 'checksum'
  | 'future-version' // intact, and written by a newer release
  | 'reserved' // bytes that must be zero are not
  | 'owner' // intact, and another disk's or group's: misdirected, or copied by hand
  | 'content'; // the checksum holds but the fields contradict each other

export interface FormatError {
  readonly copy: RecordCopy;
  readonly reason: FormatErrorReason;
  /** One clause for people: what was found and what was expected. */
  readonly detail: string;
}

export function formatError(copy: RecordCopy, reason: FormatErrorReason, detail: string): FormatError {
  return { copy, reason, detail };
}

export function describeFormatError(error: FormatError): string {
  return `${error.copy}: ${error.detail}`;
}
