/** Words of the Control Panel. */
export const controlPanelTexts = {
  title: 'Control Panel',
  label: 'Settings of the host',
  columns: { setting: 'Setting', value: 'Value', standard: 'Default', about: 'What it does', command: 'Command' },
  set: 'Set', reset: 'Use Default', unchanged: 'unchanged',
  copied: 'Copied', copy: 'Copy Command',
  valueOf: (setting: string) => `Value of ${setting}`,
  resetOf: (setting: string) => `Use the default of ${setting}`,
  setOf: (setting: string) => `Set ${setting}`,
  none: '(none)',
  readOnly: 'Settings are changed by an administrator.',
} as const;
