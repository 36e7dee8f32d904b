import { describe, expect, it } from 'vitest';
import { gibibyte } from '../model/limits.ts';
import { makeMirror, TestHost } from './group-world.test-double.ts';

async function refusedMirror(sizeBytes: number) {
  const host = new TestHost();
  host.addDisk('A');
  const runtime = await host.init('Data', 'A');
  const free = { hostName: 'Harddisk7', sizeBytes, location: '/images/7', enclosure: '', site: '' };
  const refused = await host.settle(runtime.execute({ command: makeMirror('V1'), dryRun: true, actor: 'test', freeDisks: [free] }));
  return refused.ok ? null : refused.error;
}

describe('where space is short', () => {
  it('a free disk of the host is named to be added', async () => {
    const refused = await refusedMirror(gibibyte);
    expect(refused?.code).toBe('space.separation');
    const adddisk = { command: 'group.adddisk', group: 'Data', disks: ['Harddisk7'], force: false };
    expect(refused?.remedy).toEqual({ kind: 'command', command: adddisk });
  });

  it('a free disk that is too small for a member is not', async () => {
    expect((await refusedMirror(4096))?.remedy.kind).toBe('advice');
  });
});
