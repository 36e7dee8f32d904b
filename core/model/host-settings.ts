/** What an administrator may set on a host by `plexus set KEY=VALUE`. Values are texts, as they were typed. */

export interface HostSettingRule {
  readonly key: string;
  /** What holds while nothing is set. */
  readonly standard: string;
  readonly about: string;
  /** May hold a secret: only an administrator is told the value, and no support bundle. */
  readonly secret?: true;
  /** Why the value cannot be, given all values as they would be; null when it can. */
  fault(value: string, all: ReadonlyMap<string, string>): string | null;
}

export const mirrorDeadlineKey = 'mirrorDeadlineSeconds';
export const diskDeadlineKey = 'diskDeadlineSeconds';
/** Beyond it a mirror would not be served again before its clients give up. */
export const mirrorDeadlineSecondsMaximum = 25;
export const diskDeadlineSecondsMaximum = 600;

export const alertCommandKey = 'alertCommand';
export const alertSyslogKey = 'alertSyslog';
export const alertWebhookKey = 'alertWebhook';
export const alertSeverityKey = 'alertSeverity';
export const alertSeveritiesAscending = ['information', 'warning', 'error', 'critical'] as const;

export const hostSettingRules: readonly HostSettingRule[] = [
  {
    key: mirrorDeadlineKey, standard: '5',
    about: `after so many seconds (1 to ${mirrorDeadlineSecondsMaximum}) without an answer a redundant volume goes on without the plex`,
    fault: (value, all) => wholeNumberFault(value, 1, mirrorDeadlineSecondsMaximum) ?? orderFault(all),
  },
  {
    key: diskDeadlineKey, standard: '30',
    about: `after so many seconds (up to ${diskDeadlineSecondsMaximum}, more than ${mirrorDeadlineKey}) without an answer a disk `
      + 'has failed',
    fault: (value, all) => wholeNumberFault(value, 2, diskDeadlineSecondsMaximum) ?? orderFault(all),
  },
  {
    key: alertCommandKey, standard: '',
    about: 'this program is run for each alert, with the alert as JSON on its standard input; empty for none',
    fault: (value) => (value === '' || /^(?:\/|[A-Za-z]:[\\/])[^\0]*$/.test(value) ? null : 'is not the whole path of a program'),
  },
  {
    key: alertSyslogKey, standard: 'off', about: 'on: each alert goes to the log of the system',
    fault: (value) => (value === 'on' || value === 'off' ? null : 'is neither on nor off'),
  },
  {
    key: alertWebhookKey, standard: '', secret: true, about: 'each alert is posted to this address as JSON; empty for none',
    fault: (value) => (value === '' || isWebAddress(value) ? null : 'is not an address that begins with http:// or https://'),
  },
  {
    key: alertSeverityKey, standard: 'warning',
    about: 'the least severity of the alerts that go out: information, warning, error or critical',
    fault: (value) =>
      (alertSeveritiesAscending.some((severity) => severity === value) ? null : 'is none of information, warning, error, critical'),
  },
];

/** Keys are read without regard to case. */
export function hostSettingRule(key: string): HostSettingRule | undefined {
  return hostSettingRules.find((rule) => rule.key.toLowerCase() === key.toLowerCase());
}

/** All settings, with the standard ones where nothing is set. Keys of a newer version are left out. */
export function completeHostSettings(set: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(hostSettingRules.map(({ key, standard }) => [key, set[key] ?? standard]));
}

function wholeNumberFault(value: string, minimum: number, maximum: number): string | null {
  const number = Number(value);
  const fits = /^\d{1,9}$/.test(value) && number >= minimum && number <= maximum;
  return fits ? null : `is not a whole number from ${minimum} to ${maximum}`;
}

function orderFault(all: ReadonlyMap<string, string>): string | null {
  if (Number(all.get(mirrorDeadlineKey)) < Number(all.get(diskDeadlineKey))) return null;
  const named = (key: string): string => `${key} (${all.get(key) ?? ''})`;
  return `leaves ${named(mirrorDeadlineKey)} no lower than ${named(diskDeadlineKey)}`;
}

function isWebAddress(value: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(value).protocol);
  } catch {
    return false;
  }
}
