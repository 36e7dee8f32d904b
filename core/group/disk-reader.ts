/**
 * What a disk says of itself: its header, and the configurations that its two slots hold. Damage is part of the answer;
 * nothing here decides what to believe.
 */
import type { BlockDevice, IoError } from '../device/ports.ts';
import { decodeDiskHeader, diskHeaderBytes, type DiskHeader } from '../format/disk-header.ts';
import {
  decodeSlot, decodeSlotHeader, encodedSlotBytes, type DecodedPayloads, type SlotIndex,
} from '../format/configuration-slot.ts';
import { formatError, type FormatError } from '../format/format-error.ts';
import {
  decodeTableOfContents, headerBOffsetBytes, headerBOffsetsBytes, standardLayout, tableOfContentsOffsetBytes, type Area,
  type PrivateRegionLayout,
} from '../format/private-region-layout.ts';
import { recognise, recogniseHeadBytes, recogniseTailBytes } from '../format/recognise.ts';
import { recordBlockBytes } from '../format/record-block.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { DiskId } from '../model/identity.ts';
import { failure, success, type Result } from '../model/result.ts';
import { readBytes } from './device-promises.ts';

export type SlotReading = Result<GroupConfiguration, FormatError>;

export interface DiskReading {
  readonly header: DiskHeader;
  readonly layout: PrivateRegionLayout;
  readonly slots: readonly [SlotReading, SlotReading];
  /** Copies that were passed over, and why. */
  readonly damage: readonly FormatError[];
}

/** `io`: the disk could not be read. `format`: it was read, and no copy of its header is sound. */
export type DiskReadingFailure =
  | { readonly kind: 'io'; readonly error: IoError }
  | { readonly kind: 'format'; readonly errors: readonly FormatError[] };

function unread(copy: FormatError['copy'], error: IoError): FormatError {
  return formatError(copy, 'truncated', `cannot be read: ${error.message}`);
}

interface HeaderReading {
  readonly header: DiskHeader;
  readonly damage: readonly FormatError[];
}

export async function readHeader(device: BlockDevice): Promise<Result<HeaderReading, DiskReadingFailure>> {
  const first = await readBytes(device, 0, diskHeaderBytes);
  const a = first.ok ? decodeDiskHeader(first.value, 'header A') : failure(unread('header A', first.error));
  const damage: FormatError[] = a.ok ? [] : [a.error];
  let best: DiskHeader | null = a.ok ? a.value : null;
  const places = best === null ? headerBOffsetsBytes(device.sizeBytes) : [headerBOffsetBytes(best.regionBytes)];
  let error: IoError | null = first.ok ? null : first.error;
  for (const place of places) {
    const read = await readBytes(device, place, diskHeaderBytes);
    if (!read.ok) error = read.error;
    const b = read.ok ? decodeDiskHeader(read.value, 'header B') : failure(unread('header B', read.error));
    if (!b.ok) damage.push(b.error);
    else if (best === null || (b.value.writes > best.writes && b.value.diskId === best.diskId)) best = b.value;
  }
  if (best !== null) return success({ header: best, damage });
  if (damage.some((found) => found.reason !== 'truncated') || error === null) return failure({ kind: 'format', errors: damage });
  return failure({ kind: 'io', error });
}

async function readSlot(device: BlockDevice, slot: SlotIndex, area: Area, diskId: DiskId, known: DecodedPayloads): Promise<SlotReading> {
  const copy = slot === 0 ? 'slot 0' : 'slot 1';
  const head = await readBytes(device, area.offsetBytes, recordBlockBytes);
  if (!head.ok) return failure(unread(copy, head.error));
  const header = decodeSlotHeader(head.value, slot, area.lengthBytes);
  if (!header.ok) return header;
  const whole = await readBytes(device, area.offsetBytes, encodedSlotBytes(header.value));
  return whole.ok ? decodeSlot(whole.value, slot, area.lengthBytes, diskId, known) : failure(unread(copy, whole.error));
}

export async function readLayout(device: BlockDevice, header: DiskHeader): Promise<Result<PrivateRegionLayout, FormatError>> {
  const table = await readBytes(device, tableOfContentsOffsetBytes, recordBlockBytes);
  if (!table.ok) return failure(unread('table of contents', table.error));
  return decodeTableOfContents(table.value, header.diskId, header.regionBytes);
}

/** Pass one and the same `known` for all disks that are read together. */
export async function readDisk(device: BlockDevice, known: DecodedPayloads = new Map()): Promise<Result<DiskReading, DiskReadingFailure>> {
  const headers = await readHeader(device);
  if (!headers.ok) return headers;
  const { header, damage } = headers.value;
  const table = await readLayout(device, header);
  const layout = table.ok ? table.value : standardLayout(header.regionBytes);
  const slot0 = await readSlot(device, 0, layout.slots[0], header.diskId, known);
  const slot1 = await readSlot(device, 1, layout.slots[1], header.diskId, known);
  return success({ header, layout, slots: [slot0, slot1], damage: table.ok ? damage : [...damage, table.error] });
}

/** The slot with the newest sound configuration of the disk's group; null when neither has one. */
export function newestSlot(reading: DiskReading): SlotIndex | null {
  const [first, second] = reading.slots.map((slot) => (slot.ok && slot.value.id === reading.header.groupId ? slot.value.sequence : -1));
  if (first === undefined || second === undefined || (first < 0 && second < 0)) return null;
  return first >= second ? 0 : 1;
}

export function newestConfiguration(reading: DiskReading): GroupConfiguration | null {
  const index = newestSlot(reading);
  const slot = index === null ? null : reading.slots[index];
  return slot?.ok === true ? slot.value : null;
}

/** All that a host wants to know of a disk that it has just attached. */
export interface DiskInspection {
  /** Null on a disk that is not ours, or whose headers are both unsound. */
  readonly header: DiskHeader | null;
  /** The newest configuration on it; null when it is free or no slot is sound. */
  readonly configuration: GroupConfiguration | null;
  /** A noun with its article, `an ext4 file system`; empty when nothing was recognised. */
  readonly holds: string;
  readonly futureVersion: boolean;
  /** Unsound copies; on a disk that was never ours this is empty. */
  readonly damage: readonly FormatError[];
}

async function recogniseDisk(device: BlockDevice): Promise<Result<string, IoError>> {
  const headBytes = Math.min(recogniseHeadBytes, device.sizeBytes);
  const tailBytes = Math.min(recogniseTailBytes, device.sizeBytes);
  const head = await readBytes(device, 0, headBytes);
  if (!head.ok) return head;
  const tail = await readBytes(device, device.sizeBytes - tailBytes, tailBytes);
  return tail.ok ? success(recognise(head.value, tail.value)) : tail;
}

/** Reads only. An `IoError` means that the disk cannot be read at all. */
export async function inspectDisk(device: BlockDevice, known: DecodedPayloads = new Map()): Promise<Result<DiskInspection, IoError>> {
  const holds = await recogniseDisk(device);
  if (!holds.ok) return holds;
  const reading = await readDisk(device, known);
  if (reading.ok) {
    const { header, damage: passedOver, slots } = reading.value;
    const damage = [...passedOver, ...slots.flatMap((slot) => (slot.ok || slot.error.reason === 'absent' ? [] : [slot.error]))];
    const futureVersion = damage.some((error) => error.reason === 'future-version');
    return success({ header, configuration: newestConfiguration(reading.value), holds: holds.value, futureVersion, damage });
  }
  if (reading.error.kind === 'io') return failure(reading.error.error);
  const ours = reading.error.errors.filter((error) => error.reason !== 'absent');
  const futureVersion = ours.some((error) => error.reason === 'future-version');
  const held = holds.value === '' && ours.length > 0 ? 'a damaged Plexus disk' : holds.value;
  return success({ header: null, configuration: null, holds: held, futureVersion, damage: ours });
}
