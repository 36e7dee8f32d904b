import { expect, it } from 'vitest';
import { desktopShowsTray } from './tray-presence.ts';

it.each([
  ['win32', '', true], ['darwin', '', true], ['linux', '(true,)\n', true], ['linux', '(false,)\n', false], ['linux', '', false],
] as const)('%s answering %j: %s', async (platform, answer, shown) => {
  expect(await desktopShowsTray(platform, async () => answer)).toBe(shown);
});
