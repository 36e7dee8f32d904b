/** A raw block device for a test: a loop device on a sparse file that can grow. Needs root. */
import fs from 'node:fs';
import { succeed } from './programs.ts';
import type { Stage } from './stage.ts';

export class LoopDevice {
  /** What the host attaches. */
  readonly path: string;
  /** The file below it. */
  readonly backing: string;

  private constructor(path: string, backing: string) {
    this.path = path;
    this.backing = backing;
  }

  /** The file is filled with `filler`, so that what is not written by anybody can be told from zeros. */
  static async attach(stage: Stage, name: string, sizeBytes: number, filler: number): Promise<LoopDevice> {
    const backing = stage.path(`${name}.back`);
    fs.writeFileSync(backing, Buffer.alloc(sizeBytes, filler));
    const path = (await succeed('losetup', ['-f', '--show', backing])).trim();
    stage.atEnd(() => succeed('losetup', ['-d', path]));
    return new LoopDevice(path, backing);
  }

  /** The file becomes larger, and the kernel is told. */
  async grow(sizeBytes: number): Promise<void> {
    fs.truncateSync(this.backing, sizeBytes);
    await succeed('losetup', ['-c', this.path]);
  }

  /** Opens the device as a second owner would; answers the error's name, or an empty text where it could be had. */
  exclusiveOpenError(): string {
    try {
      fs.closeSync(fs.openSync(this.path, fs.constants.O_RDWR | fs.constants.O_EXCL));
      return '';
    } catch (error) {
      return (error as NodeJS.ErrnoException).code ?? 'unknown';
    }
  }

  read(offsetBytes: number, lengthBytes: number): Buffer {
    const bytes = Buffer.alloc(lengthBytes);
    const descriptor = fs.openSync(this.path, 'r');
    fs.readSync(descriptor, bytes, 0, lengthBytes, offsetBytes);
    fs.closeSync(descriptor);
    return bytes;
  }

  /** What the file below takes of its own disk; trimmed space is given back. */
  get allocatedBytes(): number {
    return fs.statSync(this.backing).blocks * 512;
  }
}
