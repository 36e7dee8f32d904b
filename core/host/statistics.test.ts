import { describe, expect, test } from 'vitest';
import type { GroupStatistics, IoSample } from '../model/io-statistics.ts';
import { command } from '../nbd/protocol.ts';
import { TestClient } from '../nbd/test-client.ts';
import { defaults, TestHost } from './test-host.ts';

const wrote = 3 * 4096;

async function withLoad(): Promise<{ readonly host: TestHost; readonly volumeId: string }> {
  const host = await TestHost.start();
  await host.done(defaults.init('DG1', await host.attachNew('a.img', 'b.img')));
  await host.done(defaults.make('DG1', 'V1'));
  const [volume] = await host.views('volume');
  const client = await TestClient.attach(new URL(volume!.uri.replace('nbd+unix', 'http')).searchParams.get('socket') ?? '', 'DG1/V1');
  for (let block = 0; block < 3; block += 1) await client.ask(command.write, block * 4096, 4096, 0, new Uint8Array(4096));
  client.socket.destroy();
  return { host, volumeId: volume!.id };
}

async function read(host: TestHost, objects: readonly string[] = []): Promise<GroupStatistics> {
  const answer = await host.client.call('statistics.read', { wanted: [{ group: 'DG1', objects: [...objects] }] });
  expect(answer.ok).toBe(true);
  return (answer.ok ? answer.value.groups[0] : undefined)!;
}

function sampleOf(samples: readonly IoSample[], kind: IoSample['kind']): IoSample | undefined {
  return samples.find((sample) => sample.kind === kind);
}

describe('statistics over the contract', () => {
  test('say what a client of the export did, on every level', async () => {
    const { host, volumeId } = await withLoad();
    const { samples, groupName } = await read(host);
    expect(groupName).toBe('DG1');
    for (const kind of ['volume', 'plex', 'subdisk', 'disk'] as const) {
      expect(sampleOf(samples, kind)?.write).toMatchObject({ completed: 3, bytes: wrote, failed: 0 });
    }
    expect((await read(host, [volumeId])).samples.map(({ id }) => id)).toEqual([volumeId]);
    expect(await host.client.call('statistics.read', { wanted: [{ group: 'Nowhere', objects: [] }] })).toMatchObject({ ok: false });
  });

  test('are set back when somebody asks for it', async () => {
    const { host } = await withLoad();
    const before = await read(host);
    expect(await host.client.call('statistics.reset', { group: 'dg1' })).toMatchObject({ ok: true });
    const after = await read(host);
    expect(after.samples).toEqual([]);
    expect(after.since > before.since).toBe(true);
  });

  test('come to who watches them, until the connection ends', async () => {
    const { host, volumeId } = await withLoad();
    const got = await new Promise<GroupStatistics>((resolve) => {
      void host.client.watchStatistics(resolve, { wanted: [{ group: 'DG1', objects: [volumeId] }], intervalMilliseconds: 1000 });
    });
    expect(sampleOf(got.samples, 'volume')?.write.bytes).toBe(wrote);
    expect(await host.client.watchStatistics(() => undefined, { wanted: [], intervalMilliseconds: 1000 })).toMatchObject({ ok: true });
    expect(await host.client.watchStatistics(() => undefined, { wanted: [], intervalMilliseconds: 100 })).toMatchObject({ ok: false });
  });
});
