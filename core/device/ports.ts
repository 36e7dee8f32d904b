/**
 * The ports: the only way in which the engine touches the world (design rule 4). Production hands in files, the real
 * clock and the operating system's random numbers; the simulation hands in the seeded world.
 *
 * Completion rule, for every call that takes `done`: the call returns true when it has completed without error before
 * returning, and then `done` is never called. Else it returns false and calls `done` exactly once, later, never from
 * within the call itself. Both happen for one and the same operation, depending on how busy the disk is.
 */

export type IoErrorCode = 'EIO' | 'ENOSPC' | 'EROFS' | 'ETIMEDOUT' | 'ESHUTDOWN' | 'EINVAL' | 'EPERM';

/** An operating error of I/O. A value, not an exception: it carries no stack and is cheap to make. */
export interface IoError {
  readonly code: IoErrorCode;
  readonly message: string;
}

export type Done = (error: IoError | null) => void;

/**
 * A disk. Offsets and lengths are bytes; data calls need not be aligned. `buffer[bufferStart .. + lengthBytes)` is
 * owned by the device until completion.
 */
export interface BlockDevice {
  readonly sizeBytes: number;
  readonly readOnly: boolean;
  /** True when `zero` and `trim` take no time that grows with their length (a hole can be punched). */
  readonly punchesHoles: boolean;
  read(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean;
  write(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean;
  /** Afterwards the range reads as zeros. With `keepAllocated` the space stays promised to it. */
  zero(offsetBytes: number, lengthBytes: number, keepAllocated: boolean, done: Done): boolean;
  /**
   * All that was written (by `write` and `zero`) before this call is on the medium when it completes. The device runs one
   * at a time and begins none before the one before it was answered: of two at once, the system may tell only one of a loss.
   */
  flush(done: Done): boolean;
  /** The engine's own records: durable at completion, through a descriptor of its own (design section 5). */
  writeDurable(buffer: Uint8Array, bufferStart: number, offsetBytes: number, lengthBytes: number, done: Done): boolean;
  /**
   * For a device that can fail for good by itself: `failed` is called once, with the failure, as soon as it is known, be
   * it before this call (then later) or after it. A later call replaces the watcher.
   */
  watchFailure?(failed: (error: IoError) => void): void;
  close(): void;
}

export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Milliseconds that never go back; only differences mean anything. */
  nowMilliseconds(): number;
  /** Wall clock for records and logs, ISO 8601 in UTC. */
  timestamp(): string;
  after(delayMilliseconds: number, run: () => void): Timer;
  /** Runs soon, after the present call stack; how a late `done` is called. */
  soon(run: () => void): void;
}

export interface Random {
  guid(): string;
  /** Uniform in [0, 1); for choices that need no secrecy. */
  fraction(): number;
}

export type Severity = 'information' | 'warning' | 'error' | 'critical';

export interface Log {
  write(severity: Severity, message: string, facts?: Readonly<Record<string, unknown>>): void;
}
