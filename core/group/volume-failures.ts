/** Raises and clears the alert of a started volume that lost its last usable plex: found by its health, whatever the cause. */
import type { GroupConfiguration } from '../model/configuration.ts';
import type { VolumeId } from '../model/identity.ts';
import { cleared, volumeFailed, volumeSubject } from './runtime-alerts.ts';
import type { RuntimeAlert, RuntimeStatus } from './runtime-protocol.ts';

export class VolumeFailures {
  readonly #alert: (alert: RuntimeAlert) => void;
  readonly #failed = new Set<string>();

  constructor(alert: (alert: RuntimeAlert) => void) {
    this.#alert = alert;
  }

  /** Look at each status that is sent. */
  observe({ configuration, volumes, healthByVolumeId }: RuntimeStatus): void {
    for (const { volumeId, started } of volumes) {
      const failed = started && healthByVolumeId[volumeId]?.word === 'Failed';
      if (failed && !this.#failed.has(volumeId)) this.#raise(configuration, volumeId, healthByVolumeId[volumeId]?.reason ?? '');
      if (!failed && this.#failed.delete(volumeId)) this.#alert(cleared('volume.failed',
        volumeSubject(configuration, volumeId as VolumeId)));
    }
  }

  #raise(configuration: GroupConfiguration, volumeId: string, reason: string): void {
    this.#failed.add(volumeId);
    this.#alert(volumeFailed(configuration, volumeId as VolumeId, reason));
  }
}
