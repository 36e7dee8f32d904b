/** Words of the Logs perspective. */
export const logsTexts = {
  title: 'Logs',
  tabs: { alert: 'Alert Log', task: 'Task Log', audit: 'Audit Log' },
  label: 'Logs of the host',
  read: 'Read Again',
  shown: (entries: number) => (entries === 1 ? '1 entry' : `${entries} entries, the newest first`),
  columns: { severity: 'Severity', time: 'Time', message: 'Message', facts: 'Facts' },
  severities: { information: 'Information', warning: 'Warning', error: 'Error', critical: 'Critical' },
  empty: (log: 'alert' | 'task' | 'audit') => ({ sentence: 'Nothing is written down yet.', command: `plexus log ${log}` }),
} as const;
