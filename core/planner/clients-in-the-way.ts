/** Who would be cut off? For stop, delete, deport and destroy. */
import { clientNames } from '../model/client-names.ts';
import type { GroupCommand, VolumeCommand } from '../model/command.ts';
import type { VolumeRecord } from '../model/configuration.ts';
import type { Subject } from '../model/identity.ts';
import { refusal } from '../model/refusal.ts';
import type { Refusal } from '../model/refusal.ts';
import type { PlanningContext } from './planning-context.ts';

type Forcible = Extract<GroupCommand | VolumeCommand, { readonly force: boolean }>;

/** Null when nobody is connected or the command is forced. */
export function inUseRefusal(
  command: Forcible,
  subject: Subject,
  volumes: readonly VolumeRecord[],
  context: PlanningContext,
): Refusal | null {
  const clients = connectedClients(subject, volumes, context);
  if (clients.length === 0 || command.force) return null;
  return refusal('volume.in-use', subject, { clients }, { kind: 'command', command: { ...command, force: true } });
}

/** Warnings of a forced plan: what each client loses. */
export function cutOffWarnings(subject: Subject, volumes: readonly VolumeRecord[], context: PlanningContext): readonly string[] {
  return connectedClients(subject, volumes, context).map((client) => `Disconnected: ${client}.`);
}

function connectedClients(subject: Subject, volumes: readonly VolumeRecord[], context: PlanningContext): readonly string[] {
  return volumes.flatMap((volume) =>
    clientNames(context.clientsByVolumeId.get(volume.id) ?? []).map((client) =>
      subject.kind === 'volume' ? client : `${client} (volume ${volume.name})`,
    ),
  );
}
