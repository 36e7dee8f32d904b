/** The form of Attach or Create Disks. */
import type { DiskAttach } from '../../core/model/command.ts';
import { smallestDiskBytes } from '../../core/model/limits.ts';
import { formatSize } from '../../core/model/size-text.ts';
import { sizeBytesOf, sizeIssue, wholeIssue } from './form-checks.ts';
import type { Faults } from './wizard-steps.ts';
import { wizardTexts } from './wizard-texts.ts';

export interface AttachForm {
  readonly what: 'create' | 'existing' | 'remote';
  readonly folder: string;
  readonly prefix: string;
  readonly count: string;
  readonly size: string;
  /** One a line. */
  readonly paths: string;
  readonly address: string;
  readonly readOnly: boolean;
}

/** Files that one command makes. */
export const filesMaximum = 64;
const { faults } = wizardTexts;

export function checkAttach(form: AttachForm): Faults<AttachForm> {
  const found: Readonly<Record<string, string | undefined>> = form.what === 'create' ? {
    folder: isAbsolute(form.folder) ? undefined : faults.absolute,
    prefix: form.prefix === '' || /[/\\]/.test(form.prefix) ? faults.required : undefined,
    count: wholeIssue(form.count, 1, filesMaximum),
    size: sizeIssue(form.size) ?? ((sizeBytesOf(form.size) ?? 0) < smallestDiskBytes ? faults.smallestDisk(formatSize(smallestDiskBytes))
      : undefined),
  } : form.what === 'existing' ? {
    paths: pathsOf(form).length === 0 ? faults.required : pathsOf(form).every(isAbsolute) ? undefined : faults.absolute,
  } : { address: /^nbd(s|\+unix)?:\/\//.test(form.address) ? undefined : faults.address };
  return Object.fromEntries(Object.entries(found).filter(([, fault]) => fault !== undefined)) as Faults<AttachForm>;
}

export function diskAttach(form: AttachForm): DiskAttach {
  switch (form.what) {
    case 'create': return {
      command: 'disk.attach', readOnly: false, createBytes: sizeBytesOf(form.size) ?? 0,
      locations: Array.from({ length: Number(form.count) }, (_, at) => `${form.folder.replace(/[/\\]$/, '')}/${form.prefix}${at}.img`),
    };
    case 'existing': return { command: 'disk.attach', readOnly: form.readOnly, locations: pathsOf(form) };
    case 'remote': return { command: 'disk.attach', readOnly: form.readOnly, locations: [form.address] };
  }
}

export function pathsOf({ paths }: AttachForm): readonly string[] {
  return paths.split('\n').map((line) => line.trim()).filter((line) => line !== '');
}

function isAbsolute(file: string): boolean {
  return file.startsWith('/') || /^[A-Za-z]:[\\/]/.test(file);
}
