/** Comparing plexes, from the command to the alert. */
import { expect, it } from 'vitest';
import type { Command } from '../model/command.ts';
import { mebibyte } from '../model/limits.ts';
import { makeMirror, TestHost } from './group-world.test-double.ts';

const verify: Command = { command: 'volume.verify', group: 'Data', volume: 'V1' };

async function withDifference() {
  const host = new TestHost();
  host.addDisk('A');
  host.addDisk('B');
  const runtime = await host.init('Data', 'A', 'B');
  expect((await host.run(runtime, makeMirror('V1', 2))).ok).toBe(true);
  await host.write('V1', 0, 7, mebibyte);
  const ask = async (command: Command) => {
    const before = runtime.status().tasks.length;
    expect((await host.run(runtime, command)).ok).toBe(true);
    await host.until(() => runtime.status().tasks.length > before && runtime.status().tasks.every((task) => task.endedAt !== ''));
    return runtime.status().tasks.at(-1);
  };
  /** Changes a byte of the second plex behind the engine's back. */
  const spoil = (offsetBytes: number): void => {
    const plex = runtime.configuration.plexes.find(({ name }) => name === 'V1-02');
    const subdisk = runtime.configuration.subdisks.find(({ plexId }) => plexId === plex?.id);
    const disk = runtime.configuration.disks.find(({ id }) => id === subdisk?.diskId);
    host.disk(disk?.lastAccess.split('/').at(-1) ?? '').content[(subdisk?.diskOffsetBytes ?? 0) + offsetBytes] = 99;
  };
  const health = () => runtime.status().healthByVolumeId[runtime.configuration.volumes[0]?.id ?? ''];
  return { host, runtime, ask, spoil, health };
}

const alertsOf = (host: TestHost) => host.alerts.filter(({ code }) => code === 'volume.plexes-differ');

it('finds plexes equal, and changes nothing', async () => {
  const { host, ask, runtime } = await withDifference();
  const { sequence } = runtime.configuration;
  const differences = { differingBytes: 0, repairedBytes: 0, ranges: [] };
  expect(await ask(verify)).toMatchObject({ name: 'Verify', state: 'done', copies: 'none', differences });
  expect(runtime.configuration.sequence).toBe(sequence);
  expect(alertsOf(host).every(({ cleared }) => cleared)).toBe(true);
});

it('names what differs in the task and in an alert, until the plexes are made equal from the chosen one', async () => {
  const { host, ask, spoil, health } = await withDifference();
  spoil(4096);
  const found = await ask(verify);
  expect(found).toMatchObject({ state: 'done with remarks' });
  expect(found?.result).toMatch(/^4 KiB differ between its plexes: 4 KiB at 4096\. .*vxvol -gData verify V1 from=PLEX makes .* plex$/);
  const ranges = [{ offsetBytes: 4096, lengthBytes: 4096, agreeing: [['V1-01'], ['V1-02']] }];
  expect(found?.differences).toEqual({ differingBytes: 4096, repairedBytes: 0, ranges, rangesLeftOut: 0, likelyRight: '' });
  expect(health()).toMatchObject({ word: 'Degraded', reason: 'Its plexes were found to differ in 4 KiB' });
  const evidence = { differingBytes: 4096, places: ['4096 at 4096'] };
  expect(alertsOf(host).at(-1)).toMatchObject({ cleared: false, severity: 'critical', evidence });
  const repaired = await ask({ ...verify, from: 'V1-01' });
  expect(repaired?.result).toMatch(/They were written anew$/);
  expect(repaired?.differences).toMatchObject({ differingBytes: 4096, repairedBytes: 4096 });
  expect(health()).toMatchObject({ word: 'Healthy' });
  expect(alertsOf(host).at(-1)).toMatchObject({ cleared: true });
  expect(await ask(verify)).toMatchObject({ state: 'done' });
});

it('says which copy is likely right when the disks of the other had errors', async () => {
  const { host, ask, spoil, runtime } = await withDifference();
  spoil(8192);
  const disk = runtime.configuration.disks.find(({ id }) => id === runtime.configuration.subdisks.find(({ plexId }) =>
    plexId === runtime.configuration.plexes.find(({ name }) => name === 'V1-02')?.id)?.diskId);
  const memory = host.disk(disk?.lastAccess.split('/').at(-1) ?? '');
  memory.fault = (operation) => (operation === 'read' ? { code: 'EIO', message: 'unreadable' } : null);
  for (let turn = 0; turn < 4; turn += 1) await host.read('V1', 512 * 1024 + turn * 4096);
  memory.fault = () => null;
  expect((await ask(verify))?.result).toContain('V1-01 is likely right: the disks of V1-02 had errors. vxvol -gData verify V1 from=V1-01');
});

it('is told by the health of the volume over a restart, until a comparison finds the plexes equal or one of them is left', async () => {
  const { host, ask, spoil, runtime } = await withDifference();
  spoil(4096);
  await ask(verify);
  host.crash();
  const again = await host.import(runtime.configuration.id);
  if (!again.ok) throw new Error(again.error.code);
  const health = () => again.value.status().healthByVolumeId[again.value.configuration.volumes[0]?.id ?? ''];
  await host.until(() => again.value.configuration.volumes[0]?.state === 'ACTIVE');
  expect(health()).toMatchObject({ word: 'Degraded', reason: 'Its plexes were found to differ in 4 KiB' });
  const unmirror: Command = { command: 'volume.rmmirror', group: 'Data', volume: 'V1', plex: 'V1-02', disks: [] };
  expect((await host.run(again.value, unmirror)).ok).toBe(true);
  expect(health()).toMatchObject({ word: 'Healthy' });
});
