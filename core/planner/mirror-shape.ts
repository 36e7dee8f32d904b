/** The layout of plexes that are added to a volume: like those that it has, unless the command says otherwise. */
import type { VolumeMirror } from '../model/command.ts';
import type { PlexRecord, VolumeRecord } from '../model/configuration.ts';
import { stripeUnitDefaultBytes } from '../model/limits.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { volumeSubject } from './find-objects.ts';
import { stripeFault } from './volume-shape.ts';

export interface MirrorShape {
  /** 1 when concatenated; 0 while the number of columns is left to the planner. */
  readonly columns: number;
  /** 0 when concatenated. */
  readonly stripeUnitBytes: number;
}

export function mirrorShape(command: VolumeMirror, volume: VolumeRecord, plexes: readonly PlexRecord[]): Result<MirrorShape, Refusal> {
  const { type, columns, stripeUnitBytes } = command;
  const subject = volumeSubject(volume);
  const like = plexes.find((plex) => plex.state !== 'TEMPRMSD') ?? plexes[0];
  const told = columns !== undefined || stripeUnitBytes !== undefined;
  if (type === 'spanned' && told) {
    const { columns: _columns, stripeUnitBytes: _unit, ...plain } = command;
    return failure(refusal('argument.invalid', subject, { argument: columns === undefined ? 'stripeunit' : 'column',
      reason: 'goes with type=stripe only' }, { kind: 'command', command: plain }));
  }
  const striped = type === 'stripe' || told || (type === undefined && like?.layout === 'striped');
  if (!striped) return success({ columns: 1, stripeUnitBytes: 0 });
  const fault = stripeFault(subject, columns, stripeUnitBytes);
  if (fault !== null) return failure(fault);
  const stripedLike = like?.layout === 'striped' ? like : undefined;
  return success({
    columns: columns ?? stripedLike?.columns ?? 0,
    stripeUnitBytes: stripeUnitBytes ?? stripedLike?.stripeUnitBytes ?? stripeUnitDefaultBytes,
  });
}
