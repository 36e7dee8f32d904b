/** Running other people's programs: to their end, with all that they said, never through a shell. */
import { spawn } from 'node:child_process';

export interface Ended {
  /** -1 when a signal ended it. */
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

export interface ProgramOptions {
  readonly directory?: string | undefined;
  readonly environment?: Readonly<Record<string, string>> | undefined;
  readonly input?: string | undefined;
  /** Ended by force after this long; a test that comes here fails. */
  readonly limitMilliseconds?: number | undefined;
}

/** Output beyond this is cut: a program gone mad must not take the test with it. */
const outputBytesMaximum = 16 * 1024 * 1024;

/** The system's own folders first: some programs (nbdsh) must not meet another Python. */
export const systemPath = '/usr/bin:/bin:/usr/sbin:/sbin';

export function run(program: string, words: readonly string[], options: ProgramOptions = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(program, words, {
      cwd: options.directory,
      env: { ...process.env, PATH: `${systemPath}:${process.env['PATH'] ?? ''}`, UV_USE_IO_URING: '0', ...options.environment },
      stdio: 'pipe',
    });
    const output = { out: '', error: '' };
    let late = '';
    const limit = options.limitMilliseconds ?? 45_000;
    const timer = setTimeout(() => {
      late = `\nended by the test after ${limit} ms`;
      child.kill('SIGKILL');
    }, limit);
    child.stdout.on('data', (part: Buffer) => { if (output.out.length < outputBytesMaximum) output.out += part.toString(); });
    child.stderr.on('data', (part: Buffer) => { if (output.error.length < outputBytesMaximum) output.error += part.toString(); });
    child.on('error', (error) => { output.error += error.message; });
    // A program that answers without reading all of its input is no error.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? -1, out: output.out, error: output.error + late });
    });
  });
}

/** As `run`, but anything other than exit code 0 fails the test with all that was said. Resolves to standard output. */
export async function succeed(program: string, words: readonly string[], options: ProgramOptions = {}): Promise<string> {
  const ended = await run(program, words, options);
  if (ended.code === 0) return ended.out;
  throw new Error(`${program} ${words.join(' ').slice(0, 2000)}\nexit code ${ended.code}\n${ended.out}${ended.error}`);
}

/** Waits for a condition, never for a time. The deadline is generous: it only ends tests that would fail anyway. */
export async function until(what: string, condition: () => Promise<boolean> | boolean, limitMilliseconds = 30_000): Promise<void> {
  const deadline = performance.now() + limitMilliseconds;
  for (;;) {
    if (await condition()) return;
    if (performance.now() > deadline) throw new Error(`waited ${limitMilliseconds} ms in vain: ${what}`);
    await new Promise((resolve) => { setTimeout(resolve, 40); });
  }
}
