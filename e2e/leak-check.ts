/**
 * Around every run with real processes, and around the unit tests, of which some mount and map: makes the run's folder, and at
 * the end demands that nothing of it is left on the machine: no process, no mount, no loop device. What is left is named, cleaned
 * up, and fails the run.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';

function textOf(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function linkOf(file: string): string {
  try {
    return fs.readlinkSync(file);
  } catch {
    return '';
  }
}

/** Processes that name the folder in their words or stand in it. */
function processesIn(folder: string): readonly number[] {
  if (process.platform !== 'linux') return [];
  return fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((id) => {
    if (id === process.pid || /^State:\s+Z/m.test(textOf(`/proc/${id}/status`))) return false;
    return textOf(`/proc/${id}/cmdline`).includes(folder) || linkOf(`/proc/${id}/cwd`).startsWith(folder);
  });
}

function mountsIn(folder: string): readonly string[] {
  return textOf('/proc/mounts').split('\n').map((line) => line.split(' ')[1] ?? '').filter((place) => place.startsWith(folder)).reverse();
}

function loopsIn(folder: string): readonly string[] {
  if (!fs.existsSync('/sys/block')) return [];
  return fs.readdirSync('/sys/block').filter((name) => textOf(`/sys/block/${name}/loop/backing_file`).startsWith(folder));
}

export interface Leaks {
  readonly processes: readonly number[];
  readonly mounts: readonly string[];
  readonly loops: readonly string[];
}

export function leaksIn(folder: string): Leaks {
  return { processes: processesIn(folder), mounts: mountsIn(folder), loops: loopsIn(folder) };
}

function describeLeaks(leaks: Leaks): readonly string[] {
  return [
    ...leaks.processes.map((id) => `process ${id}: ${textOf(`/proc/${id}/cmdline`).replaceAll('\0', ' ').slice(0, 200)}`),
    ...leaks.mounts.map((place) => `mount ${place}`),
    ...leaks.loops.map((name) => `loop device ${name} on ${textOf(`/sys/block/${name}/loop/backing_file`).trim()}`),
  ];
}

/** Safe, because all of it names a folder that only this run has. */
function cleanUp(leaks: Leaks): void {
  const quietly = (program: string, words: readonly string[]): unknown => spawnSync(program, words, { stdio: 'ignore' });
  for (const place of leaks.mounts) quietly('umount', ['-l', place]);
  for (const name of leaks.loops) quietly('losetup', ['-d', `/dev/${name}`]);
  for (const id of leaks.processes) quietly('kill', ['-9', String(id)]);
}

/** A process that was told to end needs a moment; what is still there then has leaked. */
async function leaksThatStay(folder: string): Promise<Leaks> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    if (describeLeaks(leaksIn(folder)).length === 0) break;
    await new Promise((resolve) => { setTimeout(resolve, 40); });
  }
  return leaksIn(folder);
}

export default function setup(project: TestProject): () => Promise<void> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'plexus-run-'));
  project.provide('runFolder', folder);
  return async () => {
    const leaks = await leaksThatStay(folder);
    const names = describeLeaks(leaks);
    cleanUp(leaks);
    fs.rmSync(folder, { recursive: true, force: true });
    if (names.length === 0) return;
    console.error(`The tests left behind:\n${names.map((name) => `  ${name}`).join('\n')}`);
    process.exitCode = 1;
    throw new Error(`the tests left ${names.length} things behind on this machine`);
  };
}
