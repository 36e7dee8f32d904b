/**
 * Deliberate bugs. Each stands at the line that a careless change would break; the tests switch one on and demand that
 * some tier catches it. The build defines PLEXUS_SABOTAGE as false, so that none of this is in what ships.
 */
declare const PLEXUS_SABOTAGE: boolean | undefined;

const built = typeof PLEXUS_SABOTAGE === 'undefined' || PLEXUS_SABOTAGE;

export const sabotages = [
  'acknowledge-before-second-plex',
  'skip-flush',
  'flush-one-plex-only',
  'retry-failed-flush',
  'failed-flush-not-noted',
  'stale-mark-after-acknowledgement',
  'mark-stale-when-all-failed',
  'read-from-stale-plex',
  'skip-overlap-order',
  'recovery-without-lock',
  'recovery-skips-last-region',
  'clean-mark-before-flush',
  'gate-does-not-drain',
  'stripe-column-off-by-one',
  'commit-over-newest-slot',
  'commit-one-holder-is-durable',
  'publish-before-witness',
  'attempt-not-foreseen',
  'import-stale-disk',
  'serial-not-raised',
  'rollback-omitted',
  'grow-before-zero',
  'log-image-after-commit',
  'break-without-flush',
  'checksum-ignored',
  'mend-keeps-missed-maps',
  'returned-disk-not-checked',
  'returned-file-not-compared',
  'rejoin-before-mark',
  'replacement-keeps-map',
  'late-read-touches-buffer',
  'copy-before-late-calls-end',
  'deadline-marks-last-plex',
  'history-believes-broken-chain',
  'restore-over-newer',
  'reconnect-forgets-owed-flush',
  'remote-identity-ignored',
  'paused-task-forgotten',
  'abort-leaves-plex-written',
  'task-note-over-newest',
  'mark-after-data',
  'missed-map-starts-at-zero',
  'clear-without-flush',
  'clear-before-missed-map',
  'attach-clears-on-copy',
  'stale-log-believed',
  'log-failure-not-committed',
  'recovery-ignores-one-log-sector',
  'repair-without-lock',
] as const;

export type Sabotage = (typeof sabotages)[number];

const active = new Set<Sabotage>();

export function sabotaged(sabotage: Sabotage): boolean {
  return built && active.size > 0 && active.has(sabotage);
}

/** For tests: exactly these, until the next call. */
export function setSabotages(names: readonly Sabotage[]): void {
  active.clear();
  for (const name of names) active.add(name);
}
