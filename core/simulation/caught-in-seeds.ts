/** The deliberate bugs that a few seeds show from outside. All others are each caught by a unit test that names them. */
import type { Sabotage } from '../model/sabotage.ts';

export const caughtInSeeds: readonly Sabotage[] = [
  'acknowledge-before-second-plex',
  'skip-flush',
  'flush-one-plex-only',
  'retry-failed-flush',
  'read-from-stale-plex',
  'skip-overlap-order',
  'recovery-without-lock',
  'recovery-skips-last-region',
  'stripe-column-off-by-one',
  'commit-one-holder-is-durable',
  'import-stale-disk',
  'serial-not-raised',
  'log-image-after-commit',
  'recovery-ignores-one-log-sector',
];
