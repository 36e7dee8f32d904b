/** Running and stopping the programs of a measurement, and what /proc tells about them. */
import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const outputBytesMaximum = 64 * 1024 * 1024;
const stopMilliseconds = 10_000;
/** USER_HZ, which is 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

export async function run(program, words, options = {}) {
  const { stdout } = await execute(program, words, { maxBuffer: outputBytesMaximum, ...options });
  return stdout;
}

/** Starts a program that serves until `stop`; `said` resolves with the first output that matches. */
export function startServer(program, words, options = {}) {
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let output = '';
  const listeners = new Set();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output = (output + chunk).slice(-100_000);
      for (const listener of listeners) listener();
    });
  }
  const exited = new Promise((resolve) => child.once('exit', resolve));
  return {
    processId: child.pid,
    signal: (name) => child.kill(name),
    said: (pattern) => new Promise((resolve, reject) => {
      const look = () => {
        const match = pattern.exec(output);
        if (match !== null) resolve(match[0]);
      };
      listeners.add(look);
      look();
      void exited.then(() => reject(new Error(`${program} ended: ${output}`)));
    }),
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    stop: async () => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopMilliseconds);
      await exited;
      clearTimeout(timer);
    },
  };
}

/** Seconds of processor time that the process has used, with all its threads. */
export function processorSeconds(processId) {
  const fields = readFileSync(`/proc/${processId}/stat`, 'latin1').replace(/^.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

export function residentBytes(processId) {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${processId}/status`, 'latin1'))?.[1] ?? 0) * 1024;
}

export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
