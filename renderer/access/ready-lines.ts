/** Command lines that open one volume, each true for it as it is: its address, whether it may be written, its name. */
import type { VolumeView } from '../../core/model/views.ts';

export type ReadyLineName = 'qemu' | 'map' | 'nbdfuse' | 'convertOut' | 'convertIn' | 'info';

export interface ReadyLine {
  readonly name: ReadyLineName;
  readonly line: string;
}

/** None while the volume has no address. Nothing that writes for a volume that is read-only. */
export function readyLines(volume: VolumeView): readonly ReadyLine[] {
  const { uri, readOnly, groupName, name } = volume;
  if (uri === '') return [];
  const address = quoted(uri);
  const drive = `file=${uri.replaceAll(',', ',,')},format=raw,if=virtio${readOnly ? ',readonly=on' : ',discard=unmap'}`;
  const lines: readonly ReadyLine[] = [
    { name: 'qemu', line: `qemu-system-x86_64 -drive ${quoted(drive)}` },
    { name: 'map', line: `plexus map -g${groupName} ${name}` },
    { name: 'nbdfuse', line: `nbdfuse ${readOnly ? '-r ' : ''}${quoted(`./${name}`)} ${address}` },
    { name: 'convertOut', line: `qemu-img convert -f raw -O qcow2 ${address} ${quoted(`${name}.qcow2`)}` },
    ...(readOnly ? [] : [{ name: 'convertIn' as const, line: `qemu-img convert -n -O raw ${quoted(`${name}.qcow2`)} ${address}` }]),
    { name: 'info', line: `nbdinfo ${address}` },
  ];
  return lines;
}

/** For a POSIX shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
