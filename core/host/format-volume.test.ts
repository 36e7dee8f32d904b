/** Real file systems by the system's own tools on volumes of a host with real files. */
import { describe, expect, test } from 'vitest';
import { fileSystems } from '../model/file-systems.ts';
import type { FileSystemKind } from '../model/file-systems.ts';
import { mebibyte } from '../model/limits.ts';
import type { TaskView } from '../model/views.ts';
import { chooseMethod } from './map/attach-device.ts';
import { findProgram } from './map/programs.ts';
import type { ProgramName } from './map/programs.ts';
import { MapFolder } from './map/map-record.ts';
import { defaults, TestHost } from './test-host.ts';

const method = chooseMethod('Run the tests as root.');
const programs: Readonly<Record<FileSystemKind, ProgramName>> = { ntfs: 'mkntfs', ext4: 'mkfs.ext4', xfs: 'mkfs.xfs', fat: 'mkfs.fat' };
const names: Readonly<Record<FileSystemKind, string>> = { ntfs: 'NTFS', ext4: 'ext4', xfs: 'XFS', fat: 'FAT' };

function skipReason(kind: FileSystemKind): string {
  if (!method.ok) return method.error.reason;
  return findProgram(programs[kind]) === null ? `${programs[kind]} not found` : '';
}

async function withVolume(sizeBytes: number): Promise<TestHost> {
  const host = await TestHost.start();
  const disks = await host.done({ command: 'disk.attach', locations: ['a.img', 'b.img'].map((name) => host.path(name)), readOnly: false,
    createBytes: sizeBytes + 64 * mebibyte });
  await host.done(defaults.init('DG1', disks));
  await host.done({ ...defaults.make('DG1', 'V1'), sizeBytes } as Parameters<TestHost['done']>[0]);
  return host;
}

function format(host: TestHost, fileSystem: FileSystemKind, more: Readonly<Record<string, unknown>> = {}) {
  return host.client.call('volume.format', { group: 'DG1', volume: 'V1', fileSystem, ...more });
}

async function ended(
  host: TestHost, fileSystem: FileSystemKind, more: Readonly<Record<string, unknown>> = {},
): Promise<TaskView | undefined> {
  const begun = await format(host, fileSystem, more);
  expect(begun).toMatchObject({ ok: true, value: { task: { name: 'Format', state: 'running' } } });
  const find = async () => (await host.views('task')).find((task) => begun.ok && task.id === begun.value.task?.id);
  await expect.poll(async () => (await find())?.endedAt, { timeout: 60_000 }).not.toBe('');
  return find();
}

const fileSystemOf = async (host: TestHost): Promise<string | undefined> => (await host.views('volume'))[0]?.fileSystem;

describe('volume.format', () => {
  for (const kind of ['ntfs', 'ext4', 'xfs', 'fat'] as const) {
    const skipped = skipReason(kind);
    const sizeBytes = Math.max(64 * mebibyte, fileSystems[kind].smallestBytes);
    test.skipIf(skipped !== '')(`makes ${names[kind]}${skipped === '' ? '' : ` (skipped: ${skipped})`}`, async () => {
      const host = await withVolume(sizeBytes);
      expect(await fileSystemOf(host)).toBe('');
      const task = await ended(host, kind, { label: 'FORTEST' });
      expect(task).toMatchObject({
        state: 'done', subject: { name: 'V1' }, cause: expect.stringContaining(`${names[kind]}, label FORTEST`),
      });
      expect(await fileSystemOf(host)).toBe(names[kind]);
      const [volume] = await host.views('volume');
      expect(volume?.clients).toEqual([]);
      expect(new MapFolder(host.stateFolder).list()).toEqual([]);
    }, 120_000);
  }

  test.skipIf(skipReason('ext4') !== '')('overwrites nothing that is recognised unless it is forced to', async () => {
    const host = await withVolume(64 * mebibyte);
    await ended(host, 'ext4');
    expect(await format(host, 'fat')).toMatchObject({
      ok: false, error: { code: 'volume.holds-data', evidence: { holds: 'an ext4 file system' } },
    });
    expect(await fileSystemOf(host)).toBe('ext4');
    await host.stop();
    await host.start();
    await expect.poll(() => fileSystemOf(host)).toBe('ext4');
    expect(await ended(host, 'ext4', { force: true, allocationUnitBytes: 1024 })).toMatchObject({ state: 'done' });
  }, 120_000);

  test.skipIf(skipReason('ext4') !== '')('a dry run says the command line or the refusal, and changes nothing', async () => {
    const host = await withVolume(64 * mebibyte);
    expect(await format(host, 'ext4', { dryRun: true, label: 'data' })).toMatchObject({ ok: true,
      value: { task: null, commandLine: 'plexus -gDG1 format V1 fstype=ext4 label=data' } });
    expect(await format(host, 'xfs', { dryRun: true })).toMatchObject({ ok: false, error: { code: 'argument.invalid' } });
    expect((await host.views('task')).filter(({ name }) => name === 'Format')).toEqual([]);
    await host.done({ command: 'volume.stop', group: 'DG1', volume: 'V1', force: false });
    expect(await format(host, 'ext4', { dryRun: true })).toMatchObject({ ok: false, error: { code: 'volume.stopped',
      remedy: { kind: 'command', command: { command: 'volume.start' } } } });
  }, 60_000);
});
