import { statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Command } from '../model/command.ts';
import { gibibyte, mebibyte, tebibyte } from '../model/limits.ts';
import type { RoutingWorld } from './command-routing.ts';
import { imageSpace } from './image-space.ts';
import { testFolder } from './test-folder.ts';
import { defaults, TestHost } from './test-host.ts';

const warning = /^Volumes on the sparse images on the file system of .* may yet ask for/;
const placed = { disks: [], excludedDisks: [] } as const;

async function withSparseDisks(...names: readonly string[]) {
  const host = await TestHost.start();
  const locations = names.map((name) => host.path(name));
  return { host, disks: await host.done({ command: 'disk.attach', locations, readOnly: false, createBytes: 8 * tebibyte }) };
}

function more(host: TestHost): number {
  const { bavail, bsize } = statfsSync(host.folder);
  return Math.ceil((bavail * bsize) / gibibyte + 1) * gibibyte;
}

const make = (sizeBytes: number): Command => ({
  command: 'volume.make', group: 'DG1', volume: 'V1', sizeBytes, type: 'spanned', mirrors: 1, zeroed: true, ...placed,
});

async function warningsOf(host: TestHost, command: Command): Promise<readonly string[]> {
  const plan = await host.plan(command);
  if (!plan.ok) throw new Error(JSON.stringify(plan.error));
  return plan.value.warnings.filter((text) => warning.test(text));
}

describe('a plan that asks for more than there is under its sparse images says so', () => {
  test('a volume that is made or grown', async () => {
    const { host, disks } = await withSparseDisks('a.img', 'b.img');
    await host.done(defaults.init('DG1', disks));
    expect(await warningsOf(host, make(more(host)))).toHaveLength(1);
    expect(await warningsOf(host, make(gibibyte / 16))).toEqual([]);
    await host.done(make(64 * mebibyte));
    const grow = (byBytes: number): Command => ({ command: 'volume.grow', group: 'DG1', volume: 'V1', byBytes, zeroed: true, ...placed });
    expect(await warningsOf(host, grow(more(host)))).toHaveLength(1);
    expect(await warningsOf(host, grow(64 * mebibyte))).toEqual([]);
  });

  test('a mirror that is added', async () => {
    const { host, disks } = await withSparseDisks('a.img', 'b.img');
    await host.done(defaults.init('DG1', disks));
    await host.done({ ...make(more(host)), zeroed: false } as Command);
    expect(await warningsOf(host, { command: 'volume.mirror', group: 'DG1', volume: 'V1', mirrors: 1, ...placed })).toHaveLength(1);
  });

  test('a disk that takes the place of another: its image counts before it has an id', () => {
    const location = join(testFolder(), 'spare.img');
    writeFileSync(location, '');
    const nothing = { disks: { originals: () => new Map() }, groups: { all: () => [] } } as unknown as RoutingWorld;
    expect(imageSpace(nothing, { id: 'DG1' }, [{ location }], () => 7)).toEqual([
      { folder: dirname(location), freeBytes: 7, otherPromisedBytes: 0, images: [{ diskId: '', location, allocatedBytes: 0 }] },
    ]);
  });
});
