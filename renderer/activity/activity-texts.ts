/** The words of alerts in the console, but for what the host itself says of them. */
export const activityTexts = {
  details: 'Alert Details', detailsOf: (object: string): string => `Alert: ${object}`,
  remedy: 'Run Remedy', acknowledge: 'Acknowledge Alert', acknowledgeAll: 'Acknowledge All Alerts',
  cause: 'Probable cause', clearsWhen: 'Clears when', remedyFact: 'Remedy', acknowledged: 'Acknowledged', cleared: 'Cleared',
  by: (time: string, user: string): string => `${time} by ${user}`,
  group: 'Disk group', evidence: 'Evidence',
  noRemedy: 'Nothing that can be run ends this alert; its details say what helps.',
  acknowledgedCount: (count: number): string => `${count} ${count === 1 ? 'alert' : 'alerts'} acknowledged.`,
} as const;
