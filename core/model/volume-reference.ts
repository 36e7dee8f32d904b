/** The ways to name a volume: `V1`, `E:`, its GUID, `\\?\Volume{GUID}\`, `\Device\HarddiskDmVolumes\<group>\<volume>`. */
import type { GroupConfiguration, VolumeRecord } from './configuration.ts';
import { parseDriveLetter, sameName } from './name-rules.ts';

export type VolumeReference =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'letter'; readonly letter: string }
  | { readonly kind: 'guid'; readonly guid: string }
  | { readonly kind: 'device'; readonly group: string; readonly volume: string };

const guid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const bareGuid = new RegExp(`^\\{?(${guid})\\}?$`, 'i');
const volumePath = new RegExp(`^\\\\\\\\\\?\\\\Volume\\{(${guid})\\}\\\\?$`, 'i');
const devicePath = /^\\Device\\HarddiskDmVolumes\\([^\\]+)\\([^\\]+)$/i;

export function parseVolumeReference(text: string): VolumeReference {
  const byGuid = bareGuid.exec(text)?.[1] ?? volumePath.exec(text)?.[1];
  if (byGuid !== undefined) return { kind: 'guid', guid: byGuid.toLowerCase() };
  const byDevice = devicePath.exec(text);
  if (byDevice !== null) return { kind: 'device', group: byDevice[1] ?? '', volume: byDevice[2] ?? '' };
  const letter = text.endsWith(':') ? parseDriveLetter(text) : null;
  return letter === null ? { kind: 'name', name: text } : { kind: 'letter', letter };
}

export interface NamedVolume {
  readonly id: string;
  readonly name: string;
  /** `E`; empty when it has none. */
  readonly driveLetter: string;
  readonly groupName: string;
}

/** Whether the volume may be called so. */
export function isCalled({ id, name, driveLetter, groupName }: NamedVolume, reference: VolumeReference): boolean {
  switch (reference.kind) {
    case 'guid': return id.toLowerCase() === reference.guid;
    case 'letter': return driveLetter === reference.letter;
    case 'device': return sameName(groupName, reference.group) && sameName(name, reference.volume);
    case 'name': return sameName(name, reference.name);
  }
}

/** Undefined when this group has no such volume. */
export function findVolume(configuration: GroupConfiguration, text: string): VolumeRecord | undefined {
  const reference = parseVolumeReference(text);
  const groupName = configuration.name;
  return configuration.volumes.find((volume) => isCalled({ ...volume, groupName }, reference))
    ?? configuration.volumes.find((volume) => volume.id === text);
}

export function volumeDevicePath(group: string, volume: string): string {
  return `\\Device\\HarddiskDmVolumes\\${group}\\${volume}`;
}

export function volumeGuidPath(volumeId: string): string {
  return `\\\\?\\Volume{${volumeId}}\\`;
}
