/** The form of New Volume: what was chosen, what is wrong with it, and the command that it stands for. */
import type { VolumeMake } from '../../core/model/command.ts';
import { columnsPerPlexMaximum, plexesPerVolumeMaximum, stripeUnitMaximumBytes, stripeUnitMinimumBytes } from '../../core/model/limits.ts';
import { parseDriveLetter } from '../../core/model/name-rules.ts';
import type { DiskView, GroupView, VolumeView } from '../../core/model/views.ts';
import { letterIssue, sizeBytesOf, sizeIssue, volumeNameIssue, wholeIssue } from './form-checks.ts';
import type { FormatForm } from './format-form.ts';
import type { Faults } from './wizard-steps.ts';
import { wizardTexts } from './wizard-texts.ts';

export interface NewVolumeForm extends FormatForm {
  readonly groupId: string;
  readonly diskChoice: 'auto' | 'manual';
  readonly diskIds: readonly string[];
  readonly name: string;
  readonly size: string;
  readonly layout: 'concatenated' | 'striped';
  readonly columns: string;
  readonly stripeUnit: string;
  readonly mirrored: boolean;
  readonly mirrors: string;
  readonly logging: boolean;
  readonly letterChoice: 'assign' | 'none';
  readonly letter: string;
}

export interface NewVolumeFacts {
  readonly groups: readonly GroupView[];
  /** All volumes of the host: letters belong to the host, names to the group. */
  readonly volumes: readonly VolumeView[];
  readonly disks: readonly DiskView[];
}

const { faults } = wizardTexts;

export function checkSelection(form: NewVolumeForm, facts: NewVolumeFacts): Faults<NewVolumeForm> {
  return {
    ...(facts.groups.some(({ id }) => id === form.groupId) ? {} : { groupId: faults.noGroup }),
    ...(form.diskChoice === 'manual' && form.diskIds.length === 0 ? { diskIds: faults.noDisk } : {}),
  };
}

export function checkAttributes(form: NewVolumeForm, facts: NewVolumeFacts): Faults<NewVolumeForm> {
  const taken = facts.volumes.filter(({ groupId }) => groupId === form.groupId).map(({ name }) => name);
  const columns = form.layout === 'striped' ? wholeIssue(form.columns, 2, columnsPerPlexMaximum) : undefined;
  const mirrors = form.mirrored ? wholeIssue(form.mirrors, 2, plexesPerVolumeMaximum) : undefined;
  const needed = (form.layout === 'striped' ? Number(form.columns) : 1) * (form.mirrored ? Number(form.mirrors) : 1);
  const few = columns === undefined && mirrors === undefined && form.diskChoice === 'manual' && form.diskIds.length < needed;
  return withoutHoles({
    name: volumeNameIssue(form.name, taken),
    size: sizeIssue(form.size),
    columns: columns ?? (few && form.layout === 'striped' ? faults.tooFewDisks(needed) : undefined),
    stripeUnit: form.layout === 'striped' ? stripeUnitIssue(form.stripeUnit) : undefined,
    mirrors: mirrors ?? (few && form.mirrored ? faults.tooFewDisks(needed) : undefined),
  });
}

export function checkLetter(form: NewVolumeForm, facts: NewVolumeFacts): Faults<NewVolumeForm> {
  return withoutHoles({ letter: form.letterChoice === 'assign' ? letterIssue(form.letter, facts.volumes, '') : undefined });
}

export function stripeUnitIssue(text: string): string | undefined {
  const bytes = sizeBytesOf(text);
  const fits = bytes !== null && bytes >= stripeUnitMinimumBytes && bytes <= stripeUnitMaximumBytes && Number.isInteger(Math.log2(bytes));
  return fits ? undefined : faults.powerOfTwo;
}

/** The command of the form as far as it goes; a size that is no size is left at the smallest, for asking about the largest. */
export function volumeMake(form: NewVolumeForm, facts: NewVolumeFacts): VolumeMake {
  const striped = form.layout === 'striped';
  const letter = form.letterChoice === 'assign' ? parseDriveLetter(form.letter) : null;
  return {
    command: 'volume.make',
    group: facts.groups.find(({ id }) => id === form.groupId)?.name ?? '',
    volume: form.name,
    sizeBytes: sizeBytesOf(form.size) ?? stripeUnitMaximumBytes,
    type: striped ? 'stripe' : form.mirrored ? 'mirror' : 'spanned',
    mirrors: form.mirrored ? Number(form.mirrors) : 1,
    ...(striped ? { columns: Number(form.columns), stripeUnitBytes: sizeBytesOf(form.stripeUnit) ?? stripeUnitMinimumBytes } : {}),
    ...(letter === null ? {} : { driveLetter: letter }),
    ...(form.mirrored && !form.logging ? { logs: 0 } : {}),
    disks: form.diskChoice === 'auto' ? [] : diskNames(form.diskIds, facts.disks),
    excludedDisks: [], zeroed: true,
  };
}

/** By the name that commands take: the host's, or the group's own for a disk that is not here. */
export function diskNames(ids: readonly string[], disks: readonly DiskView[]): readonly string[] {
  return ids.map((id) => disks.find((disk) => disk.id === id)).filter((disk) => disk !== undefined)
    .map(({ name, internalName }) => (name === '' ? internalName : name));
}

function withoutHoles(found: { readonly [Key in keyof NewVolumeForm]?: string | undefined }): Faults<NewVolumeForm> {
  return Object.fromEntries(Object.entries(found).filter(([, fault]) => fault !== undefined)) as Faults<NewVolumeForm>;
}
