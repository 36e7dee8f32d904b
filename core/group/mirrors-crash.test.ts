/**
 * Mirrors, logs and growth, with a crash in the middle: before or after, never between. Each change is cut off
 * behind every third of its operations on disks, each from another one on.
 */
import { describe, expect, it } from 'vitest';
import type { Command } from '../model/command.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import { mebibyte } from '../model/limits.ts';
import type { GroupRuntime } from './group-runtime.ts';
import { makeMirror, TestHost } from './group-world.test-double.ts';

const group = 'Data';
const volume = 'V1';
const volumeBytes = 2 * mebibyte;
const blocks = [0, 1, 5, 7].map((eighth) => eighth * volumeBytes / 8);

const changes: readonly { readonly title: string; readonly mirrors: number; readonly logs?: number; readonly command: Command }[] = [
  { title: 'growby', mirrors: 2,
    command: { command: 'volume.grow', group, volume, byBytes: mebibyte, disks: [], excludedDisks: [], zeroed: true } },
  { title: 'mirror', mirrors: 2, command: { command: 'volume.mirror', group, volume, mirrors: 1, disks: [], excludedDisks: [] } },
  { title: 'mirror of one plex', mirrors: 1,
    command: { command: 'volume.mirror', group, volume, mirrors: 1, disks: [], excludedDisks: [] } },
  { title: 'remove mirror', mirrors: 3, command: { command: 'volume.rmmirror', group, volume, plex: 'V1-01', disks: [] } },
  { title: 'break', mirrors: 3, command: { command: 'volume.break', group, volume, plex: 'V1-01', newName: 'Copy' } },
  { title: 'another log', mirrors: 2, command: { command: 'volume.addlog', group, volume, logs: 1, disks: ['C'], excludedDisks: [] } },
  { title: 'the last log', mirrors: 2, logs: 1, command: { command: 'volume.rmlog', group, volume, logs: [] } },
];

async function inUse(mirrors: number, logs: number | undefined) {
  const host = new TestHost();
  for (const name of ['A', 'B', 'C']) host.addDisk(name);
  const runtime = await host.init(group, 'A', 'B', 'C');
  await host.run(runtime, { ...makeMirror(volume, mirrors, volumeBytes), ...(logs === undefined ? {} : { logs }) });
  for (const [index, at] of blocks.entries()) await host.write(volume, at, index + 1);
  await host.flush(volume);
  return { host, runtime };
}

/** Runs the command until the host has crashed behind its `crashAfter`th operation, or the command is through. */
async function cutOff(host: TestHost, runtime: GroupRuntime, command: Command, crashAfter: number): Promise<boolean> {
  let operations = 0;
  let over = false;
  for (const disk of host.disks.values()) {
    disk.fault = (operation) => {
      if (over || operation === 'read') return null;
      operations += 1;
      if (operations === crashAfter) {
        over = true;
        host.crash();
      }
      return null;
    };
  }
  let done = false;
  void runtime.execute({ command, dryRun: false, actor: 'test', disks: [] }).then(() => { done = true; });
  await host.until(() => over || done);
  for (const disk of host.disks.values()) disk.fault = () => null;
  return over;
}

async function imported(host: TestHost, runtime: GroupRuntime): Promise<GroupRuntime> {
  host.crash();
  const again = await host.import(runtime.configuration.id);
  if (!again.ok) throw new Error(`${again.error.code} ${JSON.stringify(again.error.evidence)}`);
  await host.until(() => again.value.configuration.plexes.every((plex) => plex.state === 'ACTIVE')
    && again.value.configuration.volumes.every((record) => record.state === 'ACTIVE'));
  return again.value;
}

/** What matters of a configuration: ids and sequence differ from try to try. */
function shape({ volumes, plexes, logs }: GroupConfiguration): string {
  return JSON.stringify([
    volumes.map((record) => [record.name, record.lengthBytes, record.mapRegionBytes]),
    plexes.map((plex) => plex.name), logs.map((log) => log.name),
  ]);
}

async function look(host: TestHost, runtime: GroupRuntime): Promise<void> {
  const { configuration } = runtime;
  for (const record of configuration.volumes) {
    for (const [index, at] of blocks.entries()) expect(await host.read(record.name, at)).toBe(index + 1);
    const plexes = configuration.plexes.filter((plex) => plex.volumeId === record.id);
    const [first, ...others] = plexes.map(({ id }) => host.plexBytes(configuration, id));
    for (const other of others) expect(first?.equals(other)).toBe(true);
  }
  expect(host.broken).toEqual([]);
}

const stride = 3;

describe('cut off anywhere, the volume is as it was or as it was to be', () => {
  it.each(changes)('$title', { timeout: 60_000 }, async ({ title, mirrors, logs, command }) => {
    const whole = await inUse(mirrors, logs);
    const before = shape(whole.runtime.configuration);
    const result = await whole.host.run(whole.runtime, command);
    expect(result.ok).toBe(true);
    const after = shape((await imported(whole.host, whole.runtime)).configuration);
    expect(after).not.toBe(before);
    const seen = new Set<string>();
    for (let crashAfter = 1 + title.length % stride, cut = true; cut; crashAfter += stride) {
      const { host, runtime } = await inUse(mirrors, logs);
      cut = await cutOff(host, runtime, command, crashAfter);
      const again = await imported(host, runtime);
      await look(host, again);
      seen.add(shape(again.configuration));
    }
    expect([...seen].filter((one) => one !== before && one !== after)).toEqual([]);
    expect(seen.has(after)).toBe(true);
  });
});
