/** What reaches the disks and what a client sees of their faults: flushes, FUA, read errors, a disk that hangs. */
import { beforeEach, describe, expect, it } from 'vitest';
import { FaultyDisk } from '../faulty-disk.ts';
import { nbdShell } from '../interop/nbd-shell.ts';
import { canMount } from '../mapped-volume.ts';
import { PlexusHost } from '../plexus-host.ts';
import { until } from '../programs.ts';
import { testStage } from '../stage.ts';

const mebibyte = 1024 * 1024;

describe.skipIf(!canMount)('disks with a witness', () => {
  let host: PlexusHost;
  let disks: readonly FaultyDisk[] = [];
  let uri = '';

  beforeEach(async () => {
    const stage = testStage();
    disks = await Promise.all(['a', 'b'].map((name) => FaultyDisk.start(stage, name, 64 * mebibyte)));
    host = await PlexusHost.start(stage);
    await host.ok('vxdisk', 'attach', ...disks.map((disk) => disk.path));
    await host.ok('vxdg', '-gdg1', 'init', ...await host.diskNames(disks.map((disk) => disk.path)));
    await host.ok('vxassist', '-gdg1', 'make', 'vol', '16', 'type=mirror', 'mirror=2');
    uri = await host.uri('dg1', 'vol');
  });

  /** For each disk: what it was asked after the write to this place of the volume. */
  async function askedAfterWriteAt(volumeOffset: number): Promise<readonly (readonly string[])[]> {
    const { subdisks } = await host.volume('dg1', 'vol');
    return disks.map((disk, index) => {
      const start = (subdisks[index]?.diskOffsetBytes ?? 0) + volumeOffset;
      const requests = disk.requests();
      const written = requests.findLastIndex(({ kind, offset, count }) => kind === 'Write' && offset <= start && start < offset + count);
      return written < 0 ? ['never written'] : requests.slice(written + 1).map(({ kind }) => kind);
    });
  }

  it('a flush on one connection reaches the medium of every plex, for what another connection wrote', async () => {
    await nbdShell(uri, "other = second(uri); h.pwrite(pattern(1, 65536), 4 << 20); other.flush()");
    for (const asked of await askedAfterWriteAt(4 * mebibyte)) expect(asked).toContain('Flush');
  });

  it('a FUA write is on the medium of every plex when it is answered', async () => {
    await nbdShell(uri, 'h.pwrite(pattern(2, 4096), 5 << 20, nbd.CMD_FLAG_FUA)');
    for (const asked of await askedAfterWriteAt(5 * mebibyte)) expect(asked).toContain('Flush');
  });

  it('reads go on when one disk gives nothing but errors', async () => {
    await nbdShell(uri, 'h.pwrite(pattern(3, 1 << 20), 0); h.flush()');
    disks[1]?.fail();
    await nbdShell(uri, 'for i in range(64): assert h.pread(16384, i * 16384) == pattern(3, 16384)');
  });

  it('a disk that hangs holds up no volume that does not need it', async () => {
    const [, healthy = ''] = await host.diskNames(disks.map((disk) => disk.path));
    await host.ok('vxassist', '-gdg1', 'make', 'other', '8', healthy);
    const other = await host.uri('dg1', 'other');
    await disks[0]?.hang();
    const seconds = Number(await nbdShell(uri, `
h.aio_pwrite(nbd.Buffer.from_bytearray(bytearray(4096)), 0)
h.poll(1000)
start = time.monotonic()
other = second(${JSON.stringify(other)})
other.pwrite(b'goes on', 0)
assert bytes(other.pread(7, 0)) == b'goes on'
print(time.monotonic() - start)
`));
    expect(seconds).toBeLessThan(5);
  });

  it('a disk that hangs: the mirror goes on after its deadline of 30 s, with the plex marked stale before the answer', async () => {
    await disks[0]?.hang();
    const seconds = Number(await nbdShell(uri, `
start = time.monotonic()
h.pwrite(b'goes on', 0)
print(time.monotonic() - start)
assert bytes(h.pread(7, 0)) == b'goes on'
`));
    expect(seconds).toBeLessThan(40);
    await until('the plex is stale', async () => (await host.volume('dg1', 'vol')).plexes.some((plex) => plex.state === 'STALE'));
  });
});
