/** Control paths ask disks with promises; the data path never does. */
import type { BlockDevice, Clock, Done, IoError } from '../device/ports.ts';
import { failure, success, type Result } from '../model/result.ts';
import { mebibyte } from '../model/limits.ts';

/** How long the engine's own reads and writes of private regions wait for one disk. */
export const holderTimeoutMilliseconds = 3_000;
/** Long runs of zeros are written in pieces, so that each piece has a deadline and progress can be told. */
export const zeroPieceBytes = 64 * mebibyte;

export function completed(operation: (done: Done) => boolean): Promise<IoError | null> {
  return new Promise((resolve) => {
    if (operation(resolve)) resolve(null);
  });
}

export const silence: IoError = { code: 'ETIMEDOUT', message: `no answer within ${holderTimeoutMilliseconds / 1000} s` };

/** The value of `work`, or `late` when it takes longer; the work itself goes on and its end is ignored. */
export function within<Value>(clock: Clock, delayMilliseconds: number, work: Promise<Value>, late: Value): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = clock.after(delayMilliseconds, () => { resolve(late); });
    work.then((value) => { timer.cancel(); resolve(value); }, (error: unknown) => { timer.cancel(); reject(error as Error); });
  });
}

export async function readBytes(device: BlockDevice, offsetBytes: number, lengthBytes: number): Promise<Result<Uint8Array, IoError>> {
  const bytes = new Uint8Array(lengthBytes);
  const error = await completed((done) => device.read(bytes, 0, offsetBytes, lengthBytes, done));
  return error === null ? success(bytes) : failure(error);
}

export function writeBytesDurably(device: BlockDevice, offsetBytes: number, bytes: Uint8Array): Promise<IoError | null> {
  return completed((done) => device.writeDurable(bytes, 0, offsetBytes, bytes.byteLength, done));
}

export function flushDevice(device: BlockDevice): Promise<IoError | null> {
  return completed((done) => device.flush(done));
}

export async function zeroBytes(
  device: BlockDevice, offsetBytes: number, lengthBytes: number, keepAllocated: boolean, progress: (doneBytes: number) => void,
): Promise<IoError | null> {
  for (let doneBytes = 0; doneBytes < lengthBytes; doneBytes += zeroPieceBytes) {
    const pieceBytes = Math.min(zeroPieceBytes, lengthBytes - doneBytes);
    const error = await completed((done) => device.zero(offsetBytes + doneBytes, pieceBytes, keepAllocated, done));
    if (error !== null) return error;
    progress(doneBytes + pieceBytes);
  }
  return null;
}
