import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hostVersion } from './version.ts';

test("the host's version is the package's", () => {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { readonly version: string };
  expect(hostVersion).toBe(manifest.version);
});
