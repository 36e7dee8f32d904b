/** A group that an earlier release made (version 1: no logs, no maps) works as it is, and can be raised. */
import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { configurationVersion } from '../model/configuration.ts';
import type { GroupId } from '../model/identity.ts';
import { invariant } from '../model/invariant.ts';
import type { GroupRuntime } from './group-runtime.ts';
import { makeMirror, TestHost } from './group-world.test-double.ts';

const groupId = '40000001-9c8b-4a55-8a63-5c7f53f9ad01' as GroupId;

/** The whole private region as version 1 was written: deflated, base64, lines of 100. */
function goldenRegion(disk: number): Uint8Array {
  const text = readFileSync(new URL(`../format/golden/private-region-1-small-disk${disk}.deflate.base64`, import.meta.url), 'utf8');
  return inflateSync(Buffer.from(text.replaceAll('\n', ''), 'base64'));
}

function oldHost(): TestHost {
  const host = new TestHost();
  host.addDisk('a').content.set(goldenRegion(1));
  host.addDisk('b').content.set(goldenRegion(2));
  return host;
}

async function imported(host: TestHost): Promise<GroupRuntime> {
  const found = await host.import(groupId, { group: 'Old' });
  invariant(found.ok, `the group is imported: ${JSON.stringify(found)}`);
  return found.value;
}

async function restarted(host: TestHost, runtime: GroupRuntime): Promise<GroupRuntime> {
  await host.settle(runtime.close());
  return imported(host);
}

it('a group of version 1 is imported, written, made larger, and stays at version 1', async () => {
  const host = oldHost();
  const runtime = await imported(host);
  expect(runtime.configuration).toMatchObject({ version: 1, name: 'Old', logs: [] });
  expect(await host.write('Mirror', 0, 0x5a)).toBeNull();
  expect((await host.run(runtime, { ...makeMirror('New'), group: 'Old' })).ok).toBe(true);
  const again = await restarted(host, runtime);
  expect(again.configuration).toMatchObject({ version: 1, logs: [] });
  expect(again.configuration.volumes.map(({ name }) => name)).toEqual(['Mirror', 'Plain', 'New']);
  expect(await host.read('Mirror', 0)).toBe(0x5a);
});

it('it is raised once, by its command, and keeps what it holds', async () => {
  const host = oldHost();
  const runtime = await imported(host);
  expect(await host.write('Plain', 4096, 0x33)).toBeNull();
  const upgrade = { command: 'group.upgrade', group: 'Old' } as const;
  expect((await host.run(runtime, upgrade)).ok).toBe(true);
  expect(runtime.configuration.version).toBe(configurationVersion);
  const again = await host.run(runtime, upgrade);
  expect(again.ok ? '' : again.error.code).toBe('group.newest-version');
  const later = await restarted(host, runtime);
  expect(later.configuration.version).toBe(configurationVersion);
  expect(await host.read('Plain', 4096)).toBe(0x33);
});
