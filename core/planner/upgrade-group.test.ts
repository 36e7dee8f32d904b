import { expect, it } from 'vitest';
import { configurationVersion } from '../model/configuration.ts';
import { mirrored } from '../model/test-configuration.ts';
import { upgradeGroup } from './upgrade-group.ts';

const upgrade = { command: 'group.upgrade', group: 'DG' } as const;

it('raises the version and nothing else, and says who cannot import the group then', () => {
  const drafted = upgradeGroup({ ...mirrored, version: 1 }, upgrade);
  expect(drafted.ok ? drafted.value.after : null).toEqual({ ...mirrored, version: configurationVersion });
  expect(drafted.ok ? drafted.value.summary : []).toEqual(['Disk group DG goes from version 1 to version 2. There is no way back.']);
  expect(drafted.ok ? drafted.value.warnings?.[0] : '').toMatch(/no version above 1 cannot import/);
});

it('is refused where there is nothing newer', () => {
  const drafted = upgradeGroup({ ...mirrored, version: configurationVersion }, upgrade);
  expect(drafted.ok ? '' : drafted.error.code).toBe('group.newest-version');
});
