/**
 * A program that writes one file after the other, each synced with its folder, and notes outside of the volume which ones it
 * was told are safe. It ends when writing fails, as any program would under a dead host.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import { until } from '../programs.ts';
import type { Stage } from '../stage.ts';

const program = `
const fs = require('node:fs');
const [folder, notes] = process.argv.slice(1);
const lengthOf = (name) => 4096 + [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 32768, 7);
for (let index = 0; ; index += 1) {
  const name = 'synced' + index;
  // Never synced: it may be lost, and must harm nothing.
  fs.writeFileSync(folder + '/loose' + (index % 8), Buffer.alloc(65536, name));
  const file = fs.openSync(folder + '/' + name, 'w');
  fs.writeSync(file, Buffer.alloc(lengthOf(name), name + ' '));
  fs.fsyncSync(file);
  fs.closeSync(file);
  const parent = fs.openSync(folder, 'r');
  fs.fsyncSync(parent);
  fs.closeSync(parent);
  fs.appendFileSync(notes, name + ' ' + process.hrtime.bigint() + '\\n');
}
`;

export class SyncedWriter {
  readonly #notes: string;
  readonly #child: ChildProcess;

  constructor(stage: Stage, folder: string, name: string) {
    this.#notes = stage.path(`${name}.notes`);
    fs.writeFileSync(this.#notes, '');
    this.#child = spawn(process.execPath, ['-e', program, folder, this.#notes], { stdio: 'ignore' });
    stage.atEnd(() => this.end());
  }

  /** Names of the files that were reported safe. A line that was cut in the middle is no report. */
  acknowledged(): readonly string[] {
    return this.#lines().map(([name]) => name);
  }

  /** Those of them that were reported before an instant of the machine's monotonic clock, in nanoseconds. */
  acknowledgedBefore(instant: bigint): readonly string[] {
    return this.#lines().flatMap(([name, at]) => (at < instant ? [name] : []));
  }

  #lines(): readonly (readonly [string, bigint])[] {
    const lines = fs.readFileSync(this.#notes, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => [line.split(' ')[0] ?? '', BigInt(line.split(' ')[1] ?? '0')]);
  }

  untilAcknowledged(count: number): Promise<void> {
    return until(`${count} files are reported safe`, () => this.acknowledged().length >= count);
  }

  async end(): Promise<void> {
    this.#child.kill('SIGKILL');
    await until('the writer has ended', () => this.#child.exitCode !== null || this.#child.signalCode !== null);
  }
}
