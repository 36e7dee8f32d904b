/** The disk side of an import: opens and reads the disks, asks `decideImport`, and prepares the first commit. */
import type { IoError } from '../device/ports.ts';
import type { DecodedPayloads } from '../format/configuration-slot.ts';
import type { DiskHeader } from '../format/disk-header.ts';
import { describeFormatError } from '../format/format-error.ts';
import type { GroupImport } from '../model/command.ts';
import type { GroupId } from '../model/identity.ts';
import { refusal, type Refusal } from '../model/refusal.ts';
import { failure, success, type Result } from '../model/result.ts';
import { within } from './device-promises.ts';
import { newestSlot, readDisk, readHeader, type DiskReading, type DiskReadingFailure } from './disk-reader.ts';
import { writeHeader } from './disk-writer.ts';
import { decideImport, type DiskEvidence, type ImportDecision } from './import-decision.ts';
import { LatchedDevice, MemberDisks, type MemberDisk } from './member-disks.ts';
import { privateRegionDamaged } from './runtime-alerts.ts';
import type { DiskOpening, RuntimeBirth } from './runtime-protocol.ts';
import type { RuntimeWorld } from './runtime-world.ts';

/** A disk that has not been read by then counts as absent: by then it would have failed had it been in use. */
export const importReadTimeoutMilliseconds = 30_000;

export interface ReadDisk {
  readonly opening: DiskOpening;
  readonly device: LatchedDevice;
  readonly reading: DiskReading;
}

export interface PreparedImport {
  readonly decision: ImportDecision;
  readonly disks: MemberDisks;
  readonly damaged: readonly MemberDisk[];
}

/** Nothing is written. */
export async function openAndRead(
  world: RuntimeWorld, opening: DiskOpening, known: DecodedPayloads = new Map(),
): Promise<Result<ReadDisk, Refusal>> {
  const opened = await world.openDisk(opening);
  if (!opened.ok) {
    world.log.write('warning', 'a disk cannot be opened', { disk: opening.hostName, code: opened.error.code });
    return opened;
  }
  const device = new LatchedDevice(opened.value, world.clock);
  const reading = await within(world.clock, importReadTimeoutMilliseconds, readDisk(device, known), null);
  if (reading?.ok === true) return success({ opening, device, reading: reading.value });
  world.log.write('warning', 'a disk cannot be read', { disk: opening.hostName });
  device.close();
  return failure(refusal('disk.unreadable', { kind: 'disk', name: opening.hostName, id: opening.diskId },
    { location: opening.location, message: whyUnread(reading) }, 'Check the disk, then scan again.'));
}

function whyUnread(reading: { readonly error: DiskReadingFailure } | null): string {
  if (reading === null) return 'it does not answer';
  return reading.error.kind === 'io' ? reading.error.error.message : 'no copy of its header is sound';
}

export function evidenceOf({ opening, device, reading }: ReadDisk, groupId: GroupId): DiskEvidence {
  const errors = [...reading.damage, ...reading.slots.flatMap((slot) => (slot.ok ? [] : [slot.error]))];
  return {
    diskId: reading.header.diskId, hostName: opening.hostName, sizeBytes: device.sizeBytes, serial: reading.header.serial,
    configurations: reading.slots.flatMap((slot) => (slot.ok && slot.value.id === groupId ? [slot.value] : [])),
    futureVersion: errors.some((error) => error.reason === 'future-version'),
    damagedSlot: reading.slots.some((slot) => !slot.ok && slot.error.reason !== 'absent'),
  };
}

export function damageOf({ reading }: ReadDisk): readonly string[] {
  const slots = reading.slots.flatMap((slot) => (slot.ok || slot.error.reason === 'absent' ? [] : [slot.error]));
  return [...reading.damage, ...slots].map(describeFormatError);
}

export async function prepareImport(
  birth: RuntimeBirth & { readonly kind: 'import' }, command: GroupImport, world: RuntimeWorld,
): Promise<Result<PreparedImport, Refusal>> {
  const groupId = birth.groupId as GroupId;
  const known: DecodedPayloads = new Map();
  const opened = (await Promise.all(birth.disks.map((opening) => openAndRead(world, opening, known))))
    .flatMap((disk) => (disk.ok ? [disk.value] : []));
  const ours = opened.filter((disk) => disk.reading.header.groupId === groupId);
  const decision = decideImport({
    groupId, groupName: command.group, host: world.host, disks: ours.map((disk) => evidenceOf(disk, groupId)),
    witnessSequence: birth.witnessSequence, foreseenSequence: birth.foreseenSequence,
    clearStamp: command.clearStamp, force: command.force, selectedCopy: command.selectedCopy,
  });
  const members = decision.ok ? ours.filter((disk) => decision.value.presentDiskIds.has(disk.reading.header.diskId)) : [];
  for (const disk of opened) if (!members.includes(disk)) disk.device.close();
  if (!decision.ok) return decision;
  const disks = new MemberDisks();
  const damaged: MemberDisk[] = [];
  for (const disk of members) {
    const { header, layout } = disk.reading;
    const member = disks.add({ opening: disk.opening, device: disk.device, header, layout, newestSlot: newestSlot(disk.reading) });
    const damage = damageOf(disk);
    if (damage.length === 0) continue;
    damaged.push(member);
    world.alert(privateRegionDamaged(decision.value.configuration, header.diskId, damage));
  }
  return success({ decision: decision.value, disks, damaged });
}

/**
 * `take`: the disk becomes ours, whoever has stamped it. `keep`: it is ours, and is written only while its header says so. `and
 * write anyway`: also when nothing of it changes.
 */
export type HeaderClaim = 'take' | 'take and write anyway' | 'keep' | 'keep and write anyway';

/** Why a disk that was ours must not be written; null when its header still bears our stamp. */
async function lostStamp(member: MemberDisk, world: RuntimeWorld): Promise<IoError | null> {
  const read = await readHeader(member.device);
  if (!read.ok) return read.error.kind === 'io' ? read.error.error : { code: 'EIO', message: 'its header is damaged' };
  const { stamp, groupId } = read.value.header;
  return stamp?.id === world.host.id && groupId === member.header.groupId ? null : { code: 'EIO', message: 'its header is no longer ours' };
}

async function writeHeaderInTurn(
  member: MemberDisk, change: Partial<DiskHeader>, world: RuntimeWorld, claim: HeaderClaim,
): Promise<IoError | null> {
  const wanted: DiskHeader = { ...member.header, ...change };
  if (!claim.endsWith('write anyway') && JSON.stringify(wanted) === JSON.stringify(member.header)) return null;
  const header = { ...wanted, writes: member.header.writes + 1 };
  const error = (claim.startsWith('keep') ? await lostStamp(member, world) : null) ?? await writeHeader(member.device, header);
  if (error === null) member.header = header;
  else world.log.write('warning', 'the header of a disk could not be written', { disk: member.opening.hostName, error: error.message });
  return error;
}

/** Writes what of the header differs; a disk that cannot take it goes on with its old one. */
export function bringHeaderUpToDate(
  member: MemberDisk, change: Partial<DiskHeader>, world: RuntimeWorld, claim: HeaderClaim,
): Promise<IoError | null> {
  const turn = member.headerTurn.then(() => writeHeaderInTurn(member, change, world, claim));
  member.headerTurn = turn;
  return turn;
}

