import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { testFolder } from './test-folder.ts';
import { TestHost } from './test-host.ts';
import { deadlinesOf } from './setting-calls.ts';
import { HostSettings } from './settings.ts';

const values = async (host: TestHost): Promise<Record<string, string>> => {
  const answer = await host.client.call('settings.get', {});
  if (!answer.ok) throw new Error(answer.error.code);
  return Object.fromEntries(answer.value.settings.map(({ key, value }) => [key, value]));
};

describe('settings of a host', () => {
  test('have standard values, are kept over a restart, and are read without regard to case', async () => {
    const host = await TestHost.start();
    expect(await values(host)).toMatchObject({ mirrorDeadlineSeconds: '5', diskDeadlineSeconds: '30' });
    const set = await host.client.call('settings.set', { values: { MIRRORdeadlineseconds: '2', diskDeadlineSeconds: '4' } });
    expect(set).toMatchObject({ ok: true });
    await host.stop();
    await host.start();
    expect(await values(host)).toMatchObject({ mirrorDeadlineSeconds: '2', diskDeadlineSeconds: '4' });
  });

  test.each([
    [{ mirrorDeadlineSeconds: '0' }, 'from 1 to 25'],
    [{ mirrorDeadlineSeconds: '26', diskDeadlineSeconds: '60' }, 'from 1 to 25'],
    [{ mirrorDeadlineSeconds: '2.5' }, 'whole number'],
    [{ diskDeadlineSeconds: '601' }, 'from 2 to 600'],
    [{ diskDeadlineSeconds: '5' }, 'no lower than diskDeadlineSeconds'],
    [{ mirrorDeadlineSeconds: '7', diskDeadlineSeconds: '7' }, 'no lower than'],
    [{ deadline: '7' }, 'is no setting'],
  ])('%j is refused with the reason and the way out, and nothing of it is set', async (wanted, reason) => {
    const host = await TestHost.start();
    const refused = await host.client.call('settings.set', { values: wanted });
    const evidence = { reason: expect.stringContaining(reason) as string };
    expect(refused).toMatchObject({ ok: false, error: { code: 'argument.invalid', evidence } });
    expect(!refused.ok && refused.error.remedy).toMatchObject({ advice: expect.stringMatching(/DeadlineSeconds/) as string });
    expect(await values(host)).toMatchObject({ mirrorDeadlineSeconds: '5', diskDeadlineSeconds: '30' });
  });

  test('that were broken by hand count as not set', () => {
    const folder = testFolder();
    const file = join(folder, 'settings.json');
    writeFileSync(file, JSON.stringify({ version: 1, tcpByGroup: {}, values: { mirrorDeadlineSeconds: '50', diskDeadlineSeconds: '40' } }));
    const settings = HostSettings.open(folder);
    if (!settings.ok) throw new Error(settings.error.code);
    expect(deadlinesOf(settings.value)).toEqual({ mirrorMilliseconds: 5000, diskMilliseconds: 30_000 });
    expect(readFileSync(file, 'utf8')).toContain('"50"');
  });
});
