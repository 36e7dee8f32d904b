/** Every word that Volume View shows or speaks. */
export const volumeViewTexts = {
  label: 'Volume View',
  tools: { label: 'Rows', expandAll: 'Expand All', collapseAll: 'Collapse All', details: 'Details' },
  logs: 'Logs',
  column: (number: number) => `Column ${number}`,
  mirrors: (count: number) => (count === 1 ? '1 mirror' : `${count} mirrors`),
  expand: (name: string) => `Expand ${name}`,
  plexStates: { ACTIVE: 'Attached', CLEAN: 'Attached', STALE: 'Stale', OFFLINE: 'Offline', TEMPRMSD: 'Being attached' },
  logStates: { ACTIVE: 'Active', STALE: 'Stale' },
  detail: (name: string, size: string, offset: string) => `${name} · ${size} at ${offset}`,
} as const;
