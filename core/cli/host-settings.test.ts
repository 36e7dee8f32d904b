import { expect, test } from 'vitest';
import { success } from '../model/result.ts';
import { runWords } from './test-host.ts';

const settings = [
  { key: 'mirrorDeadlineSeconds', value: '5', standard: '5', about: 'about the one' },
  { key: 'diskDeadlineSeconds', value: '40', standard: '30', about: 'about the other' },
];

test('get prints all settings, or the one that is named', async () => {
  const host = { answers: { 'settings.get': { settings } } };
  expect((await runWords(['plexus', 'get'], host)).out).toEqual(['mirrorDeadlineSeconds=5', 'diskDeadlineSeconds=40']);
  expect((await runWords(['plexus', 'get', 'DISKdeadlineSeconds'], host)).out).toEqual(['diskDeadlineSeconds=40']);
  expect(JSON.parse((await runWords(['plexus', 'get', '--json'], host)).out[0] ?? '')).toEqual({ settings });
  const unknown = await runWords(['plexus', 'get', 'deadline'], host);
  expect([unknown.code, unknown.errors.join()]).toEqual([expect.any(Number), expect.stringContaining("no setting 'deadline'")]);
  expect(unknown.code).not.toBe(0);
});

test('set sends all pairs in one call; a word that is none is refused before', async () => {
  const host = { answers: { 'settings.set': () => success({ settings }) } };
  const ran = await runWords(['plexus', 'set', 'mirrorDeadlineSeconds=2', 'key=a=b'], host);
  expect(ran).toMatchObject({
    code: 0, out: [], calls: [{ name: 'settings.set', input: { values: { mirrorDeadlineSeconds: '2', key: 'a=b' } } }],
  });
  const wrong = await runWords(['plexus', 'set', 'mirrorDeadlineSeconds'], host);
  expect([wrong.calls, wrong.errors.join()]).toEqual([[], expect.stringContaining('KEY=VALUE')]);
});

test('--help names the settings with what they are by themselves', async () => {
  const help = (await runWords(['plexus', 'set', '--help'], { answers: {} })).out.join('\n');
  expect(help).toMatch(/mirrorDeadlineSeconds \(5\)[^]*diskDeadlineSeconds \(30\)/);
});
