import { spawn } from 'node:child_process';
import fs from 'node:fs';

export type Completion = (error: NodeJS.ErrnoException | null, bytes: number) => void;

/** The system calls of a file disk. Tests put failing, hanging and partial ones in their place. */
export interface FileCalls {
  readSync(descriptor: number, buffer: Uint8Array, start: number, lengthBytes: number, positionBytes: number): number;
  writeSync(descriptor: number, buffer: Uint8Array, start: number, lengthBytes: number, positionBytes: number): number;
  read(descriptor: number, buffer: Uint8Array, start: number, lengthBytes: number, positionBytes: number, done: Completion): void;
  write(descriptor: number, buffer: Uint8Array, start: number, lengthBytes: number, positionBytes: number, done: Completion): void;
  synchronize(descriptor: number, done: (error: NodeJS.ErrnoException | null) => void): void;
  /** When the content of a file was last changed; empty for a device, whose node does not tell. */
  changeMark(descriptor: number): string;
  /** How long the file is now; Infinity for a device, whose node does not tell. */
  fileBytes(descriptor: number): number;
  close(descriptor: number): void;
  /** Punches a hole, or zeroes and keeps the space, by a child process. `unsupported`: never here; `failed`: not now. */
  zeroRange(descriptor: number, offsetBytes: number, lengthBytes: number, keepAllocated: boolean, done: Zeroed): void;
}

export type ZeroOutcome = 'done' | 'unsupported' | 'failed';
export type Zeroed = (outcome: ZeroOutcome) => void;

const childDescriptor = 3;
const childErrorBytesMaximum = 4096;

export const systemFileCalls: FileCalls = {
  readSync: fs.readSync,
  writeSync: fs.writeSync,
  read: fs.read,
  write: fs.write,
  synchronize: fs.fdatasync,
  changeMark,
  fileBytes,
  close: fs.closeSync,
  zeroRange: zeroRangeByChild,
};

function changeMark(descriptor: number): string {
  try {
    const facts = fs.fstatSync(descriptor, { bigint: true });
    return facts.isFile() ? String(facts.mtimeNs) : '';
  } catch {
    return '';
  }
}

function fileBytes(descriptor: number): number {
  const facts = fs.fstatSync(descriptor);
  return facts.isFile() ? facts.size : Infinity;
}

/**
 * The child gets the open descriptor, not the path: a file that was renamed meanwhile is still the same file. On block
 * devices fallocate zeroes too, where the device offers it, while a discard would leave the content undefined.
 */
function zeroRangeByChild(descriptor: number, offsetBytes: number, lengthBytes: number, keepAllocated: boolean, done: Zeroed): void {
  const mode = keepAllocated ? ['--zero-range', '--keep-size'] : ['--punch-hole', '--keep-size'];
  const range = ['--offset', String(offsetBytes), '--length', String(lengthBytes)];
  let ended = false;
  let said = '';
  const end = (outcome: ZeroOutcome): void => {
    if (ended) return;
    ended = true;
    done(outcome);
  };
  const child = spawn('fallocate', [...mode, ...range, `/proc/self/fd/${childDescriptor}`], {
    stdio: ['ignore', 'ignore', 'pipe', descriptor],
    env: { ...process.env, LC_ALL: 'C' },
  });
  child.stderr?.on('data', (chunk: Buffer) => { if (said.length < childErrorBytesMaximum) said += chunk.toString('latin1'); });
  child.on('error', (error: NodeJS.ErrnoException) => { end(error.code === 'ENOENT' ? 'unsupported' : 'failed'); });
  child.on('close', (code) => {
    if (code === 0) end('done');
    else end(/not supported|invalid option|unrecognized option/i.test(said) ? 'unsupported' : 'failed');
  });
}
