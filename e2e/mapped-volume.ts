/** Volumes on this machine as people use them: `plexus map`, file systems, mounts. Needs root, FUSE and loop devices. */
import fs from 'node:fs';
import { lackingForMounts } from './mount-needs.mjs';
import type { PlexusHost } from './plexus-host.ts';
import { succeed } from './programs.ts';
import type { Stage } from './stage.ts';

export type FileSystem = 'ext4' | 'xfs' | 'ntfs';

const makers: Readonly<Record<FileSystem, readonly [string, ...string[]]>> = {
  ext4: ['mkfs.ext4', '-q', '-F'], xfs: ['mkfs.xfs', '-q', '-f'], ntfs: ['mkntfs', '-Q', '-F', '-q'],
};

/** Whether this machine can mount at all; where it cannot, tests that need it are left out, which CI=true counts as failures. */
export const canMount = lackingForMounts().length === 0;

export class MappedVolume {
  readonly host: PlexusHost;
  readonly group: string;
  readonly name: string;
  readonly mountPoint: string;

  constructor(stage: Stage, host: PlexusHost, group: string, name: string) {
    this.host = host;
    this.group = group;
    this.name = name;
    this.mountPoint = stage.path(`mnt-${group}-${name}`);
    fs.mkdirSync(this.mountPoint, { recursive: true });
    stage.atEnd(() => this.tryUnmap());
  }

  /** As a bare block device; resolves to its path. */
  async map(): Promise<string> {
    const out = await this.host.ok('plexus', 'map', `-g${this.group}`, this.name);
    const device = /\/dev\/\w+/.exec(out)?.[0];
    if (device === undefined) throw new Error(`plexus map names no device: ${out}`);
    return device;
  }

  async mount(): Promise<void> {
    await this.host.ok('plexus', 'map', `-g${this.group}`, this.name, this.mountPoint);
  }

  async unmap(): Promise<void> {
    await this.host.ok('plexus', 'unmap', `-g${this.group}`, this.name);
  }

  /** At the end of a test it may be mapped or not. */
  async tryUnmap(): Promise<void> {
    await this.host.run('plexus', 'unmap', `-g${this.group}`, this.name);
  }

  async format(fileSystem: FileSystem): Promise<void> {
    const device = await this.map();
    const [program, ...words] = makers[fileSystem];
    await succeed(program, [...words, device]);
    await this.unmap();
  }

  /**
   * Judged by the file system's own checker, on the bare device. After a crash the journal is replayed first, by a mount, in
   * which `look` may look at files.
   */
  async check(fileSystem: 'ext4' | 'xfs', look: () => void = () => undefined): Promise<void> {
    await this.mount();
    look();
    await this.unmap();
    const device = await this.map();
    if (fileSystem === 'ext4') await succeed('e2fsck', ['-f', '-n', device]);
    else await succeed('xfs_repair', ['-n', device]);
    await this.unmap();
  }
}

/** Files with content that can be told from their names, each synced. */
export async function writeFiles(folder: string, prefix: string, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const descriptor = fs.openSync(`${folder}/${prefix}${index}`, 'w');
    fs.writeSync(descriptor, contentOf(`${prefix}${index}`));
    fs.fsyncSync(descriptor);
    fs.closeSync(descriptor);
  }
  await succeed('sync', ['-f', folder]);
}

/** 4 KiB to 36 KiB, from the name alone. */
export function contentOf(name: string): Buffer {
  const length = 4096 + [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 32768, 7);
  return Buffer.alloc(length, `${name} `);
}

export function missingFiles(folder: string, names: readonly string[]): readonly string[] {
  return names.filter((name) => !fs.existsSync(`${folder}/${name}`) || !fs.readFileSync(`${folder}/${name}`).equals(contentOf(name)));
}

export function namesOf(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${index}`);
}
