import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { lockStateFolder } from './host-lock.ts';
import { HostSettings } from './settings.ts';
import { openStateFolder, stateFolderPlace } from './state-folder.ts';
import { testFolder } from './test-folder.ts';

describe('the state folder', () => {
  test('is named by the option, else by the environment, else by the platform', () => {
    expect(stateFolderPlace('/tmp/a', { PLEXUS_STATE: '/tmp/b' })).toBe('/tmp/a');
    expect(stateFolderPlace(undefined, { PLEXUS_STATE: '/tmp/b' })).toBe('/tmp/b');
    expect(stateFolderPlace(undefined, {})).toMatch(/plexus$/i);
  });

  test('is made for its owner alone, and keeps the id of the host', () => {
    const path = join(testFolder(), 'state');
    const first = openStateFolder(path);
    const second = openStateFolder(path);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(first).toEqual(second);
    expect(readdirSync(path)).toEqual(['host-id']);
  });

  test('that is a file is refused', () => {
    const path = join(testFolder(), 'state');
    writeFileSync(path, '');
    expect(openStateFolder(path)).toMatchObject({ ok: false, error: { code: 'host.state-folder' } });
  });

  test.skipIf(!canMount())('that is full is refused, and nothing in it has changed', () => {
    const path = join(testFolder(), 'full');
    mkdirSync(path);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path]);
    onTestFinished(() => void execFileSync('umount', [path]));
    writeFileSync(join(path, 'filler'), Buffer.alloc(60 * 1024));
    expect(openStateFolder(path)).toMatchObject({ ok: false, error: { code: 'host.state-folder', evidence: { reason: 'ENOSPC' } } });
    expect(readdirSync(path)).toEqual(['filler']);
  });

  test('settings survive, and settings that cannot be understood are refused, not replaced', () => {
    const folder = testFolder();
    const settings = HostSettings.open(folder);
    const tcp = { address: '127.0.0.1', port: 10809, certificateFile: '', keyFile: '', allow: [] };
    if (settings.ok) settings.value.setTcp('group', tcp);
    const again = HostSettings.open(folder);
    expect(again.ok && again.value.tcp('group')).toEqual(tcp);
    writeFileSync(join(folder, 'settings.json'), '{"version":2}');
    expect(HostSettings.open(folder)).toMatchObject({ ok: false, error: { code: 'host.state-folder' } });
  });
});

describe("the state folder's lock", () => {
  test('a second host is refused with the process id of the first, by whatever name it came', async () => {
    const folder = testFolder();
    const link = `${folder}-link`;
    symlinkSync(folder, link);
    onTestFinished(() => void execFileSync('rm', ['-f', link]));
    const first = await lockStateFolder(folder);
    expect(first.ok).toBe(true);
    expect(await lockStateFolder(link)).toMatchObject({ ok: false,
      error: { code: 'host.running', evidence: { processId: String(process.pid) } } });
    if (first.ok) await first.value.release();
    const third = await lockStateFolder(folder);
    expect(third.ok).toBe(true);
    if (third.ok) await third.value.release();
  });
});

/** Mounting needs root and a kernel that lets it; elsewhere there is no small file system to fill. */
function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const path = testProbe();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path], { stdio: 'ignore' });
    execFileSync('umount', [path]);
    return true;
  } catch {
    return false;
  } finally {
    execFileSync('rmdir', [path]);
  }
}

function testProbe(): string {
  const path = `/tmp/plexus-host-mount-${process.pid}`;
  mkdirSync(path);
  return path;
}
