/**
 * From an NBD address to a block device of this machine: `nbd-client` where the kernel has nbd, else `nbdfuse` (the volume as
 * a file) and a loop device on it.
 */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, writeFileSync } from 'node:fs';
import { privateFileMode, readTextIfThere } from '../durable-file.ts';
import type { Result } from '../../model/result.ts';
import { failure, success } from '../../model/result.ts';
import { becomesTrue } from './becomes-true.ts';
import { freeNbdDevice, isFuseMounted, nbdDeviceWith } from './kernel-state.ts';
import type { MapFolder, MapRecord } from './map-record.ts';
import type { ProgramName } from './programs.ts';
import { debianPackages, findProgram, lastLine, runProgram } from './programs.ts';

export type MapMethod = MapRecord['by'];

const programsOfMethod: Readonly<Record<MapMethod, readonly ProgramName[]>> = {
  'nbd-client': ['nbd-client', 'blkid', 'mount', 'umount', 'dd'],
  nbdfuse: ['nbdfuse', 'fusermount3', 'losetup', 'blkid', 'mount', 'umount', 'dd'],
};

/** The way that this machine has; else what is missing, as the end of a sentence, and what to do. `asRoot`: how to be root here. */
export function chooseMethod(asRoot: string): Result<MapMethod, { readonly reason: string; readonly advice: string }> {
  if (process.platform !== 'linux') {
    return failure({ reason: `${process.platform} has no NBD client that Plexus can use`,
      advice: 'Use its NBD address with qemu-img or qemu-nbd.' });
  }
  if (process.getuid?.() !== 0) return failure({ reason: 'block devices and mounts need root', advice: asRoot });
  if (freeNbdDevice() !== '' && missingPrograms('nbd-client').length === 0) return success('nbd-client');
  const missing = missingPrograms('nbdfuse');
  if (missing.length > 0) {
    const packages = [...new Set(missing.map((name) => debianPackages[name]))].join(' ');
    return failure({ reason: `${missing.join(', ')} not found`, advice: `apt-get install ${packages} brings it` });
  }
  return existsSync('/dev/fuse')
    ? success('nbdfuse')
    : failure({ reason: 'the kernel has neither nbd nor FUSE here', advice: 'modprobe fuse may bring it' });
}

function missingPrograms(method: MapMethod): readonly ProgramName[] {
  return programsOfMethod[method].filter((name) => findProgram(name) === null);
}

/** The device, or why there is none. What was attached on the way stays for `releaseMapping` to take away. */
export function attachDevice(record: MapRecord, folder: MapFolder): Promise<Result<string, string>> {
  return record.by === 'nbd-client' ? attachNbdClient(record) : attachNbdfuse(record, folder);
}

const attachMillisecondsMaximum = 30_000;

async function attachNbdfuse(record: MapRecord, folder: MapFolder): Promise<Result<string, string>> {
  const image = folder.imageFile(record.volumeId);
  const complaints = folder.complaintFile(record.volumeId);
  writeFileSync(image, '', { mode: privateFileMode });
  let ended = false;
  const log = openSync(complaints, 'w', privateFileMode);
  // A session of its own: the terminal's Ctrl-C and hang-up must not take the volume from under its file system.
  const readOnly = record.readOnly ? ['-r'] : [];
  const server = spawn(findProgram('nbdfuse') ?? 'nbdfuse', [...readOnly, '-P', folder.processIdFile(record.volumeId), image, record.uri],
    { detached: true, cwd: '/', stdio: ['ignore', log, log] });
  closeSync(log);
  server.once('exit', () => (ended = true));
  server.once('error', () => (ended = true));
  server.unref();
  const mounted = await becomesTrue(() => ended || isFuseMounted(image), attachMillisecondsMaximum);
  if (!mounted || ended) {
    if (!ended) server.kill('SIGKILL');
    return failure(lastLine(readTextIfThere(complaints) ?? '') || 'nbdfuse did not come up');
  }
  const loop = await runProgram('losetup', ['-f', '--show', ...readOnly, image]);
  return loop.status === 0 ? success(loop.output.trim()) : failure(loop.complaint || 'no loop device');
}

/** `-L` keeps the client's process, and with it the note of who holds the device: the export's name on its command line. */
async function attachNbdClient(record: MapRecord): Promise<Result<string, string>> {
  const place = unixExport(record.uri);
  if (place === null) return failure(`${record.uri} is no address on a Unix socket`);
  const device = freeNbdDevice();
  if (device === '') return failure('every nbd device is in use');
  const words = ['-unix', place.socket, device, '-N', place.name, '-b', '512', '-L', ...(record.readOnly ? ['-R'] : [])];
  const client = await runProgram('nbd-client', words);
  if (client.status !== 0) return failure(client.complaint || 'nbd-client failed');
  const held = await becomesTrue(() => nbdDeviceWith(record.volumeId) !== '', attachMillisecondsMaximum);
  return held ? success(nbdDeviceWith(record.volumeId)) : failure('the kernel does not show the nbd device as connected');
}

/** `nbd+unix:///NAME?socket=PATH` in its two parts. */
export function unixExport(uri: string): { readonly name: string; readonly socket: string } | null {
  if (!uri.startsWith('nbd+unix://')) return null;
  const url = new URL(uri);
  const socket = url.searchParams.get('socket');
  return socket === null ? null : { name: decodeURIComponent(url.pathname.replace(/^\//, '')), socket };
}
