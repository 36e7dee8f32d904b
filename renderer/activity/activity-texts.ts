/** The words of alerts in the console, but for what the host itself says of them. */
export const activityTexts = {
  disksTab: 'Alerts', noAlertOfDisk: { sentence: 'No alert about this disk.', command: 'plexus log alert' },
  filters: {
    severity: 'Severity', state: 'State',
    severities: { information: 'All severities', warning: 'Warnings and worse', error: 'Errors and worse', critical: 'Critical only' },
    alerts: { standing: 'Not cleared', new: 'New only', all: 'With cleared ones' },
    tasks: { 'all': 'All tasks', 'under way': 'Under way', 'ended': 'Ended', 'trouble': 'Failed, cancelled, with remarks' },
  },
  details: 'Alert Details', detailsOf: (object: string): string => `Alert: ${object}`,
  remedy: 'Run Remedy', restart: 'Restart Disk Group', acknowledge: 'Acknowledge Alert', acknowledgeAll: 'Acknowledge All Alerts',
  cause: 'Probable cause', clearsWhen: 'Clears when', remedyFact: 'Remedy', acknowledged: 'Acknowledged', cleared: 'Cleared',
  by: (time: string, user: string): string => `${time} by ${user}`,
  group: 'Disk group', evidence: 'Evidence',
  noRemedy: 'Nothing that can be run ends this alert; its details say what helps.',
  acknowledgedCount: (count: number): string => `${count} ${count === 1 ? 'alert' : 'alerts'} acknowledged.`,
} as const;
