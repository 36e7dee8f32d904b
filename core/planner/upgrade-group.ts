import type { GroupUpgrade } from '../model/command.ts';
import { configurationVersion } from '../model/configuration.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import { refusal } from '../model/refusal.ts';
import { failure, success } from '../model/result.ts';
import type { Drafted } from './draft.ts';
import { groupSubject } from './find-objects.ts';

/** One way. Nothing else changes: what the new version can do more is asked for by its own commands. */
export function upgradeGroup(configuration: GroupConfiguration, _command: GroupUpgrade): Drafted {
  const { version, name } = configuration;
  if (version >= configurationVersion) {
    return failure(refusal('group.newest-version', groupSubject(configuration), { version }, 'Nothing needs to be done.'));
  }
  return success({
    after: { ...configuration, version: configurationVersion },
    summary: [`Disk group ${name} goes from version ${version} to version ${configurationVersion}. There is no way back.`],
    warnings: [`Hosts with a release that knows no version above ${configurationVersion - 1} cannot import the group afterwards.`],
  });
}
