/** May the volume have this letter on this host? */
import type { GroupConfiguration } from '../model/configuration.ts';
import type { Subject } from '../model/identity.ts';
import { parseDriveLetter } from '../model/name-rules.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { PlanningContext } from './planning-context.ts';

/** The letter alone, `E`; empty when none is wanted. `volumeId` is empty while the volume does not exist. */
export function wantedLetter(
  configuration: GroupConfiguration,
  subject: Subject,
  volumeId: string,
  given: string,
  context: PlanningContext,
): Result<string, Refusal> {
  if (given === '') return success('');
  const letter = parseDriveLetter(given);
  if (letter === null) {
    return failure(
      refusal(
        'argument.invalid',
        subject,
        { argument: 'DriveLetter', given, reason: 'must be a letter from C to Z' },
        'Give a letter from C to Z.',
      ),
    );
  }
  const fellow = configuration.volumes.find((volume) => volume.driveLetter === letter && volume.id !== volumeId);
  const owner = fellow === undefined ? context.lettersTaken.get(letter) : `volume ${fellow.name} of disk group ${configuration.name}`;
  if (owner === undefined) return success(letter);
  return failure(refusal('letter.taken', subject, { letter: `${letter}:`, owner }, freeLetterAdvice(configuration, context)));
}

function freeLetterAdvice(configuration: GroupConfiguration, context: PlanningContext): string {
  const letters = [...'EFGHIJKLMNOPQRSTUVWXYZCD'];
  const free = letters.find(
    (letter) => !context.lettersTaken.has(letter) && !configuration.volumes.some((volume) => volume.driveLetter === letter),
  );
  return free === undefined ? 'Take a letter from another volume first.' : `Choose another letter; ${free}: is free.`;
}
