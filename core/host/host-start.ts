/** What a host does by itself when it starts: attach the disks that it had, and import the groups that bear its stamp. */
import type { Refusal } from '../model/refusal.ts';
import { refusalWords } from '../model/refusal-words.ts';
import type { Result } from '../model/result.ts';
import type { Alerts } from './alerts.ts';
import type { Outcome } from './command-outcome.ts';
import { importGroup } from './group-commands.ts';
import type { GroupCommandWorld } from './group-commands.ts';
import type { FoundGroup } from './group-registry.ts';

/** The host is ready after so long, whatever its groups still wait for: a disk that hangs must not hide the console. */
export const startWaitMillisecondsMaximum = 20_000;

export async function attachAndImport(world: GroupCommandWorld, alerts: Alerts): Promise<void> {
  await world.disks.attachListed();
  world.refreshViews();
  await Promise.all(ownGroups(world).map((group) => importOwn(world, alerts, group)));
  // Of members that are missing their groups tell.
  const told = new Set(world.groups.all().flatMap(({ status }) => Object.keys(status.missingByDiskId)));
  for (const { entry, refusal } of world.disks.absent().filter((lost) => !told.has(lost.entry.diskId))) {
    alerts.raise({
      severity: 'error', code: 'disk.gone', subject: refusal.subject,
      message: `${refusalWords(refusal).fact}. ${refusalWords(refusal).remedy}`, evidence: { location: entry.location },
    });
  }
  for (const { id, configuration } of world.found()) if (configuration?.stamp?.id !== world.host.id) alerts.groupLeft(id);
  alerts.startEnded();
}

function ownGroups(world: GroupCommandWorld): FoundGroup[] {
  return world.found().filter(({ configuration }) => configuration?.stamp?.id === world.host.id && !configuration.noAutoImport);
}

/** The import of a group that is ours, without anybody having asked: a refusal is an alert. */
export async function importOwn(world: GroupCommandWorld, alerts: Alerts, group: Pick<FoundGroup, 'id' | 'name'>): Promise<void> {
  const command = { command: 'group.import', group: group.id, clearStamp: false, force: false } as const;
  const result: Result<Outcome, Refusal> = await importGroup(world, command, false, '');
  const subject = { kind: 'group', name: group.name, id: group.id } as const;
  if (result.ok) return alerts.clear('group.not-imported', subject);
  const { fact, remedy } = refusalWords(result.error);
  alerts.raise({
    severity: 'error', code: 'group.not-imported', subject, evidence: result.error.evidence,
    message: `Disk group ${group.name} was not imported. ${fact}. ${remedy}`,
  });
}
