import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { defaults, TestHost } from './test-host.ts';

/** Another network namespace needs root. */
const canUnshare = spawnSync('unshare', ['-n', 'true']).status === 0;

describe('a host', () => {
  test('makes a group and a volume, and serves the volume again after a restart', async () => {
    const host = await TestHost.start();
    const disks = await host.attachNew('a.img', 'b.img');
    expect(disks).toEqual(['Harddisk0', 'Harddisk1']);
    await host.done(defaults.init('DG1', disks));
    await host.done(defaults.make('DG1', 'V1', 'E'));
    const [volume] = await host.views('volume');
    expect(volume).toMatchObject({ name: 'V1', groupName: 'DG1', layout: 'mirrored', started: true, driveLetter: 'E', health: 'Healthy',
      survivesDisks: 1 });
    expect(volume!.uri).toContain('DG1/V1?socket=');
    await host.stop();
    await host.start();
    expect((await host.views('volume'))[0]).toMatchObject({ id: volume!.id, started: true, state: 'ACTIVE', driveLetter: 'E' });
    expect((await host.views('disk')).map(({ name, status, internalName }) => [name, status, internalName])).toEqual([
      ['Harddisk0', 'online', 'Disk1'], ['Harddisk1', 'online', 'Disk2'],
    ]);
  });

  test('a second host on the same state folder is refused with the process id of the first', async () => {
    const host = await TestHost.start();
    expect(await host.tryStart()).toMatchObject({ ok: false,
      error: { code: 'host.running', evidence: { processId: String(process.pid) } } });
  });

  test.skipIf(!canUnshare)('a second one in another network namespace is refused and told which is the first', async () => {
    const host = await TestHost.start();
    await host.done(defaults.init('DG1', await host.attachNew('a.img', 'b.img')));
    const headers = () => ['a.img', 'b.img'].map((name) => createHash('sha256').update(readFileSync(host.path(name))).digest('hex'));
    const before = headers();
    const program = `import { lockStateFolder } from ${JSON.stringify(fileURLToPath(new URL('./host-lock.ts', import.meta.url)))};
      lockStateFolder(${JSON.stringify(host.stateFolder)}).then((lock) => { process.stdout.write(JSON.stringify(lock)); });`;
    const outfile = host.path('second.cjs');
    await build({ stdin: { contents: program, resolveDir: host.folder }, outfile, bundle: true, platform: 'node', format: 'cjs' });
    const second = await promisify(execFile)('unshare', ['-n', process.execPath, outfile]);
    const error = { code: 'host.running', evidence: { processId: String(process.pid) } };
    expect(JSON.parse(second.stdout)).toMatchObject({ ok: false, error });
    expect(headers()).toEqual(before);
  });

  test('is not shut down under its clients unless forced, and names them', async () => {
    const host = await TestHost.start();
    await host.done(defaults.init('DG1', await host.attachNew('a.img', 'b.img')));
    await host.done(defaults.make('DG1', 'V1'));
    const [volume] = await host.views('volume');
    const client = await nbdClient(volume!.uri);
    await expect.poll(async () => (await host.views('volume'))[0]!.clients.length).toBe(1);
    const refused = await host.client.call('host.shutdown', { force: false });
    expect(refused).toMatchObject({ ok: false, error: { code: 'host.busy' } });
    expect(!refused.ok && refused.error.evidence['clients']).toEqual([expect.stringContaining('DG1/V1 by ')]);
    expect(await host.client.call('host.shutdown', { force: true })).toEqual({ ok: true, value: { stopping: true } });
    await host.client.ended;
    client.destroy();
    await host.start();
    expect((await host.views('group'))[0]).toMatchObject({ name: 'DG1', status: 'imported' });
  });
});

/** A client in transmission: the shortest negotiation there is. */
function nbdClient(uri: string): Promise<ReturnType<typeof connect>> {
  const address = new URL(uri);
  const name = Buffer.from(decodeURIComponent(address.pathname.slice(1)));
  return new Promise((resolve) => {
    const socket = connect({ path: address.searchParams.get('socket')! });
    socket.once('data', () => {
      const header = Buffer.alloc(20);
      header.writeUInt32BE(3, 0);
      header.write('IHAVEOPT', 4, 'latin1');
      header.writeUInt32BE(1, 12);
      header.writeUInt32BE(name.length, 16);
      socket.write(Buffer.concat([header, name]));
      socket.once('data', () => resolve(socket));
    });
  });
}
