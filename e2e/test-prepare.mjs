/**
 * What a fresh clone needs before its tests can run: the modules of the lock file, and the programs of other people that the
 * product is tried with. System packages are installed only as root on Debian, only when missing, and nothing is started.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** Where the system's own programs stand, also when the caller's path lacks the administrator's folders. */
export const searchPath = `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin`;

/** Each Debian package with the program that shows it to be there. */
const packages = {
  'nbdkit': 'nbdkit', 'libnbd-bin': 'nbdinfo', 'python3-libnbd': 'nbdsh', 'nbd-client': 'nbd-client', 'qemu-utils': 'qemu-io',
  'qemu-block-extra': null, 'fio': 'fio', 'xfsprogs': 'mkfs.xfs', 'e2fsprogs': 'mkfs.ext4', 'dosfstools': 'mkfs.vfat',
  'ntfs-3g': 'ntfs-3g', 'fuse3': 'fusermount3', 'chromium': 'chromium',
};

function modifiedMilliseconds(file) {
  return fs.existsSync(file) ? fs.statSync(file).mtimeMs : 0;
}

/** `npm ci` when node_modules is missing or older than the lock. */
export function installModules(root) {
  const installed = modifiedMilliseconds(path.join(root, 'node_modules/.package-lock.json'));
  if (installed > 0 && installed >= modifiedMilliseconds(path.join(root, 'package-lock.json'))) return;
  console.log('installing the modules of package-lock.json (npm ci)');
  const result = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (result.status === 0) return;
  console.log('0 passed, 1 failed, 0 skipped');
  process.exit(1);
}

function onPath(program) {
  return searchPath.split(':').some((folder) => folder !== '' && fs.existsSync(path.join(folder, program)));
}

/** Chromium may be any of several browsers; the browser specs find the rest by themselves. */
function isThere(program) {
  if (program !== 'chromium') return onPath(program);
  return ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].some(onPath);
}

export function missingPrograms(programs) {
  return programs.filter((program) => !isThere(program));
}

function missingPackages() {
  return Object.entries(packages).filter(([name, program]) => {
    if (program !== null && !isThere(program)) return true;
    if (program !== null && name !== 'python3-libnbd') return false;
    return spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Abbrev}', name]).stdout?.toString().startsWith('ii') !== true;
  }).map(([name]) => name);
}

/** Installs without starting a single service: the policy file tells every package's script to leave them alone. */
function aptInstall(names) {
  const policy = '/usr/sbin/policy-rc.d';
  const ours = !fs.existsSync(policy);
  const environment = { ...process.env, PATH: searchPath, DEBIAN_FRONTEND: 'noninteractive' };
  if (ours) fs.writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    execFileSync('apt-get', ['update', '-q'], { env: environment, stdio: 'ignore' });
    const install = ['install', '-y', '-q', '--no-install-recommends', ...names];
    execFileSync('apt-get', install, { env: environment, stdio: ['ignore', 'ignore', 'inherit'] });
  } catch (error) {
    console.log(`apt-get could not install ${names.join(' ')}: ${error.message.split('\n')[0]}`);
  } finally {
    if (ours) fs.rmSync(policy);
  }
}

/** On other systems, and without the right to install, the tiers that miss something say so and are left out. */
export function installSystemPackages() {
  if (process.getuid?.() !== 0 || !fs.existsSync('/etc/debian_version')) return;
  const missing = missingPackages();
  if (missing.length === 0) return;
  console.log(`installing system packages: ${missing.join(' ')}`);
  aptInstall(missing);
}
