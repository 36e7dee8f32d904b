import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { bundleFileBytesMaximum, openedFiles } from './opened-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'plexus-opened-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('opens bundles with what they hold, and all else as disks', async () => {
  const [bundle, huge, image] = ['a.BUNDLE', 'huge.bundle', 'disk.img'].map((name) => join(folder, name)) as [string, string, string];
  writeFileSync(bundle, 'what it holds');
  writeFileSync(huge, '');
  truncateSync(huge, bundleFileBytesMaximum + 1);
  expect(await openedFiles([image, bundle, huge, join(folder, 'gone.bundle')])).toEqual({
    kind: 'open-files', disks: [image, huge, join(folder, 'gone.bundle')],
    bundles: [{ name: 'a.BUNDLE', content: Buffer.from('what it holds').toString('base64') }],
  });
});
