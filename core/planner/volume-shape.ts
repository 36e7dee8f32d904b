/** What a make command asks for once defaults are filled in and limits are checked. */
import type { VolumeMake } from '../model/command.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import type { Subject } from '../model/identity.ts';
import {
  columnsPerPlexMaximum,
  plexesPerVolumeMaximum,
  stripeUnitDefaultBytes,
  stripeUnitMaximumBytes,
  stripeUnitMinimumBytes,
  subdiskAlignmentBytes,
  volumesPerGroupMaximum,
} from '../model/limits.ts';
import { firstFreeName, nameFault, nameKey, sameName } from '../model/name-rules.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { exactSize, formatSize } from '../model/size-text.ts';

export interface VolumeShape {
  readonly name: string;
  readonly plexes: number;
  /** 1 when concatenated; 0 while the number of columns of a stripe is left to the planner. */
  readonly columns: number;
  /** 0 when concatenated. */
  readonly stripeUnitBytes: number;
}

export function shapeOf(configuration: GroupConfiguration, command: VolumeMake): Result<VolumeShape, Refusal> {
  const taken = new Set(configuration.volumes.map((volume) => nameKey(volume.name)));
  const name = command.volume === '' ? firstFreeName((number) => `Volume${number}`, taken) : command.volume;
  const subject: Subject = { kind: 'volume', name };
  if (configuration.volumes.length >= volumesPerGroupMaximum) {
    return failure(
      refusal(
        'limit.reached',
        { kind: 'group', name: configuration.name, id: configuration.id },
        { limit: 'volumes', maximum: volumesPerGroupMaximum },
        'Make the volume in another disk group.',
      ),
    );
  }
  const unfit = volumeNameRefusal(configuration, name) ?? mirrorsRefusal(command, subject) ?? stripeRefusal(command, subject);
  if (unfit !== null) return failure(unfit);
  const plexes = command.type === 'mirror' ? Math.max(2, command.mirrors) : command.mirrors;
  if (command.type !== 'stripe') return success({ name, plexes, columns: 1, stripeUnitBytes: 0 });
  return success({ name, plexes, columns: command.columns ?? 0, stripeUnitBytes: command.stripeUnitBytes ?? stripeUnitDefaultBytes });
}

export function volumeNameRefusal(configuration: GroupConfiguration, name: string): Refusal | null {
  const subject: Subject = { kind: 'volume', name };
  const fault = nameFault(name);
  if (fault !== '') return refusal('name.invalid', subject, { given: name, reason: fault }, 'Choose another name.');
  if (!configuration.volumes.some((volume) => sameName(volume.name, name))) return null;
  return refusal('name.exists', subject, { group: configuration.name }, 'Choose another name.');
}

/** Columns grow by whole subdisk units and by whole stripe units at once, so that all of them stay equal. */
export function columnStepBytes(stripeUnitBytes: number): number {
  return Math.max(subdiskAlignmentBytes, stripeUnitBytes);
}

function mirrorsRefusal(command: VolumeMake, subject: Subject): Refusal | null {
  if (Number.isInteger(command.mirrors) && command.mirrors >= 1 && command.mirrors <= plexesPerVolumeMaximum) return null;
  return argumentRefusal(subject, 'mirror', String(command.mirrors), `must be a whole number from 1 to ${plexesPerVolumeMaximum}`);
}

function stripeRefusal(command: VolumeMake, subject: Subject): Refusal | null {
  if (command.type !== 'stripe') {
    const stray = command.columns !== undefined ? 'column' : command.stripeUnitBytes !== undefined ? 'stripeunit' : '';
    if (stray === '') return null;
    return refusal(
      'argument.invalid',
      subject,
      { argument: stray, reason: 'goes with type=stripe only' },
      { kind: 'command', command: { ...command, type: 'stripe', mirrors: Math.max(command.type === 'mirror' ? 2 : 1, command.mirrors) } },
    );
  }
  return stripeFault(subject, command.columns, command.stripeUnitBytes);
}

/** Null for columns and a stripe unit within their limits, or left to the planner. */
export function stripeFault(subject: Subject, columns: number | undefined, unit: number | undefined): Refusal | null {
  if (columns !== undefined && !(Number.isInteger(columns) && columns >= 2 && columns <= columnsPerPlexMaximum)) {
    return argumentRefusal(subject, 'column', String(columns), `must be a whole number from 2 to ${columnsPerPlexMaximum}`);
  }
  const unitIsGood =
    unit === undefined || (Number.isInteger(Math.log2(unit)) && unit >= stripeUnitMinimumBytes && unit <= stripeUnitMaximumBytes);
  if (unitIsGood) return null;
  return argumentRefusal(
    subject,
    'stripeunit',
    exactSize(unit),
    `must be a power of two from ${formatSize(stripeUnitMinimumBytes)} to ${formatSize(stripeUnitMaximumBytes)}`,
  );
}

function argumentRefusal(subject: Subject, argument: string, given: string, reason: string): Refusal {
  return refusal(
    'argument.invalid',
    subject,
    { argument, given, reason },
    `Give ${argument}= a value that ${reason.replace('must be', 'is')}.`,
  );
}
