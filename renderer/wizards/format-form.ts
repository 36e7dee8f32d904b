/** What a volume is to be formatted with: the part of a form, what is wrong with it, and the call that it stands for. Pure. */
import { formatCommandLine } from '../../core/model/command-line.ts';
import { fileSystems, formatFault } from '../../core/model/file-systems.ts';
import type { FileSystemKind, FormatWish } from '../../core/model/file-systems.ts';
import { refusalWords } from '../../core/model/refusal-words.ts';
import type { Refusal } from '../../core/model/refusal.ts';
import { formatTexts } from './format-texts.ts';
import type { Faults } from './wizard-steps.ts';

export interface FormatForm {
  readonly fileSystem: FileSystemKind | 'none';
  /** Null as long as nobody typed one: then it is the volume's name. */
  readonly fileSystemLabel: string | null;
  /** Bytes; empty for the tool's own choice. */
  readonly unit: string;
  readonly quick: boolean;
}

export const noFormat: FormatForm = { fileSystem: 'none', fileSystemLabel: null, unit: '', quick: true };

/** Why this host cannot make a file system, by its kind; what is not named it can make. */
export type FormatRefusals = ReadonlyMap<FileSystemKind, Refusal>;

/** The volume's name as far as the file system takes it, where nobody typed a label. */
export function labelOfForm({ fileSystem, fileSystemLabel }: FormatForm, volume: string): string {
  if (fileSystemLabel !== null || fileSystem === 'none') return fileSystemLabel ?? '';
  let label = volume;
  while (new TextEncoder().encode(label).length > fileSystems[fileSystem].labelBytesMaximum) label = label.slice(0, -1);
  return label;
}

export function checksBlocks({ fileSystem }: FormatForm): boolean {
  return fileSystem !== 'none' && fileSystems[fileSystem].checksBlocks;
}

/** Null where no file system is wanted. */
export function wishOf(form: FormatForm, volume: string): FormatWish | null {
  const { fileSystem, unit, quick } = form;
  if (fileSystem === 'none') return null;
  const allocationUnitBytes = unit === '' ? {} : { allocationUnitBytes: Number(unit) };
  return { fileSystem, label: labelOfForm(form, volume), ...allocationUnitBytes, quick: quick || !checksBlocks(form) };
}

/** `sizeBytes`: of the volume; null while it is not known. */
export function checkFormat(form: FormatForm, volume: string, sizeBytes: number | null, refusals: FormatRefusals): Faults<FormatForm> {
  const wish = wishOf(form, volume);
  if (wish === null) return {};
  const refused = refusals.get(wish.fileSystem);
  if (refused !== undefined) {
    const { fact, remedy } = refusalWords(refused);
    return { fileSystem: formatTexts.unavailable(fact, remedy) };
  }
  const fault = formatFault(wish, sizeBytes ?? Number.MAX_SAFE_INTEGER);
  if (fault === null) return {};
  switch (fault.field) {
    case 'fileSystem': return { fileSystem: formatTexts.fault(fileSystems[wish.fileSystem].title, fault.reason) };
    case 'label': return { fileSystemLabel: formatTexts.fault(formatTexts.label, fault.reason) };
    case 'allocationUnitBytes': return { unit: formatTexts.fault(formatTexts.unit, fault.reason) };
    case 'quick': return { quick: formatTexts.fault(formatTexts.quick, fault.reason) };
  }
}

/** The same as words for a terminal; empty where no file system is wanted. */
export function formatLine(form: FormatForm, group: string, volume: string): string {
  const wish = wishOf(form, volume);
  return wish === null ? '' : formatCommandLine({ ...wish, group, volume, force: false });
}
