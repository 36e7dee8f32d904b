/** Adds to a refusal that names clients what only this machine can say of them: which of its devices is behind. */
import type { Refusal } from '../../model/refusal.ts';
import { MapFolder } from '../../host/map/map-record.ts';
import type { MapRecord } from '../../host/map/map-record.ts';
import { readMapping } from '../../host/map/mapping.ts';

/** Devices by the kernel's word, for a note of what is mapped. */
export type DevicesOf = (record: MapRecord, folder: MapFolder) => readonly string[];

export function withMappedDevices(
  refused: Refusal, stateFolder: string, devicesOf: DevicesOf = (record, folder) => readMapping(record, folder).devices,
): Refusal {
  const { clients } = refused.evidence;
  if (refused.code !== 'volume.in-use' || !Array.isArray(clients)) return refused;
  const { subject } = refused;
  const folder = new MapFolder(stateFolder);
  const records = folder.list().filter(({ volumeId, group }) =>
    (subject.kind === 'group' ? group === subject.name : volumeId === subject.id));
  const devices = records.flatMap((record) => devicesOf(record, folder).map((device) =>
    `plexus map as ${device}${subject.kind === 'group' ? ` (volume ${record.volume})` : ''}`));
  if (devices.length === 0) return refused;
  return { ...refused, evidence: { ...refused.evidence, clients: [...(clients as readonly string[]), ...devices] } };
}
