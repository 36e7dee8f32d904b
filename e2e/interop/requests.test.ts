/** Requests one by one, by libnbd: many in flight, FUA, trim, zero, the largest, and those that break the rules. */
import { beforeAll, describe, expect, it } from 'vitest';
import { PlexusHost } from '../plexus-host.ts';
import { succeed } from '../programs.ts';
import { sharedStage } from '../stage.ts';
import { nbdShell } from './nbd-shell.ts';

/** Of `qemu-img map --output=json`; bytes. */
interface MapEntry { readonly start: number; readonly length: number; readonly zero: boolean }

describe('requests of libnbd', () => {
  const stage = sharedStage();
  let host: PlexusHost;
  let uri = '';

  beforeAll(async () => {
    host = await PlexusHost.start(stage);
    const disks = await host.attachNew(stage.folder, 2, '3G');
    await host.ok('vxdg', '-gdg1', 'init', ...disks);
    await host.ok('vxassist', '-gdg1', 'make', 'vol', '2560', 'type=mirror', 'mirror=2');
    uri = await host.uri('dg1', 'vol');
  });

  it('64 writes in flight, overlapping reads afterwards see every one', async () => {
    await nbdShell(uri, `
done = []
for i in range(256):
    buffer = nbd.Buffer.from_bytearray(bytearray(pattern(i, 16384)))
    while h.aio_in_flight() >= 64: h.poll(-1)
    h.aio_pwrite(buffer, i * 16384, completion=lambda error, i=i: done.append((i, error.value)) or 1)
while h.aio_in_flight() > 0: h.poll(-1)
assert len(done) == 256 and all(error == 0 for i, error in done), done
for i in range(256): assert h.pread(16384, i * 16384) == pattern(i, 16384), i
`);
  });

  it('FUA writes, zeroes and trims do what they say', async () => {
    await nbdShell(uri, `
base = 64 << 20
h.pwrite(pattern(1, 1 << 20), base, nbd.CMD_FLAG_FUA)
h.zero(65536, base + 65536, nbd.CMD_FLAG_FUA)
h.zero(65536, base + 4 * 65536, nbd.CMD_FLAG_NO_HOLE)
h.trim(65536, base + 2 * 65536, nbd.CMD_FLAG_FUA)
expected = bytearray(pattern(1, 1 << 20))
for start in (1, 2, 4): expected[start * 65536:(start + 1) * 65536] = bytes(65536)
assert h.pread(1 << 20, base) == bytes(expected)
h.zero(700, base + 100); h.pwrite(b'x' * 513, base + 1000)
expected[100:800] = bytes(700); expected[1000:1513] = b'x' * 513
assert h.pread(1 << 20, base) == bytes(expected), 'ranges that fit no sector'
`);
  });

  it('fast zero is either fast or refused, never slow', async () => {
    await nbdShell(uri, `
if h.can_fast_zero():
    outcome = error_of(lambda: h.zero(1 << 20, 96 << 20, nbd.CMD_FLAG_FAST_ZERO))
    assert outcome in ('no error', 'ENOTSUP', 'EOPNOTSUPP'), outcome
`);
  });

  it('a flush on one connection covers what another was told is written', async () => {
    await nbdShell(uri, `
other = second(uri)
h.pwrite(pattern(9, 4096), 128 << 20)
assert other.can_multi_conn()
other.flush()
assert other.pread(4096, 128 << 20) == pattern(9, 4096)
`);
  });

  it('requests of 32 MiB', async () => {
    await nbdShell(uri, `
length = 32 << 20
data = os.urandom(length)
h.pwrite(data, 192 << 20)
assert h.pread(length, 192 << 20) == data
`);
  });

  it('requests that break the rules get the error of the protocol and harm nobody', async () => {
    await nbdShell(uri, `
other = second(uri)
size = h.get_size()
h.set_strict_mode(0)
assert error_of(lambda: h.pwrite(b'x' * 512, size)) == 'ENOSPC', error_of(lambda: h.pwrite(b'x' * 512, size))
assert error_of(lambda: h.pwrite(b'x' * 1024, size - 512)) == 'ENOSPC'
assert error_of(lambda: h.zero(1024, size - 512)) == 'ENOSPC'
assert error_of(lambda: h.pread(1024, size - 512)) == 'EINVAL'
assert error_of(lambda: h.trim(1024, size - 512)) == 'EINVAL'
assert error_of(lambda: h.pread(512, (1 << 63) - 512)) == 'EINVAL'
assert error_of(lambda: h.flush(1 << 14)) == 'EINVAL'
h.pwrite(pattern(3, 512), size - 512)
assert other.pread(512, size - 512) == pattern(3, 512)
`);
  });

  it('a trim of 2 GiB in one request lets another connection read meanwhile', async () => {
    await nbdShell(uri, `
begin, length = 256 << 20, 1 << 31
for i in range(16): h.pwrite(os.urandom(16 << 20), begin + 128 * i * (1 << 20))
h.pwrite(pattern(6, 4096), begin + length - 4096)
h.pwrite(pattern(7, 4096), begin - 4096); h.pwrite(pattern(8, 4096), begin + length)
other = second(uri)
other.pwrite(pattern(5, 4096), 4096)
running = [True]
ends, wrong = [time.monotonic()], []
def read():
    while running[0]:
        if other.pread(4096, 4096) != pattern(5, 4096): wrong.append(len(ends))
        ends.append(time.monotonic())
reader = threading.Thread(target=read)
reader.start()
start = time.monotonic()
h.trim(length, begin)
took = time.monotonic() - start
running[0] = False
reader.join()
slowest = max(after - before for before, after in zip(ends, ends[1:]))
assert len(ends) > 8 and not wrong, (len(ends), wrong)
assert slowest < max(1, took / 4), 'a read waited for much of the trim: %s of %s s' % (slowest, took)
for at in range(begin, begin + length, 1 << 20): assert h.pread(4096, at) == bytes(4096), at
assert h.pread(4096, begin - 4096) == pattern(7, 4096) and h.pread(4096, begin + length) == pattern(8, 4096)
`);
    const map = JSON.parse(await succeed('qemu-img', ['map', '--output=json', '-f', 'raw', uri])) as readonly MapEntry[];
    const trimmed = map.filter(({ start, length }) => start < (256 << 20) + 2 ** 31 && start + length > 256 << 20);
    expect(trimmed.filter(({ zero }) => !zero)).toEqual([]);
  });

  /** All of a volume, reply by reply, as `seen`: without a hole, without an overlap, to the last byte. */
  const walk = `
size, at, seen = h.get_size(), 0, []
def extents(metacontext, offset, entries, error):
    for length, flags in zip(entries[0::2], entries[1::2]):
        assert length > 0
        seen.append((offset, length, flags)); offset += length
while at < size:
    h.block_status(min(size - at, 1 << 30), at, extents)
    assert seen[-1][0] + seen[-1][1] > at, 'a reply goes on from where it was asked'
    at = seen[-1][0] + seen[-1][1]
assert at == size and seen[0][0] == 0, (at, size)
assert all(one[0] + one[1] == next[0] for one, next in zip(seen, seen[1:])), 'no hole and no overlap'
def is_zero(place): return any(offset <= place < offset + length and flags & nbd.STATE_ZERO for offset, length, flags in seen)
`;
  const asksForStatus = "h.add_meta_context('base:allocation')";

  it('block status covers the whole of a large volume', async () => {
    await nbdShell(uri, `
h.pwrite(os.urandom(1 << 20), 2400 << 20)
${walk}
assert not is_zero(2400 << 20) and is_zero(1400 << 20)
`, asksForStatus);
  });

  it('block status agrees with every byte', async () => {
    await host.ok('vxassist', '-gdg1', 'make', 'small', '256', 'type=stripe', 'column=2');
    await nbdShell(await host.uri('dg1', 'small'), `
for i in range(5): h.pwrite(os.urandom(1 << 20), (3 + 60 * i) << 20)
${walk}
most = 8 << 20
for offset, length, flags in seen:
    if not flags & nbd.STATE_ZERO: continue
    for start in range(offset, offset + length, most):
        step = min(most, offset + length - start)
        assert h.pread(step, start) == bytes(step), start
assert not any(is_zero((3 + 60 * i) << 20) for i in range(5)), 'what was written'
assert sum(length for _, length, flags in seen if flags & nbd.STATE_ZERO) == size - (5 << 20), 'what was not'
`, asksForStatus);
  });
});
