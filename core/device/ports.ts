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
  /** The disk has become shorter than it was: what lay behind its end is lost. */
  readonly cutShort?: boolean;
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
  /**
   * Gives up the outstanding call that was given this `done`. True: `done` will never be called, the buffer never touched
   * again, and what has not begun never begins; what is with the system already may still reach the medium, and a later
   * change of the same bytes does not begin before that has returned. False: the call is not known, its answer is on its
   * way, or it is held on purpose. Each call has to have a `done` of its own for that.
   */
  giveUp?(done: Done): boolean;
  /** Calls that were given up and have not returned. */
  readonly lateCalls?: number;
  /**
   * Names the medium and the time of its last change. Where a disk that comes back bears the mark that it left with, nobody
   * has written to it or put another in its place meanwhile. Empty where it cannot tell.
   */
  mediumMark?(): string;
  close(): void;
}

/** Where another program answers on a stream of bytes. */
export type LinkAddress =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number };

/** Whom a link tells of what happens. None of this is called from within a call of the link. */
export interface LinkOwner {
  /** Bytes may be sent; once after `connect`, once more after `secure`. */
  opened(): void;
  /** `bytes` are the owner's only until it returns. */
  received(bytes: Uint8Array): void;
  /** Everything that was handed over is gone, and its memory is free. */
  drained(): void;
  /** Once, whoever closed it; nothing comes after it. `reason` is a phrase for people. */
  closed(reason: string): void;
}

/** A stream of bytes to another program: a socket in production, a link of the seeded world in the simulation. */
export interface Link {
  /** True: the bytes are gone or copied. False: they must not change until `drained`, and nothing is sent before it. */
  send(bytes: Uint8Array): boolean;
  /** TLS from here on. The other end proves that it is `serverName`, by an authority of the file, or by one of the system. */
  secure(serverName: string, authorityFile: string): void;
  /** At once; what was not sent is dropped. */
  close(): void;
}

export type ConnectLink = (address: LinkAddress, owner: LinkOwner) => Link;

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
