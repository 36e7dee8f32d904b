/** Adds to a refusal that names clients what only this machine can say of them: which of its devices is behind. */
import type { Refusal } from '../../model/refusal.ts';
import type { MapFolder, MapRecord } from '../../host/map/map-record.ts';

/** Devices by the kernel's word, for a note of what is mapped. */
export type DevicesOf = (record: MapRecord, folder: MapFolder) => readonly string[];

/** `devicesOf`: asks the kernel unless told otherwise. */
export async function withMappedDevices(refused: Refusal, stateFolder: string, devicesOf?: DevicesOf): Promise<Refusal> {
  const { clients } = refused.evidence;
  if (refused.code !== 'volume.in-use' || !Array.isArray(clients)) return refused;
  const { MapFolder } = await import('../../host/map/map-record.ts');
  const { readMapping } = await import('../../host/map/mapping.ts');
  const { subject } = refused;
  const folder = new MapFolder(stateFolder);
  const records = folder.list().filter(({ volumeId, group }) =>
    (subject.kind === 'group' ? group === subject.name : volumeId === subject.id));
  const asked: DevicesOf = devicesOf ?? ((record, of) => readMapping(record, of).devices);
  const devices = records.flatMap((record) => asked(record, folder).map((device) =>
    `plexus map as ${device}${subject.kind === 'group' ? ` (volume ${record.volume})` : ''}`));
  if (devices.length === 0) return refused;
  return { ...refused, evidence: { ...refused.evidence, clients: [...(clients as readonly string[]), ...devices] } };
}
