/**
 * Gives a volume a file system: attaches its export to this machine as `plexus map` does, runs the system's own mkfs on the block
 * device, and lets the device go. The volume is refused while anybody uses it, or while it holds something recognisable.
 *
 * A host that dies in the middle leaves a note like that of a mapping that broke off; `plexus unmap` or the next mapping or
 * formatting cleans up after it.
 */
import { clientNames } from '../model/client-names.ts';
import { fileSystems, formatFault } from '../model/file-systems.ts';
import type { FileSystemKind, FormatWish } from '../model/file-systems.ts';
import type { Subject } from '../model/identity.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { VolumeView } from '../model/views.ts';
import type { HostTaskEnd } from './host-tasks.ts';
import { attachDevice, chooseMethod } from './map/attach-device.ts';
import type { MapMethod } from './map/attach-device.ts';
import { processWords } from './map/kernel-state.ts';
import type { MapFolder, MapRecord } from './map/map-record.ts';
import { readMapping } from './map/mapping.ts';
import { debianPackages, findProgram, runProgram } from './map/programs.ts';
import type { ProgramName } from './map/programs.ts';
import { releaseMapping } from './map/release-mapping.ts';

/** A look at every block of a very large volume takes hours. */
const formatMillisecondsMaximum = 48 * 60 * 60 * 1000;
/** Of what the tool says, the end is kept. */
const outputCharactersMaximum = 2_000;

interface Tool {
  readonly program: ProgramName;
  /** All words but the device. */
  readonly words: (wish: FormatWish) => readonly string[];
}

function given(option: string, value: string | number | undefined): readonly string[] {
  return value === undefined || value === '' ? [] : [option, String(value)];
}

const tools: Readonly<Record<FileSystemKind, Tool>> = {
  ntfs: {
    program: 'mkntfs',
    words: ({ label, allocationUnitBytes, quick }) =>
      ['-F', ...(quick ? ['-Q'] : []), ...given('-L', label), ...given('-c', allocationUnitBytes)],
  },
  ext4: {
    program: 'mkfs.ext4',
    words: ({ label, allocationUnitBytes, quick }) =>
      ['-F', '-E', 'nodiscard', ...(quick ? [] : ['-c']), ...given('-L', label), ...given('-b', allocationUnitBytes)],
  },
  xfs: {
    program: 'mkfs.xfs',
    words: ({ label, allocationUnitBytes }) =>
      ['-f', '-K', ...given('-L', label), ...given('-b', allocationUnitBytes === undefined ? undefined : `size=${allocationUnitBytes}`)],
  },
  fat: {
    program: 'mkfs.fat',
    words: ({ label, allocationUnitBytes, quick }) => [
      '-I', ...(quick ? [] : ['-c']), ...given('-n', label),
      ...given('-s', allocationUnitBytes === undefined ? undefined : allocationUnitBytes / 512),
    ],
  },
};

export interface FormatPlace {
  readonly volume: VolumeView;
  /** What it holds, as a noun; empty for nothing that is known. */
  readonly holds: string;
  readonly folder: MapFolder;
}

/** The way to the volume's bytes, or why it cannot be formatted. */
export function checkFormat({ volume, holds, folder }: FormatPlace, wish: FormatWish, force: boolean): Result<MapMethod, Refusal> {
  const subject = subjectOf(volume);
  if (!volume.started) {
    return failure(refusal('volume.stopped', subject, {},
      { kind: 'command', command: { command: 'volume.start', group: volume.groupName, volume: volume.name } }));
  }
  if (volume.readOnly) {
    return failure(refusal('volume.busy', subject, { reason: 'it is read-only' },
      { kind: 'command', command: { command: 'volume.access', group: volume.groupName, volume: volume.name, readOnly: false } }));
  }
  const fault = formatFault(wish, volume.lengthBytes);
  if (fault !== null) {
    return failure(refusal('argument.invalid', subject, { argument: fault.field, reason: fault.reason }, 'Choose another value.'));
  }
  const method = methodFor(subject, wish);
  if (!method.ok) return method;
  const clients = clientNames(volume.clients);
  if (clients.length > 0) {
    return failure(refusal('volume.in-use', subject, { clients }, 'Disconnect its clients and unmap it, then format it.'));
  }
  const known = folder.read(volume.id);
  if (known !== null && known.changing !== 0 && processWords(String(known.changing)).length > 0) {
    return failure(refusal('volume.busy', subject, { reason: 'it is mapped, unmapped or formatted at this moment' },
      'Try again when that has ended.'));
  }
  if (holds === '' || force) return method;
  return failure(refusal('volume.holds-data', subject, { holds }, 'Format it with force, and what it holds is lost.'));
}

/** Why this host cannot make the file system on any volume; null where it can. */
export function formatRefusal(fileSystem: FileSystemKind): Refusal | null {
  const method = methodFor({ kind: 'host', name: '' }, { fileSystem });
  return method.ok ? null : method.error;
}

function methodFor(subject: Subject, { fileSystem }: Pick<FormatWish, 'fileSystem'>): Result<MapMethod, Refusal> {
  const { program } = tools[fileSystem];
  const { title } = fileSystems[fileSystem];
  const method = chooseMethod('Run the host as root.');
  if (!method.ok) {
    return failure(refusal('format.unsupported', subject, { fileSystem: title, reason: method.error.reason }, method.error.advice));
  }
  if (findProgram(program) !== null) return method;
  const missing = debianPackages[program];
  return failure(refusal('format.unsupported', subject, { fileSystem: title, reason: `${program} not found`, package: missing },
    `apt-get install ${missing} brings it`));
}

/** The work itself. Never rejects. */
export async function formatVolume(
  { volume, folder }: FormatPlace, wish: FormatWish, by: MapMethod, abort: AbortSignal,
): Promise<HostTaskEnd> {
  const record: MapRecord = {
    version: 1, volumeId: volume.id, volume: volume.name, group: volume.groupName, driveLetter: '', uri: volume.guidUri,
    readOnly: false, by, mountPoint: '', changing: process.pid,
  };
  try {
    const free = await clearLeftovers(record, folder);
    if (free !== '') return { state: 'failed', result: free };
    const attached = await attachDevice(record, folder);
    const end = attached.ok ? await runTool(attached.value, wish, abort) : { state: 'failed', result: attached.error } as const;
    const released = await releaseMapping(record, folder, end.state !== 'done');
    if (released.ok) return end;
    const left = `its block device could not be let go: ${released.error.reason}`;
    return { state: end.state === 'done' ? 'done with remarks' : end.state, result: `${end.result}; ${left}` };
  } catch (error) {
    return { state: 'failed', result: (error as Error).message };
  }
}

/** Why the note of this work cannot be made; empty when it is made. */
async function clearLeftovers(record: MapRecord, folder: MapFolder): Promise<string> {
  const known = folder.read(record.volumeId);
  if (known !== null && readMapping(known, folder).mountPoints.length > 0) return 'it is mounted on this machine';
  const released = known === null ? null : await releaseMapping(known, folder, false);
  if (released !== null && !released.ok) return released.error.reason;
  return folder.create(record) ? '' : 'it is being mapped at this moment';
}

async function runTool(device: string, wish: FormatWish, abort: AbortSignal): Promise<HostTaskEnd> {
  const { program, words } = tools[wish.fileSystem];
  const end = abort.aborted ? null : await runProgram(program, [...words(wish), device], formatMillisecondsMaximum, abort);
  if (abort.aborted || end === null) return { state: 'cancelled', result: `${program} was ended` };
  if (end.status === 0) return { state: 'done', result: readable(end.output) };
  const complaint = end.complaint || readable(end.output) || `${program} failed`;
  return { state: 'failed', result: end.timedOut ? `${program} did not end` : complaint };
}

/** One line of what a program wrote for a terminal. */
function readable(output: string): string {
  // eslint-disable-next-line no-control-regex -- a progress display goes back with them
  const lines = output.replace(/[^\n]\u0008|\u0008/g, '').split('\n').map((line) => line.trim()).filter((line) => line !== '');
  return lines.join('; ').slice(-outputCharactersMaximum);
}

function subjectOf({ name, id }: VolumeView): Subject {
  return { kind: 'volume', name, id };
}


/** What was checked, and is begun. */
export function formatCause({ fileSystem, label, quick }: FormatWish, user: string): string {
  const { title } = fileSystems[fileSystem];
  return `${user} had it formatted with ${title}${label === '' ? '' : `, label ${label}`}${quick ? '' : ', with a look at every block'}.`;
}

