import { describe, expect, test } from 'vitest';
import { noCounts } from '../model/io-statistics.ts';
import type { GroupStatistics, IoSample, OperationCounts } from '../model/io-statistics.ts';
import { volumeDevicePath, volumeGuidPath } from '../model/volume-reference.ts';
import { runWords } from './test-host.ts';
import type { FakeHost } from './test-host.ts';
import { groupId, mirrorId, sampleObjects } from './test-objects.ts';

function counts(completed: number, bytes: number, milliseconds: number): OperationCounts {
  const latency = [...new Array<number>(20).fill(0), completed];
  return { completed, failed: 0, bytes, totalMilliseconds: milliseconds * completed, latency };
}

function mirror(read: OperationCounts, write: OperationCounts): IoSample {
  return { kind: 'volume', id: mirrorId, read, write, zero: noCounts };
}

function reading(second: number, samples: readonly IoSample[], since = '2030-01-01T00:00:00.000Z'): GroupStatistics {
  return { groupId, groupName: 'Data', at: `2030-01-01T00:00:0${second}.000Z`, since, elapsedMilliseconds: second * 1000, samples };
}

const first = reading(1, [mirror(counts(2, 1536, 0.5), counts(4, 16384, 1))]);

function host(readings: readonly GroupStatistics[] = []): FakeHost {
  return {
    readings,
    answers: {
      'objects.list': { hostRun: 'run', sequence: 1, objects: sampleObjects }, 'statistics.read': { groups: [first] },
      'statistics.reset': { group: 'Data' },
    },
  };
}

const cells = (line: string | undefined): readonly string[] => (line ?? '').split(/ +/);

describe('vxstat', () => {
  test('prints volumes: calls, blocks of 512 bytes, average and 99th percentile', async () => {
    const ran = await runWords(['vxstat', '-gData'], host());
    expect(ran.code).toBe(0);
    const header = ['TY', 'NAME', 'READS', 'WRITES', 'ZEROS', 'RDBLKS', 'WRBLKS', 'ZRBLKS', 'RDAVG', 'WRAVG', 'RDP99', 'WRP99'];
    expect(cells(ran.out[0])).toEqual(header);
    const row = ran.out.find((line) => cells(line)[1] === 'Mirror');
    expect(cells(row)).toEqual(['v', 'Mirror', '2', '4', '0', '3', '32', '0', '0.500', '1.000', '1.021', '1.021']);
    expect(ran.out).toHaveLength(3);
  });

  test('prints the kinds that are asked for, and named objects of any kind', async () => {
    const types = async (...words: string[]) =>
      (await runWords(['vxstat', '-gData', ...words], host())).out.slice(1).map((line) => cells(line)[0]);
    for (const name of ['E:', volumeGuidPath(mirrorId), volumeDevicePath('Data', 'Mirror')]) expect(await types(name)).toEqual(['v']);
    expect(new Set(await types('-d', '-p'))).toEqual(new Set(['dm', 'pl']));
    expect(new Set(await types('-s'))).toEqual(new Set(['sd']));
    expect(await types('Mirror', 'Mirror-01', 'Disk1')).toEqual(['dm', 'v', 'pl']);
    expect(await types('-p', 'Mirror', 'Mirror-01')).toEqual(['pl']);
  });

  test('--json has bytes, and null where nothing was timed', async () => {
    const { out } = await runWords(['vxstat', 'Mirror', '--json'], host());
    expect(JSON.parse(out[0] ?? '')).toEqual({ groups: [{
      group: 'Data', groupGuid: groupId, at: first.at, since: first.since, seconds: 1,
      objects: [{ type: 'volume', guid: mirrorId, name: 'Mirror',
        read: { calls: 2, failed: 0, bytes: 1536, averageMilliseconds: 0.5, p50Milliseconds: expect.closeTo(0.87, 1) as number,
          p99Milliseconds: expect.closeTo(1.02, 1) as number },
        write: expect.objectContaining({ calls: 4, bytes: 16384 }) as object,
        zero: { calls: 0, failed: 0, bytes: 0, averageMilliseconds: null, p50Milliseconds: null, p99Milliseconds: null },
      }],
    }] });
  });

  test('-i: each reading counts from the one before it, also where it leaves out what did not change, until -c', async () => {
    const more = mirror(counts(2, 1536, 0.5), counts(10, 40960, 1));
    const readings = [first, reading(3, [more]), reading(5, []), reading(7, [])];
    const ran = await runWords(['vxstat', '-i', '2', '-c', '3', '--json', 'Mirror'], host(readings));
    expect(ran.code).toBe(0);
    const printed = ran.out.map((line) => JSON.parse(line) as { seconds: number; objects: { write: { calls: number; bytes: number } }[] });
    expect(printed.map(({ seconds, objects: [object] }) => [seconds, object?.write.calls, object?.write.bytes]))
      .toEqual([[1, 4, 16384], [2, 6, 24576], [2, 0, 0]]);
    const input = { wanted: [{ group: groupId, objects: [] }], intervalMilliseconds: 2000 };
    expect(ran.calls.at(-1)).toEqual({ name: 'statistics.watch', input });
  });

  test('-i: after the counters were set back it counts from there', async () => {
    const readings = [first, reading(1, [mirror(noCounts, counts(1, 512, 1))], '2030-01-01T00:00:09.000Z')];
    const { out } = await runWords(['vxstat', '-i1', '-c2', '--json', 'Mirror'], host(readings));
    expect(JSON.parse(out[1] ?? '')).toMatchObject({ since: '2030-01-01T00:00:09.000Z', seconds: 1,
      objects: [{ read: { calls: 0 }, write: { calls: 1, bytes: 512 } }] });
  });

  test('-r sets the group back and prints nothing', async () => {
    const ran = await runWords(['vxstat', '-gData', '-r'], host());
    expect(ran).toMatchObject({ code: 0, out: [] });
    expect(ran.calls.at(-1)).toEqual({ name: 'statistics.reset', input: { group: groupId } });
  });

  test.each([
    [['-c', '2'], 1], [['-i', '0'], 1], [['-i', 'x'], 1], [['-i', '3601'], 1], [['-i', '1', '-c', '0'], 1], [['Nowhere'], 2], [['-gNo'], 2],
  ])(
    '%s is refused', async (words, code) => {
      expect(await runWords(['vxstat', ...words], host())).toMatchObject({ code, out: [] });
    });
});
