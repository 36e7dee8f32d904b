/** How new a configuration each disk must bear that was a holder: what shows that one was put back from a copy. */
import type { GroupConfiguration } from '../model/configuration.ts';
import type { DiskId } from '../model/identity.ts';

/** One number for each member that was ever a holder in this life of the group. */
export class KnownSequences {
  readonly #sequences = new Map<DiskId, number>();

  /** `witnessSequence`: what is not known to have been published proves nothing. */
  constructor(found: GroupConfiguration, witnessSequence: number) {
    this.#note(found, Math.min(found.sequence, witnessSequence));
  }

  /** All holders that it names have it. */
  published(configuration: GroupConfiguration): void {
    this.#note(configuration, configuration.sequence);
  }

  /** 0 when nothing is known. */
  of(diskId: DiskId): number {
    return this.#sequences.get(diskId) ?? 0;
  }

  #note({ holders }: GroupConfiguration, sequence: number): void {
    for (const diskId of holders) this.#sequences.set(diskId, Math.max(sequence, this.of(diskId)));
  }
}
