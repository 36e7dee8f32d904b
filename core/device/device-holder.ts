/** Who has a block device that cannot be had: a mounted file system, swap, or a device built upon it. Linux only. */
import fs from 'node:fs';
import path from 'node:path';

export interface DeviceHolder {
  /** A noun with its article. */
  readonly holder: string;
  readonly remedy: string;
}

const unknownHolder: DeviceHolder = { holder: 'another program', remedy: 'End the program that has it open.' };

/** `12:3` of a device number, as the kernel writes it: 12 bits of major above 8 bits of minor, the rest of the minor on top. */
export function deviceNumber(device: number): string {
  return `${(device >>> 8) & 0xfff}:${(device & 0xff) | ((device >>> 12) & 0xfff00)}`;
}

/** Also of its partitions, which keep it busy as well. */
export function holderOfDevice(device: number): DeviceHolder {
  const folder = `/sys/dev/block/${deviceNumber(device)}`;
  const parts = [folder, ...namesIn(folder).filter((name) => fs.existsSync(path.join(folder, name, 'partition')))
    .map((name) => path.join(folder, name))];
  for (const part of parts) {
    const found = mountOf(textOf(path.join(part, 'dev')).trim(), textOf('/proc/self/mountinfo')) ?? swapOn(part) ?? builtOn(part);
    if (found !== null) return found;
  }
  return unknownHolder;
}

/** From the text of a `mountinfo`; the mount point is written with octal escapes. */
export function mountOf(number: string, mountInformation: string): DeviceHolder | null {
  for (const line of mountInformation.split('\n')) {
    const [, , device, , point] = line.split(' ');
    if (device !== number || point === undefined || number === '') continue;
    const mounted = point.replace(/\\([0-7]{3})/g, (_escape, digits: string) => String.fromCharCode(parseInt(digits, 8)));
    return { holder: `the file system mounted on ${mounted}`, remedy: `Unmount ${mounted} first.` };
  }
  return null;
}

function swapOn(folder: string): DeviceHolder | null {
  const name = path.basename(fs.realpathSync(folder));
  const isSwap = textOf('/proc/swaps').split('\n').some((line) => line.startsWith(`/dev/${name} `) || line.startsWith(`/dev/${name}\t`));
  return isSwap ? { holder: 'the swap space on it', remedy: `Run swapoff /dev/${name} first.` } : null;
}

function builtOn(folder: string): DeviceHolder | null {
  const [above] = namesIn(path.join(folder, 'holders'));
  if (above === undefined) return null;
  const name = textOf(path.join('/sys/class/block', above, 'dm/name')).trim();
  return { holder: `the device /dev/${above}${name === '' ? '' : ` (${name})`} built on it`, remedy: `Take /dev/${above} down first.` };
}

function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}

function textOf(file: string): string {
  try {
    return fs.readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
