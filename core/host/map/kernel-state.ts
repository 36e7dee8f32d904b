/** What the kernel says is mounted and attached. Mapping believes this and no note of its own. */
import { readdirSync, readFileSync } from 'node:fs';

export interface Mount {
  readonly mountPoint: string;
  /** `7:0` */
  readonly deviceNumber: string;
  readonly type: string;
  readonly source: string;
}

/** In the order in which they were mounted. */
export function readMounts(): readonly Mount[] {
  return parseMounts(readFileSync('/proc/self/mountinfo', 'utf8'));
}

/** Lines of `/proc/self/mountinfo`: id, parent, device, root, mount point, options, tags up to `-`, type, source, options. */
export function parseMounts(text: string): Mount[] {
  const mounts: Mount[] = [];
  for (const line of text.split('\n')) {
    const words = line.split(' ');
    const dash = words.indexOf('-', 6);
    if (dash < 0) continue;
    mounts.push({
      mountPoint: unescaped(words[4] ?? ''), deviceNumber: words[2] ?? '', type: words[dash + 1] ?? '',
      source: unescaped(words[dash + 2] ?? ''),
    });
  }
  return mounts;
}

/** Blanks, tabs, line ends and backslashes stand there as octal numbers. */
function unescaped(word: string): string {
  return word.replace(/\\([0-7]{3})/g, (_match, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/** Whether a FUSE file system sits on this file, dead or alive. */
export function isFuseMounted(path: string): boolean {
  return readMounts().some((mount) => mount.mountPoint === path && mount.type.startsWith('fuse'));
}

/**
 * Loop devices whose backing file is this one. Read from sysfs, since `losetup -j` opens the file, and hangs or fails when
 * who serves it is dead.
 */
export function loopDevicesOf(path: string): readonly string[] {
  const devices: string[] = [];
  for (const name of blockDeviceNames()) {
    const backing = name.startsWith('loop') ? readTrimmed(`/sys/block/${name}/loop/backing_file`) : '';
    if (backing === path || backing === `${path} (deleted)`) devices.push(`/dev/${name}`);
  }
  return devices;
}

/** The nbd device that a client process with this word on its command line holds; empty when none does. */
export function nbdDeviceWith(word: string): string {
  for (const name of blockDeviceNames()) {
    const processId = name.startsWith('nbd') ? readTrimmed(`/sys/block/${name}/pid`) : '';
    if (processId !== '' && processWords(processId).includes(word)) return `/dev/${name}`;
  }
  return '';
}

/** An nbd device that no client holds; empty when there is none. */
export function freeNbdDevice(): string {
  const free = blockDeviceNames().find((name) => /^nbd\d+$/.test(name) && readTrimmed(`/sys/block/${name}/pid`) === ''
    && readTrimmed(`/sys/block/${name}/size`) === '0');
  return free === undefined ? '' : `/dev/${free}`;
}

/** What is mounted from this device, the last one first: the order to unmount in. */
export function mountsOf(device: string): readonly Mount[] {
  const number = readTrimmed(`/sys/block/${device.replace('/dev/', '')}/dev`);
  return readMounts().filter((mount) => mount.source === device || mount.deviceNumber === number).reverse();
}

/** The words of a process's command line; none when it is gone. */
export function processWords(processId: string): readonly string[] {
  return readTrimmed(`/proc/${processId}/cmdline`).split('\0').filter((word) => word !== '');
}

function blockDeviceNames(): readonly string[] {
  try {
    return readdirSync('/sys/block');
  } catch {
    return [];
  }
}

/** Empty when it cannot be read: the attribute of a device that is not in use is not there. */
function readTrimmed(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}
