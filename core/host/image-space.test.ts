import { statfsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { gibibyte, tebibyte } from '../model/limits.ts';
import { defaults, TestHost } from './test-host.ts';

test('the plan of a volume larger than the space under its sparse images says so', async () => {
  const host = await TestHost.start();
  const images = ['a.img', 'b.img'].map((name) => host.path(name));
  const names = await host.done({ command: 'disk.attach', locations: images, readOnly: false, createBytes: 8 * tebibyte });
  await host.done(defaults.init('DG1', names));
  const { bavail, bsize } = statfsSync(host.folder);
  const make = (sizeBytes: number) => host.plan({
    command: 'volume.make', group: 'DG1', volume: 'V1', sizeBytes, type: 'spanned', mirrors: 1, disks: [], excludedDisks: [], zeroed: true,
  });
  const large = await make(Math.ceil((bavail * bsize) / gibibyte + 1) * gibibyte);
  expect(large.ok && large.value.warnings.join(' ')).toMatch(/^Volumes on the sparse images on the file system of .* may yet ask for/);
  const small = await make(gibibyte / 16);
  expect(small.ok && small.value.warnings).toEqual([]);
});
