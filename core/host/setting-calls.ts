/** `settings.get` and `settings.set`: what is set holds for running groups at once, and for all that come. */
import type { RuntimeDeadlines } from '../group/runtime-protocol.ts';
import { completeHostSettings, diskDeadlineKey, hostSettingRule, hostSettingRules, mirrorDeadlineKey } from '../model/host-settings.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { alertSettingFault } from './alert-channels.ts';
import type { CallOutputs } from './contract.ts';
import type { RunningGroups } from './running-groups.ts';
import type { HostSettings } from './settings.ts';

/** In place of a secret's value. */
export const hiddenSetting = '(set; shown to administrators only)';

export function shownSettings(settings: HostSettings, secretsToo: boolean): CallOutputs['settings.get'] {
  const values = completeHostSettings(settings.values());
  return { settings: hostSettingRules.map(({ key, standard, about, secret }) => {
    const value = values.get(key) ?? standard;
    return { key, value: secret === true && value !== standard && !secretsToo ? hiddenSetting : value, standard, about };
  }) };
}

/** All of them or none. */
export async function changeSettings(
  settings: HostSettings, groups: RunningGroups, wanted: Readonly<Record<string, string>>,
): Promise<Result<CallOutputs['settings.get'], Refusal>> {
  const next: Record<string, string> = { ...settings.values() };
  for (const [key, value] of Object.entries(wanted)) {
    const rule = hostSettingRule(key);
    if (rule === undefined) {
      const advice = `There are: ${hostSettingRules.map((known) => known.key).join(', ')}.`;
      return failure(refusal('argument.invalid', { kind: 'host', name: '' }, { argument: key, reason: 'is no setting' }, advice));
    }
    next[rule.key] = value;
  }
  const all = completeHostSettings(next);
  for (const key of Object.keys(wanted)) {
    const rule = hostSettingRule(key);
    const value = rule === undefined ? '' : all.get(rule.key) ?? '';
    const fault = rule?.fault(value, all) ?? (rule === undefined ? null : alertSettingFault(rule.key, value));
    if (rule === undefined || fault === null) continue;
    return failure(refusal('argument.invalid', { kind: 'host', name: '' }, { argument: rule.key, given: value, reason: fault },
      `Give another value: ${rule.key} is ${rule.standard} by itself; ${rule.about}.`));
  }
  const kept = settings.setValues(next);
  if (!kept.ok) return kept;
  await Promise.all(groups.all().map(({ link }) => link.request({ kind: 'deadlines', deadlines: deadlinesOf(settings) })));
  return success(shownSettings(settings, true));
}

/** Of a file that was changed by hand only what is allowed counts. */
export function deadlinesOf(settings: HostSettings): RuntimeDeadlines {
  const all = completeHostSettings(settings.values());
  const sound = hostSettingRules.filter(({ key }) => key === mirrorDeadlineKey || key === diskDeadlineKey)
    .every(({ key, standard, fault }) => fault(all.get(key) ?? standard, all) === null);
  const values = sound ? all : completeHostSettings({});
  const milliseconds = (key: string): number => Number(values.get(key)) * 1000;
  return { mirrorMilliseconds: milliseconds(mirrorDeadlineKey), diskMilliseconds: milliseconds(diskDeadlineKey) };
}
