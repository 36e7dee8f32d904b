/** What nbdinfo sees of an export: size, abilities, the list, and which parts are holes. */
import { beforeAll, describe, expect, it } from 'vitest';
import { PlexusHost } from '../plexus-host.ts';
import { succeed } from '../programs.ts';
import { sharedStage } from '../stage.ts';
import { nbdShell } from './nbd-shell.ts';

interface ExportInfo {
  readonly 'export-name': string;
  readonly 'export-size': number;
  readonly is_read_only: boolean;
  readonly can_flush: boolean;
  readonly can_fua: boolean;
  readonly can_trim: boolean;
  readonly can_zero: boolean;
  readonly can_multi_conn: boolean;
  readonly block_size_minimum?: number;
  readonly contexts?: readonly string[];
}

describe('nbdinfo', () => {
  const stage = sharedStage();
  let host: PlexusHost;

  beforeAll(async () => {
    host = await PlexusHost.start(stage);
    const disks = await host.attachNew(stage.folder, 3, '512M');
    await host.ok('vxdg', '-gdg1', 'init', ...disks);
    await host.ok('vxassist', '-gdg1', 'make', 'plain', '96');
    await host.ok('vxassist', '-gdg1', 'make', 'mirror', '64', 'type=mirror', 'mirror=2');
  });

  it('reads size and abilities', async () => {
    const { exports } = JSON.parse(await succeed('nbdinfo', ['--json', await host.uri('dg1', 'mirror')])) as { exports: ExportInfo[] };
    expect(exports[0]).toMatchObject({
      'export-size': 64 * 1024 * 1024, is_read_only: false, can_flush: true, can_fua: true, can_trim: true, can_zero: true,
      can_multi_conn: true,
    });
    expect(exports[0]?.contexts).toContain('base:allocation');
  });

  it('reaches a volume by its GUID as well', async () => {
    const { guidUri, guid } = await host.volume('dg1', 'plain');
    expect(guidUri).toContain(guid);
    expect((await succeed('nbdinfo', ['--size', guidUri])).trim()).toBe(String(96 * 1024 * 1024));
  });

  it('lists the exports of the group', async () => {
    const uri = await host.uri('dg1', 'plain');
    const socketUri = uri.replace(/^nbd\+unix:\/\/\/[^?]*/, 'nbd+unix:///');
    const { exports } = JSON.parse(await succeed('nbdinfo', ['--list', '--json', socketUri])) as { exports: ExportInfo[] };
    const names = exports.map((one) => one['export-name']);
    expect(names).toContain('dg1/plain');
    expect(names).toContain('dg1/mirror');
  });

  it('maps what was written and what was not', async () => {
    const uri = await host.uri('dg1', 'plain');
    await nbdShell(uri, 'h.pwrite(pattern(7, 1 << 20), 8 << 20); h.flush()');
    const map = JSON.parse(await succeed('nbdinfo', ['--map', '--json', uri])) as { offset: number; length: number; type: number }[];
    const typeAt = (offset: number): number | undefined =>
      map.find((extent) => extent.offset <= offset && offset < extent.offset + extent.length)?.type;
    expect(typeAt(8 * 1024 * 1024 + 512 * 1024)).toBe(0);
    expect((typeAt(40 * 1024 * 1024) ?? 0) & 2).toBe(2);
    expect(map.reduce((sum, extent) => sum + extent.length, 0)).toBe(96 * 1024 * 1024);
  });

  it('gets a plain refusal for a name that is not there', async () => {
    const uri = (await host.uri('dg1', 'plain')).replace('/plain', '/nowhere');
    await expect(succeed('nbdinfo', ['--size', uri])).rejects.toThrow(/nowhere|not available|No such file|ENOENT|unknown/i);
  });
});
