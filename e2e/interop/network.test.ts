/** Exports over TCP: off until asked for, on loopback without more, elsewhere only with TLS or a list of who may come. */
import fs from 'node:fs';
import { generate } from 'selfsigned';
import { beforeAll, describe, expect, it } from 'vitest';
import { PlexusHost } from '../plexus-host.ts';
import { run, succeed } from '../programs.ts';
import { sharedStage } from '../stage.ts';
import { nbdShell } from './nbd-shell.ts';

describe('exports over TCP', () => {
  const stage = sharedStage();
  let host: PlexusHost;

  beforeAll(async () => {
    host = await PlexusHost.start(stage);
    const disks = await host.attachNew(stage.folder, 2, '128M');
    await host.ok('vxdg', '-gdg1', 'init', ...disks);
    await host.ok('vxassist', '-gdg1', 'make', 'vol', '32', 'type=mirror', 'mirror=2');
    const pem = await generate([{ name: 'commonName', value: 'localhost' }], { keyType: 'ec', algorithm: 'sha256' });
    fs.mkdirSync(stage.path('trust'));
    fs.writeFileSync(stage.path('trust', 'ca-cert.pem'), pem.cert);
    fs.writeFileSync(stage.path('server-cert.pem'), pem.cert);
    fs.writeFileSync(stage.path('server-key.pem'), pem.private);
  });

  async function listen(...words: readonly string[]): Promise<number> {
    const { port } = await host.json<{ port: number }>('plexus', 'tcp', '-gdg1', 'on', ...words);
    return port;
  }

  const certificate = (): readonly string[] => [`certificate=${stage.path('server-cert.pem')}`, `key=${stage.path('server-key.pem')}`];

  it('on loopback it serves, and what was written there is seen on the local socket', async () => {
    const port = await listen();
    await nbdShell(`nbd://127.0.0.1:${port}/dg1/vol`, "h.pwrite(b'by tcp', 0); h.flush()");
    expect(await nbdShell(await host.uri('dg1', 'vol'), 'print(bytes(h.pread(6, 0)).decode())')).toContain('by tcp');
    await host.ok('plexus', 'tcp', '-gdg1', 'off');
    expect((await run('nbdinfo', ['--size', `nbd://127.0.0.1:${port}/dg1/vol`])).code).not.toBe(0);
  });

  it('any other address is refused without TLS and without a list', async () => {
    const refused = await host.run('plexus', 'tcp', '-gdg1', 'on', 'address=0.0.0.0');
    expect(refused.code).toBe(1);
    expect(refused.error).toMatch(/TLS|certificate/i);
    expect(refused.error).toMatch(/allow|list of addresses/);
  });

  it('with TLS: nbdinfo and nbdsh with a trusted certificate, nobody without', async () => {
    const port = await listen(...certificate());
    const uri = `nbds://localhost:${port}/dg1/vol?tls-certificates=${stage.path('trust')}`;
    expect((await succeed('nbdinfo', ['--size', uri])).trim()).toBe(String(32 * 1024 * 1024));
    await nbdShell(uri, `
assert h.get_tls_negotiated()
data = os.urandom(8 << 20)
h.pwrite(data, 1 << 20)
h.flush()
assert h.pread(8 << 20, 1 << 20) == data
`, 'h.set_uri_allow_local_file(True)');
    const plain = await run('nbdinfo', ['--size', `nbd://localhost:${port}/dg1/vol`]);
    expect(plain.code).not.toBe(0);
    fs.mkdirSync(stage.path('distrust'), { recursive: true });
    const stranger = await generate([{ name: 'commonName', value: 'localhost' }], { keyType: 'ec', algorithm: 'sha256' });
    fs.writeFileSync(stage.path('distrust', 'ca-cert.pem'), stranger.cert);
    expect((await run('nbdinfo', ['--size', uri.replace('/trust', '/distrust')])).code).not.toBe(0);
    await host.ok('plexus', 'tcp', '-gdg1', 'off');
  });

  it('with a list: who stands on it is served, who does not is not', async () => {
    const closed = await listen('allow=127.0.0.9,10.0.0.0/8');
    expect((await run('nbdinfo', ['--size', `nbd://127.0.0.1:${closed}/dg1/vol`])).code).not.toBe(0);
    const open = await listen('allow=127.0.0.9,127.0.0.0/30');
    expect((await succeed('nbdinfo', ['--size', `nbd://127.0.0.1:${open}/dg1/vol`])).trim()).toBe(String(32 * 1024 * 1024));
    await host.ok('plexus', 'tcp', '-gdg1', 'off');
  });
});
