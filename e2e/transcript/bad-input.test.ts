/**
 * Refusals through the real tools: exit code, object, reason, way out; and nothing has changed: every byte of the private
 * regions, and with them the group's sequence, is as before.
 *
 * What needs a world that a table of command lines cannot make stands elsewhere:
 *
 * | what is asked or happens                     | here                                 | and in                                   |
 * |----------------------------------------------|--------------------------------------|------------------------------------------|
 * | the last good plex is to be removed          | `plex.last`                          | core/planner/mirror-refusals, mend-plexes |
 * | the last good copy is to leave with its disk | `disk.in-use`                        | core/group/group-survival                |
 * | a disk is to be replaced by one with data    |                                      | core/planner/replace-disk                |
 * | a disk of another host is to be reactivated  |                                      | core/group/returned-disk                 |
 * | a second disk fails while plexes are copied  |                                      | core/group/second-failure, mirrors       |
 * | what may not be aborted is to be             | `task.ended`                         | core/group/task-restart                  |
 * | a remote disk answers nonsense               |                                      | interop/remote-disk, core/device/remote-disk |
 * | a remote disk answers late, or never         |                                      | the same two, core/group/hung-disk       |
 */
import fs from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { refusalExitCodes } from '../../core/model/refusal.ts';
import type { RefusalCode } from '../../core/model/refusal.ts';
import { PlexusHost } from '../plexus-host.ts';
import type { ToolName } from '../plexus-host.ts';
import { privateRegionsDigest } from '../private-regions.ts';
import { succeed, until } from '../programs.ts';
import { sharedStage } from '../stage.ts';

interface Refused {
  readonly line: readonly [ToolName, ...string[]];
  readonly code: RefusalCode;
  /** What the message must name. */
  readonly names: string;
  /** What the way out must speak of. */
  readonly way: RegExp;
}

const make = (...words: readonly string[]): Refused['line'] => ['vxassist', '-gdg1', 'make', ...words];

/** `@NAME` stands for the host's name of the image NAME, `%NAME` for its path. */
const table: Readonly<Record<string, readonly Refused[]>> = {
  'unknown names': [
    { line: ['vxassist', '-gnowhere', 'make', 'v', '8'], code: 'group.unknown', names: 'nowhere', way: /vxdg list|dg1/ },
    { line: ['vxdg', '-gnowhere', 'deport'], code: 'group.unknown', names: 'nowhere', way: /vxdg list|dg1/ },
    { line: ['vxvol', '-gdg1', 'volinfo', 'nothing'], code: 'volume.unknown', names: 'nothing', way: /vxassist.*list|vol/ },
    { line: ['vxassist', '-gdg1', 'delete', 'nothing'], code: 'volume.unknown', names: 'nothing', way: /\w/ },
    { line: ['vxvol', '-gdg1', 'start', 'nothing'], code: 'volume.unknown', names: 'nothing', way: /\w/ },
    { line: ['vxdg', '-gdg1', 'adddisk', 'Harddisk99'], code: 'disk.unknown', names: 'Harddisk99', way: /vxdisk list|Harddisk0/ },
    { line: make('v', '8', 'Disk77'), code: 'disk.unknown', names: 'Disk77', way: /\w/ },
    { line: ['vxdisk', 'detach', 'Harddisk99'], code: 'disk.unknown', names: 'Harddisk99', way: /vxdisk list|Harddisk0/ },
  ],
  'sizes': [
    { line: make('v', '0'), code: 'size.invalid', names: 'v', way: /512M|MiB/ },
    { line: make('v', '--', '-5'), code: 'size.invalid', names: 'v', way: /512M|MiB/ },
    { line: make('v', 'large'), code: 'size.invalid', names: 'v', way: /512M|MiB/ },
    { line: make('v', '12Q'), code: 'size.invalid', names: 'v', way: /512M|MiB/ },
    { line: make('v', '99999999T'), code: 'size.invalid', names: 'v', way: /512M|MiB/ },
    { line: make('v', '4G'), code: 'space.short', names: 'v', way: /smaller|MAX|disk|\d+/ },
    { line: ['vxassist', '-gdg1', 'growby', 'vol', '0'], code: 'size.invalid', names: 'vol', way: /512M|MiB/ },
    { line: ['vxassist', '-gdg1', 'growto', 'vol', '1'], code: 'size.invalid', names: 'vol', way: /\w/ },
    { line: ['vxassist', '-gdg1', 'growby', 'vol', '9T'], code: 'space.short', names: 'vol', way: /\w/ },
    { line: make('v', '8', 'type=stripe', 'stripeunit=3000'), code: 'argument.invalid', names: 'v', way: /power|stripeunit|K/i },
  ],
  'names that break the rules': [
    { line: make('a/b', '8'), code: 'name.invalid', names: 'a/b', way: /letter|character|name/i },
    { line: make('x'.repeat(32), '8'), code: 'name.invalid', names: 'x'.repeat(32), way: /31|letter|character|name/i },
    { line: make('a b', '8'), code: 'name.invalid', names: 'a b', way: /letter|character|name/i },
    { line: ['vxedit', '-gdg1', 'rename', 'vol', '..'], code: 'name.invalid', names: '..', way: /letter|character|name/i },
    { line: make('vol', '8'), code: 'name.exists', names: 'vol', way: /name/i },
    { line: ['vxdg', '-gdg1', 'init', '@blank'], code: 'name.exists', names: 'dg1', way: /name/i },
  ],
  'too few disks': [
    { line: make('v', '8', 'type=mirror', 'mirror=4'), code: 'space.separation', names: 'v', way: /disk/i },
    { line: make('v', '8', 'type=stripe', 'column=9'), code: 'space.separation', names: 'v', way: /disk/i },
    { line: make('v', '8', 'type=mirror', 'mirror=33'), code: 'argument.invalid', names: 'v', way: /32/ },
  ],
  'disks that must not be taken': [
    { line: ['vxdg', '-gdg1', 'adddisk', '@ext4'], code: 'disk.holds-data', names: '@ext4', way: /-f/ },
    { line: ['vxdg', '-gdg1', 'adddisk', '@foreign'], code: 'disk.holds-data', names: '@foreign', way: /-f/ },
    { line: ['vxdg', '-gdg1', 'adddisk', '@readonly'], code: 'disk.read-only', names: '@readonly', way: /detach|attach/ },
    { line: ['vxdg', '-gdg1', 'adddisk', '@member'], code: 'disk.in-group', names: '@member', way: /\w/ },
    { line: ['vxdg', '-gnew', 'init', '@member'], code: 'disk.in-group', names: '@member', way: /\w/ },
    { line: ['vxdg', '-gdg1', 'rmdisk', 'Disk1'], code: 'disk.in-use', names: 'Disk1', way: /\w/ },
    { line: ['vxdisk', 'detach', '@only'], code: 'disk.in-use', names: '@only', way: /vxdg -gsingle deport/ },
    { line: ['vxdisk', 'attach', '%missing'], code: 'disk.gone', names: '%missing', way: /\w/ },
    { line: ['vxdisk', 'attach', '%tiny'], code: 'disk.too-small', names: '%tiny', way: /larger/ },
    { line: ['vxdisk', 'attach', '%blank'], code: 'disk.attached', names: '%blank', way: /\w/ },
    { line: ['vxdg', '-gnew', 'init', '@copy'], code: 'disk.copied', names: '@copy', way: /renewids/ },
    { line: ['vxdisk', 'attach', '--create', '64M', '%ext4'], code: 'disk.exists', names: '%ext4', way: /\w/ },
  ],
  'states that forbid it': [
    { line: ['vxdg', '-gdg1', 'destroy'], code: 'group.has-volumes', names: 'dg1', way: /-f/ },
    { line: ['vxdg', '-gdg1', 'import'], code: 'group.imported', names: 'dg1', way: /\w/ },
    { line: ['vxassist', '-gother', 'make', 'v', '8'], code: 'group.not-imported', names: 'other', way: /import/ },
    { line: ['vxvol', '-gdg1', 'start', 'vol'], code: 'volume.started', names: 'vol', way: /\w/ },
    { line: make('v', '8', 'DriveLetter=E'), code: 'letter.taken', names: 'v', way: /\w/ },
    { line: ['vxvol', '-gdg1', 'rdpol', 'prefer', 'vol', 'vol-99'], code: 'plex.unknown', names: 'vol-99', way: /\w/ },
  ],
  'what would lose the last good copy, or the data of another disk': [
    { line: ['vxassist', '-ghalf', 'remove', 'mirror', 'pair', 'plex=pair-01'], code: 'plex.last', names: 'pair-01', way: /\w/ },
    { line: ['vxassist', '-gsingle', 'remove', 'mirror', 'alone', 'plex=alone-01'], code: 'plex.last', names: 'alone-01', way: /\w/ },
    { line: ['vxmend', '-ghalf', 'off', 'pair-01'], code: 'plex.last', names: 'pair-01', way: /\w/ },
    { line: ['vxdisk', 'detach', '@kept'], code: 'disk.in-use', names: '@kept', way: /deport/ },
    { line: ['vxtask', 'abort', '1'], code: 'task.ended', names: 'vol', way: /\w/ },
  ],
  'words': [
    { line: ['vxdg', '-gdg1', 'explode'], code: 'argument.invalid', names: 'vxdg', way: /[Vv]erbs|Usage/ },
    { line: ['vxassist', 'make', 'v', '8'], code: 'argument.invalid', names: 'make', way: /-gDG|Usage/ },
    { line: make('v', '8', 'colour=red'), code: 'argument.invalid', names: 'make', way: /type=|Usage/ },
    { line: make('v', '8', 'type=raid9'), code: 'argument.invalid', names: 'make', way: /stripe/ },
  ],
};

describe('bad input through the real tools', () => {
  const stage = sharedStage();
  const images = ['member', 'member2', 'member3', 'blank', 'ext4', 'foreign', 'readonly', 'only', 'spare', 'kept', 'gone'];
  const nameOf = new Map<string, string>();
  let host: PlexusHost;

  const image = (name: string): string => stage.path(`${name}.img`);
  const filledIn = (word: string): string => {
    if (word.startsWith('%')) return image(word.slice(1));
    return word.startsWith('@') ? nameOf.get(word.slice(1)) ?? word : word;
  };

  /** The sequence is in it: a commit writes to every holder. */
  const fingerprint = (): string => privateRegionsDigest(images.map(image));

  beforeAll(async () => {
    host = await PlexusHost.start(stage);
    for (const [name, size] of [...images.map((one) => [one, '64M'] as const), ['tiny', '1M'] as const]) {
      await succeed('truncate', ['-s', size, image(name)]);
    }
    await succeed('mkfs.ext4', ['-q', '-F', image('ext4')]);
    await host.ok('vxdisk', 'attach', ...images.filter((name) => name !== 'readonly').map(image));
    await host.ok('vxdisk', 'attach', '-r', image('readonly'));
    for (const [index, name] of (await host.diskNames(images.map(image))).entries()) nameOf.set(images[index] ?? '', name);
    await host.ok('vxdg', '-gdg1', 'init', ...['member', 'member2', 'member3'].map((name) => nameOf.get(name) ?? ''));
    await host.ok('vxassist', '-gdg1', 'make', 'vol', '8', 'type=mirror', 'mirror=3', 'DriveLetter=E');
    await host.ok('vxdg', '-gsingle', 'init', nameOf.get('only') ?? '', nameOf.get('spare') ?? '');
    await host.ok('vxassist', '-gsingle', 'make', 'alone', '8', nameOf.get('only') ?? '');
    await host.ok('vxdg', '-gother', 'init', nameOf.get('foreign') ?? '');
    await host.ok('vxdg', '-gother', 'deport');
    await host.ok('vxdg', '-ghalf', 'init', nameOf.get('kept') ?? '', nameOf.get('gone') ?? '');
    await host.ok('vxassist', '-ghalf', 'make', 'pair', '8', 'type=mirror', 'mirror=2');
    await host.ok('vxdisk', 'detach', nameOf.get('gone') ?? '');
    // The volume finds out by itself, some seconds later, what the disk lacks; after that nothing is written that nobody asked for.
    await until('the volume knows that its log is away', async () => /Log pair-L\d+ of volume pair: STALE/.test(
      await host.ok('vxdg', '-ghalf', 'history')), 60_000);
    fs.copyFileSync(image('member'), image('copy'));
    await host.ok('vxdisk', 'attach', image('copy'));
    nameOf.set('copy', (await host.diskNames([image('copy')]))[0] ?? '');
  }, 180_000);

  for (const [topic, refusals] of Object.entries(table)) {
    it.each(refusals)(`${topic}: $line`, async ({ line, code, names, way }) => {
      const [tool, ...words] = line;
      const before = fingerprint();
      const ended = await host.run(tool, ...words.map(filledIn));
      const said = ended.error.trim();
      expect(said).toMatch(new RegExp(`^PLX ${tool} ERROR ${code.replace('.', '\\.')} `));
      expect(ended.code).toBe(refusalExitCodes[code]);
      expect(said.split('\n'), 'one line').toHaveLength(1);
      expect(said).not.toMatch(/\p{Cc}/u);
      expect(said).toContain(filledIn(names));
      const [, fact = '', wayOut = ''] = /^PLX \S+ ERROR \S+ [^]*?: ([^]*?)\. ([^]+)$/.exec(said) ?? [];
      expect(fact.length, said).toBeGreaterThan(10);
      expect(wayOut).toMatch(way);
      expect(fingerprint(), 'nothing has changed').toBe(before);
    });
  }

  it('the same refusal for programs: one JSON object with the code', async () => {
    const ended = await host.run('vxassist', '-gdg1', 'delete', 'nothing', '--json');
    expect(JSON.parse(ended.out.trim() || ended.error)).toMatchObject({ refusal: { code: 'volume.unknown', exitCode: 2 } });
  });

  it('a dry run of what would work changes nothing either', async () => {
    const before = fingerprint();
    const out = await host.ok('vxassist', '-gdg1', 'make', 'v', '8', 'type=mirror', '--dry-run');
    expect(out).toMatch(/v\b/);
    expect(fingerprint()).toBe(before);
  });

  it('a second host on the same state folder is refused with the process id of the first', async () => {
    const second = new PlexusHost(stage, { state: host.state });
    await expect(second.start()).rejects.toThrow(new RegExp(`host\\.running[^]*${host.processId}`));
    expect(host.running).toBe(true);
  });

  it('a disk that another host has open is refused', async () => {
    const other = await PlexusHost.start(stage, { state: stage.path('state2') });
    const refused = await other.run('vxdisk', 'attach', image('member'));
    expect(refused.error).toContain('disk.locked');
    expect(refused.error).toContain(`in use by process ${host.processId}`);
    expect(refused.error.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    expect(refused.code).toBe(4);
    await other.stop();
  });

  it('without a host the tools say so', async () => {
    const nobody = new PlexusHost(stage, { state: stage.path('state3') });
    const refused = await nobody.run('vxdisk', 'list');
    expect(refused.code).toBe(8);
    expect(refused.error).toMatch(/plexus serve|npm start/);
  });
});
