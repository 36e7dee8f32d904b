/**
 * `vxdisk reactivate`: a disk that had errors, or failed, is tested and taken back. Nothing of what it has now is given up before
 * the test is passed: it is read through an opening of its own. A failed disk serves nobody, so that closing it takes nothing away;
 * one that only had errors keeps its opening, for its volumes go on meanwhile.
 */
import type { IoError } from '../device/ports.ts';
import type { DiskId } from '../model/identity.ts';
import { refusal, type Refusal } from '../model/refusal.ts';
import { failure, success, type Result } from '../model/result.ts';
import { chooseHolders } from '../planner/holders.ts';
import { commitRefusal } from './commit-refusals.ts';
import { withFailing } from './configuration-marks.ts';
import { holderTimeoutMilliseconds, readBytes, silence, within } from './device-promises.ts';
import { diskArrives, readReturning, type DiskChangeParts } from './disk-changes.ts';
import { bringHeaderUpToDate, importReadTimeoutMilliseconds, type ReadDisk } from './group-import.ts';
import type { MemberDisk } from './member-disks.ts';
import type { DiskOpening } from './runtime-protocol.ts';

/** Read at the head, the middle and the end of the data area. */
const sampleBytes = 64 * 1024;

/** Sentences: what was found, and what is done about it. With `dryRun` nothing is written. */
export async function reactivateDisk(
  opening: DiskOpening, dryRun: boolean, parts: DiskChangeParts,
): Promise<Result<readonly string[], Refusal>> {
  const tested = await testDisk(opening, parts);
  if (!tested.ok) return tested;
  const { diskId, name, damaged } = tested.value;
  const member = parts.disks.get(diskId);
  const failing = parts.committer.configuration.disks.some((record) => record.id === diskId && record.failing);
  const state = member === undefined ? 'was missing' : member.failed ? 'had failed' : failing ? 'had errors' : 'has no errors';
  const found = [
    `${name} ${state}; its header, its configurations and samples of its data can be read${damaged ? ', but for one damaged record' : ''}.`,
    member === undefined || member.failed ? `${name} is opened anew; its stale plexes are brought up to date.`
      : `${name} counts as sound again; its stale plexes are brought up to date.`,
  ];
  if (dryRun) return success(found);
  if (member === undefined || member.failed) {
    if (member !== undefined) parts.disks.remove(diskId);
    const arrived = await diskArrives(opening, parts);
    return arrived.ok ? success(found) : arrived;
  }
  const refused = await forgetErrors(member, opening, parts);
  return refused === null ? success(found) : failure(refused);
}

interface TestedDisk {
  readonly diskId: DiskId;
  readonly name: string;
  readonly damaged: boolean;
}

async function testDisk(opening: DiskOpening, parts: DiskChangeParts): Promise<Result<TestedDisk, Refusal>> {
  const read = await readReturning({ ...opening, readOnly: true }, 'return', parts);
  if (!read.ok) return read;
  const { disk, judgement } = read.value;
  const error = await within(parts.world.clock, importReadTimeoutMilliseconds, readSamples(disk, judgement.record), silence);
  disk.device.close();
  if (error !== null) return failure(probeRefusal(opening, error));
  return success({ diskId: judgement.record.id, name: judgement.record.name, damaged: disk.reading.damage.length > 0 });
}

async function readSamples(
  { device }: ReadDisk, record: { readonly dataStartBytes: number; readonly dataLengthBytes: number },
): Promise<IoError | null> {
  const lengthBytes = Math.min(sampleBytes, record.dataLengthBytes);
  const lastBytes = record.dataStartBytes + record.dataLengthBytes - lengthBytes;
  const middleBytes = record.dataStartBytes + Math.floor((lastBytes - record.dataStartBytes) / 2 / sampleBytes) * sampleBytes;
  for (const offsetBytes of [record.dataStartBytes, middleBytes, lastBytes]) {
    const read = await readBytes(device, offsetBytes, lengthBytes);
    if (!read.ok) return read.error;
  }
  return null;
}

function probeRefusal(opening: DiskOpening, error: IoError): Refusal {
  return refusal('disk.probe-failed', { kind: 'disk', name: opening.hostName, id: opening.diskId },
    { location: opening.location, error: error.code, message: error.message },
    'Put another disk in its place with vxdg repldisk.');
}

/** The header is written anew: a disk that takes no write is not sound, whatever can be read of it. */
async function forgetErrors(
  member: MemberDisk, opening: DiskOpening, { world, committer, disks }: DiskChangeParts,
): Promise<Refusal | null> {
  const { diskId } = member.header;
  const written = bringHeaderUpToDate(member, { failed: member.doubtful }, world, 'keep and write anyway');
  const error = await within(world.clock, holderTimeoutMilliseconds, written, silence);
  if (error !== null) return probeRefusal(opening, error);
  member.leftOut = false;
  const committed = await committer.commit((published) => success({
    ...withFailing(published, new Set([diskId]), false),
    holders: chooseHolders(published.disks, (record) => disks.get(record.id)?.leftOut === false, published.holders),
  }), { by: 'engine' });
  if (!committed.ok) return commitRefusal(committed.error, committer.configuration);
  member.errors = 0;
  return null;
}
