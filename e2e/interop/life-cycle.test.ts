/** An export from birth to end under a connected client: rename, stop, force, grow, read-only. */
import { beforeAll, describe, expect, it } from 'vitest';
import { PlexusHost } from '../plexus-host.ts';
import { succeed, until } from '../programs.ts';
import { sharedStage, testStage } from '../stage.ts';
import { nbdShell } from './nbd-shell.ts';
import { StayingClient } from './staying-client.ts';

describe('the life of an export', () => {
  const stage = sharedStage();
  let host: PlexusHost;

  beforeAll(async () => {
    host = await PlexusHost.start(stage);
    const disks = await host.attachNew(stage.folder, 2, '512M');
    await host.ok('vxdg', '-gdg1', 'init', ...disks);
  });

  async function connectedTo(volume: string): Promise<StayingClient> {
    await host.ok('vxassist', '-gdg1', 'make', volume, '32', 'type=mirror', 'mirror=2');
    return StayingClient.connect(testStage(), await host.uri('dg1', volume));
  }

  it('a rename lets connections go on and moves the name', async () => {
    const client = await connectedTo('old');
    expect(await client.do("h.pwrite(b'before', 0)")).toBe('answer None');
    await host.ok('vxedit', '-gdg1', 'rename', 'old', 'new');
    expect(await client.do('h.pread(6, 0)')).toBe("answer bytearray(b'before')");
    expect(await nbdShell(await host.uri('dg1', 'new'), 'print(bytes(h.pread(6, 0)).decode())')).toContain('before');
  });

  it('stop, delete and deport are refused while a client is connected, and name it', async () => {
    await connectedTo('busy');
    for (const [tool, ...words] of [
      ['vxvol', '-gdg1', 'stop', 'busy'], ['vxassist', '-gdg1', 'delete', 'busy'], ['vxdg', '-gdg1', 'deport'],
    ] as const) {
      const refused = await host.run(tool, ...words);
      expect(refused.code, `${tool} ${words.join(' ')}`).toBe(3);
      expect(refused.error).toMatch(/busy/);
      expect(refused.error).toContain('1 connection on the Unix socket');
    }
    expect((await host.volume('dg1', 'busy')).started).toBe(true);
  });

  it('-f disconnects the client and stops; a start serves it again with its bytes', async () => {
    const client = await connectedTo('forced');
    await client.do("h.pwrite(b'kept', 4096)");
    await host.ok('vxvol', '-gdg1', '-f', 'stop', 'forced');
    expect(await client.do('h.pread(4, 4096)')).toMatch(/^error/);
    await host.ok('vxvol', '-gdg1', 'start', 'forced');
    expect(await nbdShell(await host.uri('dg1', 'forced'), 'print(bytes(h.pread(4, 4096)).decode())')).toContain('kept');
  });

  it('who reconnects after a grow sees the new size, and its new space reads as zeros', async () => {
    const client = await connectedTo('growing');
    await host.ok('vxassist', '-gdg1', 'growby', 'growing', '32');
    expect(await client.do('h.get_size()')).toBe(`answer ${32 * 1024 * 1024}`);
    expect((await succeed('nbdinfo', ['--size', await host.uri('dg1', 'growing')])).trim()).toBe(String(64 * 1024 * 1024));
    await nbdShell(await host.uri('dg1', 'growing'), 'assert h.pread(32 << 20, 32 << 20) == bytes(32 << 20)');
  });

  it('a read-only volume says so, and refuses writes with EPERM', async () => {
    const client = await connectedTo('fixed');
    await client.close();
    await until('no client is left', async () => (await host.volume('dg1', 'fixed')).clients.length === 0);
    await host.ok('vxvol', '-gdg1', 'access', 'readonly', 'fixed');
    await nbdShell(await host.uri('dg1', 'fixed'), `
assert h.is_read_only()
h.set_strict_mode(0)
assert error_of(lambda: h.pwrite(b'x' * 512, 0)) == 'EPERM'
assert error_of(lambda: h.trim(512, 0)) == 'EPERM'
assert error_of(lambda: h.zero(512, 0)) == 'EPERM'
`);
  });
});
