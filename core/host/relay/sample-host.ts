/**
 * The sample: a throw-away host with made-up disks on sparse files, to try everything on. It is a whole host with a state
 * folder of its own; nothing of it touches the host that opened it, and all of it is removed when it is disconnected.
 */
import { join } from 'node:path';
import type { Command } from '../../model/command.ts';
import { mebibyte } from '../../model/limits.ts';
import type { Refusal } from '../../model/refusal.ts';
import { success } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { localAccess } from '../local-access.ts';
import type { OtherHost } from './other-host.ts';
import { hostInside, runInside } from './session-host.ts';
import type { HostInside } from './session-host.ts';
import { throwAwayFolder } from './throw-away-folder.ts';

export const sampleHostName = 'HV-PARENT01';
export const sampleKey = 'sample';
const group = 'VMDG';
/** Below 1 GiB the private region, which is written in full, is a small one. */
const diskBytes = 960 * mebibyte;

/** Starts a host in this process on a state folder of its own. */
export type StartBeside = (stateFolder: string, hostName: string) => Promise<Result<HostInside, Refusal>>;

export async function openSample(startBeside: StartBeside): Promise<Result<OtherHost, Refusal>> {
  const folder = throwAwayFolder('sample');
  const host = await startBeside(join(folder.path, 'state'), sampleHostName);
  if (!host.ok) {
    folder.remove();
    return host;
  }
  const close = async (): Promise<void> => {
    await host.value.close();
    folder.remove();
  };
  const access = localAccess('sample');
  for (const command of sampleCommands(folder.path)) {
    const done = await runInside(host.value, command, access);
    if (done.ok) continue;
    await close();
    return done;
  }
  return success(hostInside({
    kind: 'other host', id: sampleKey, hostKind: 'sample', name: sampleHostName, address: '', user: access.user, state: 'connected',
    fault: null, asOf: '',
  }, { session: host.value.session, close }, access));
}

/** Six disks of two arrays in a group, a seventh that goes missing, one that another host could import, one that is free. */
function sampleCommands(folder: string): readonly Command[] {
  const images = Array.from({ length: 9 }, (_unused, index) => join(folder, `disk${index}.img`));
  const disks = images.map((_image, index) => `Harddisk${index}`);
  const members = disks.slice(0, 7);
  const set = (from: number, to: number, enclosure: string): Command[] =>
    disks.slice(from, to).map((disk) => ({ command: 'disk.set', disk, enclosure }));
  const volume = { command: 'volume.make', group, mirrors: 1, excludedDisks: [], zeroed: true } as const;
  return [
    { command: 'disk.attach', locations: images, readOnly: false, createBytes: diskBytes },
    { command: 'group.init', group, disks: members, force: false },
    ...set(0, 3, 'ARRAY-A'), ...set(3, 6, 'ARRAY-B'),
    { ...volume, volume: 'VM_VHD1', sizeBytes: 256 * mebibyte, type: 'mirror', mirrors: 2, driveLetter: 'E',
      disks: [disks[0]!, disks[3]!] },
    { ...volume, volume: 'VM_VHD2', sizeBytes: 384 * mebibyte, type: 'stripe', columns: 3, driveLetter: 'F', disks: disks.slice(0, 3) },
    { ...volume, volume: 'VM_DATA', sizeBytes: 512 * mebibyte, type: 'spanned', disks: [disks[4]!] },
    { ...volume, volume: 'REPL_LOG', sizeBytes: 128 * mebibyte, type: 'spanned', disks: [disks[5]!] },
    { command: 'disk.detach', disk: disks[6]! },
    { command: 'group.init', group: 'OLDDG', disks: [disks[7]!], force: false },
    { command: 'group.deport', group: 'OLDDG', force: false },
  ];
}
