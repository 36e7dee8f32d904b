/** Files copied onto volumes of every layout and back again, by nbdcopy with several connections: the same bytes. */
import fs from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { PlexusHost } from '../plexus-host.ts';
import { succeed } from '../programs.ts';
import { sharedStage } from '../stage.ts';

const sizeBytes = 48 * 1024 * 1024;

/** Data, holes and zeros by turns, different everywhere. */
function writeSample(file: string): void {
  const block = Buffer.alloc(64 * 1024);
  const descriptor = fs.openSync(file, 'w');
  fs.ftruncateSync(descriptor, sizeBytes);
  for (let index = 0; index < sizeBytes / block.length; index += 1) {
    if (index % 5 === 3) continue;
    for (let word = 0; word < block.length; word += 4) block.writeUInt32LE(index % 7 === 2 ? 0 : (index * 2654435761 + word) >>> 0, word);
    fs.writeSync(descriptor, block, 0, block.length, index * block.length);
  }
  fs.closeSync(descriptor);
}

describe('nbdcopy there and back', () => {
  const stage = sharedStage();
  let host: PlexusHost;

  beforeAll(async () => {
    host = await PlexusHost.start(stage);
    const disks = await host.attachNew(stage.folder, 4, '256M');
    await host.ok('vxdg', '-gdg1', 'init', ...disks);
    writeSample(stage.path('sample'));
  });

  const layouts: readonly { readonly name: string; readonly words: readonly string[] }[] = [
    { name: 'plain', words: [] },
    { name: 'striped', words: ['type=stripe', 'column=3', 'stripeunit=64K'] },
    { name: 'mirrored', words: ['type=mirror', 'mirror=2'] },
    { name: 'mirroredstripe', words: ['type=stripe', 'mirror=2', 'column=2'] },
  ];

  it.each(layouts)('$name', async ({ name, words }) => {
    await host.ok('vxassist', '-gdg1', 'make', name, '48', ...words);
    const uri = await host.uri('dg1', name);
    await succeed('nbdcopy', ['--flush', stage.path('sample'), uri]);
    await succeed('nbdcopy', [uri, stage.path(`${name}.back`)]);
    await succeed('cmp', [stage.path('sample'), stage.path(`${name}.back`)]);
    expect(fs.statSync(stage.path(`${name}.back`)).size).toBe(sizeBytes);
    await host.ok('vxassist', '-gdg1', '-f', 'delete', name);
  });
});
