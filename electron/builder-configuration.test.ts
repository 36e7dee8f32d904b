import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, it } from 'vitest';

// The builder's own check of its file: an inner path of a pinned version, because there is no public one.
const require = createRequire(import.meta.url);
const { validateConfiguration } = require('app-builder-lib/out/util/config/config') as {
  validateConfiguration(configuration: unknown, log: { isEnabled: boolean; add(): void }): Promise<void>;
};
const { load } = require('js-yaml') as { load(text: string): Record<string, unknown> };
const configuration = (): Record<string, unknown> => load(readFileSync(new URL('../electron-builder.yml', import.meta.url), 'utf8'));
const silent = { isEnabled: false, add: () => undefined };

it('the builder accepts the file', async () => {
  await expect(validateConfiguration(configuration(), silent)).resolves.toBeUndefined();
});

it('the builder’s check is a check', async () => {
  await expect(validateConfiguration({ ...configuration(), electronFuse: {} }, silent)).rejects.toThrow(/electronFuse/);
});

it('every way around the sandbox is fused off in what ships', () => {
  expect(configuration()['electronFuses']).toEqual({
    runAsNode: false, enableCookieEncryption: true, enableNodeOptionsEnvironmentVariable: false, enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true, onlyLoadAppFromAsar: true, grantFileProtocolExtraPrivileges: false,
  });
});

it('what is started as a file lies beside the archive, with the word that it is a module', () => {
  expect(configuration()['asarUnpack']).toEqual(expect.arrayContaining(
    ['dist/group-worker.js', 'dist/plexus.js', 'dist/plexus-*.js', 'dist/package.json'],
  ));
});

it('no bundle with the deliberate bugs ships', () => {
  const build = readFileSync(join(import.meta.dirname, 'build.mjs'), 'utf8');
  const withBugs = [...build.matchAll(/output: '([^']+)', format: '\w+', sabotage: true/g)].map(([, output]) => output);
  expect(withBugs).toHaveLength(3);
  for (const output of withBugs) expect(configuration()['files']).toContain(`!dist/${output}*`);
});

it('links of the form plexus:// are the program’s', () => {
  expect(configuration()['protocols']).toEqual([{ name: 'Plexus place', schemes: ['plexus'] }]);
});
