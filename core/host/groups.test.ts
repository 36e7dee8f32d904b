import { mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Command } from '../model/command.ts';
import type { Change } from '../model/views.ts';
import { DriveLetters } from './drive-letters.ts';
import type { LetterWish } from './drive-letters.ts';
import { defaults, TestHost } from './test-host.ts';

async function withGroup(): Promise<TestHost> {
  const host = await TestHost.start();
  await host.done(defaults.init('DG1', await host.attachNew('a.img', 'b.img')));
  return host;
}

describe('disk groups on a host', () => {
  test('are deported, and imported by another host', async () => {
    const host = await withGroup();
    await host.done(defaults.make('DG1', 'V1'));
    const [volume] = await host.views('volume');
    await host.done(defaults.deport('DG1'));
    expect(await host.views('volume')).toEqual([]);
    expect((await host.views('group'))[0]).toMatchObject({ name: 'DG1', status: 'deported' });
    for (const disk of ['Harddisk0', 'Harddisk1']) await host.done({ command: 'disk.detach', disk });
    const other = await TestHost.start();
    await other.done(defaults.attach(['a.img', 'b.img'].map((name) => host.path(name))));
    await other.done(defaults.importGroup('dg1'));
    expect((await other.views('volume'))[0]).toMatchObject({ id: volume!.id, name: 'V1', started: true });
  });

  test('a group of another host is foreign: shown so, refused, and taken over with -C', async () => {
    const host = await withGroup();
    await host.stop();
    const other = await TestHost.start();
    await other.done(defaults.attach(['a.img', 'b.img'].map((name) => host.path(name))));
    expect((await other.views('group'))[0]).toMatchObject({ status: 'foreign',
      statusReason: expect.stringContaining('belongs to host') as string });
    const refusal = await other.refused(defaults.importGroup('DG1'));
    expect(refusal).toMatchObject({ code: 'group.foreign', remedy: { command: { clearStamp: true } } });
    expect(await other.plan(defaults.importGroup('DG1'))).toMatchObject({ ok: false, error: { code: 'group.foreign' } });
    await other.done({ command: 'group.import', group: 'DG1', clearStamp: true, force: false });
    expect((await other.views('group'))[0]).toMatchObject({ status: 'imported' });
  });

  test('a group whose disks are all attached read-only is refused at once', async () => {
    const host = await withGroup();
    await host.stop();
    const other = await TestHost.start();
    await other.done({ command: 'disk.attach', locations: ['a.img', 'b.img'].map((name) => host.path(name)), readOnly: true });
    const before = performance.now();
    const refused = await other.refused({ command: 'group.import', group: 'DG1', clearStamp: true, force: true });
    expect(refused).toMatchObject({ code: 'group.read-only', subject: { name: 'DG1' } });
    expect(performance.now() - before).toBeLessThan(5_000);
    await other.done({ command: 'disk.detach', disk: 'Harddisk0' });
    await other.done(defaults.attach([host.path('a.img')]));
    await other.done({ command: 'group.import', group: 'DG1', clearStamp: true, force: true });
  });

  test('a witness that cannot be written: commands are refused with the place, until it can', async () => {
    const host = await withGroup();
    const witness = join(host.stateFolder, 'witness');
    const [file = ''] = readdirSync(witness);
    rmSync(join(witness, file));
    mkdirSync(join(witness, file));
    const refused = await host.refused(defaults.make('DG1', 'V1'));
    expect(refused).toMatchObject({ code: 'host.state-folder', evidence: { reason: expect.stringContaining(witness) as string } });
    const alerts = async (): Promise<string[]> => (await host.views('alert')).map(({ code, state }) => `${code} ${state}`);
    expect(await alerts()).toEqual(['host.state-folder new']);
    rmdirSync(join(witness, file));
    await host.done(defaults.make('DG1', 'V1'));
    expect(await alerts()).toEqual(['host.state-folder cleared']);
  });

  test('noautoimport keeps a group from being imported at start', async () => {
    const host = await withGroup();
    await host.done(defaults.deport('DG1'));
    await host.done({ command: 'group.import', group: 'DG1', clearStamp: false, force: false, noAutoImport: true });
    await host.stop();
    await host.start();
    expect((await host.views('group'))[0]).toMatchObject({ status: 'deported', statusReason: 'It is not imported by itself at start' });
  });

  test('names are unique on a host, and unknown names meet the near ones', async () => {
    const host = await withGroup();
    await host.attachNew('c.img', 'd.img');
    expect((await host.refused(defaults.init('dg1', ['Harddisk2']))).code).toBe('name.exists');
    await host.done(defaults.init('DG2', ['Harddisk2']));
    expect((await host.refused({ command: 'group.rename', group: 'DG2', newName: 'DG1' })).code).toBe('name.exists');
    expect((await host.refused({ command: 'group.rename', group: 'DG2', newName: 'a b' })).code).toBe('name.invalid');
    expect(await host.refused(defaults.make('DGG1', 'V1'))).toMatchObject({ code: 'group.unknown',
      remedy: { advice: expect.stringContaining('DG1') as string } });
    expect(await host.refused(defaults.init('DG3', ['Harddisk33']))).toMatchObject({ code: 'disk.unknown',
      remedy: { advice: expect.stringContaining('Harddisk3') as string } });
    expect((await host.refused(defaults.init('DG3', ['Harddisk0']))).code).toBe('disk.in-group');
    expect((await host.refused({ command: 'group.adddisk', group: 'DG2', disks: ['Harddisk0'], force: true })).code).toBe('disk.in-group');
  });

  test('a disk added or removed is seen at once, named by path or number', async () => {
    const host = await withGroup();
    await host.attachNew('c.img');
    await host.done({ command: 'group.adddisk', group: 'DG1', disks: [host.path('c.img')], force: false });
    expect((await host.views('disk'))[2]).toMatchObject({ status: 'online', internalName: 'Disk3', groupName: 'DG1' });
    await host.done({ command: 'group.rmdisk', group: 'DG1', disks: ['Harddisk2'] });
    expect((await host.views('disk'))[2]).toMatchObject({ status: 'free', groupName: '' });
  });

  test('destroying frees the disks and forgets the witness', async () => {
    const host = await withGroup();
    expect(readdirSync(join(host.stateFolder, 'witness'))).toHaveLength(1);
    await host.done({ command: 'group.destroy', group: 'DG1', force: false });
    expect((await host.views('disk')).map(({ status }) => status)).toEqual(['free', 'free']);
    expect(await host.views('group')).toEqual([]);
    expect(readdirSync(join(host.stateFolder, 'witness'))).toEqual([]);
  });

  test('images that promise more than their file system has are made with a warning', async () => {
    const host = await TestHost.start();
    const attach = (createBytes: number): Command =>
      ({ command: 'disk.attach', locations: [host.path('huge.img')], readOnly: false, createBytes });
    const warningsOf = (result: Awaited<ReturnType<TestHost['run']>>): readonly string[] =>
      (result.ok ? result.value.plan.warnings : ['refused']);
    const { bavail, bsize } = statfsSync(host.folder);
    const planned = await host.plan(attach(2 * bavail * bsize));
    expect(planned).toMatchObject({ ok: true, value: { warnings: [expect.stringContaining('may yet grow by')] } });
    expect(warningsOf(await host.run(attach(2 * bavail * bsize)))).toEqual([expect.stringContaining('is free there')]);
  });

  test('a drive letter belongs to one volume of the host', async () => {
    const host = await withGroup();
    await host.done(defaults.init('DG2', await host.attachNew('c.img', 'd.img')));
    await host.done(defaults.make('DG1', 'V1', 'E'));
    expect(await host.refused(defaults.make('DG2', 'W1', 'e'))).toMatchObject({ code: 'letter.taken',
      evidence: { owner: 'volume V1 of disk group DG1' }, remedy: { advice: 'Choose another letter; F: is free.' } });
    expect(await host.plan(defaults.make('DG2', 'W1', 'e'))).toMatchObject({ ok: false, error: { code: 'letter.taken' } });
    await host.done(defaults.deport('DG1'));
    await host.done(defaults.make('DG2', 'W1', 'E'));
    await host.done(defaults.importGroup('DG1'));
    const letters = async (): Promise<string[][]> =>
      (await host.views('volume')).map(({ name, driveLetter }) => [name, driveLetter]).sort();
    expect(await letters()).toEqual([['V1', ''], ['W1', 'E']]);
    expect((await host.views('alert')).find(({ code }) => code === 'letter.taken')).toMatchObject({ state: 'new',
      subject: { name: 'V1' } });
    await host.done({ command: 'volume.assign', group: 'DG2', volume: 'W1', driveLetter: '' });
    expect(await letters()).toEqual([['V1', 'E'], ['W1', '']]);
    expect((await host.views('alert')).find(({ code }) => code === 'letter.taken')).toMatchObject({ state: 'cleared' });
  });

  test('a drive letter keeps its holder over a restart, whichever group is imported first', async () => {
    const host = await withGroup();
    await host.done(defaults.init('DG2', await host.attachNew('c.img', 'd.img')));
    await host.done(defaults.make('DG1', 'V1', 'E'));
    await host.done(defaults.deport('DG1'));
    await host.done(defaults.make('DG2', 'W1', 'E'));
    await host.done(defaults.importGroup('DG1'));
    const letters = async (): Promise<string[][]> =>
      (await host.views('volume')).map(({ name, driveLetter }) => [name, driveLetter]).sort();
    // The first group's disks come first at start, so that it is the second's letter that would jump.
    for (let restart = 0; restart < 3; restart++) {
      await host.stop();
      await host.start();
      expect(await letters()).toEqual([['V1', ''], ['W1', 'E']]);
    }
    await host.done({ command: 'volume.delete', group: 'DG2', volume: 'W1', force: true });
    expect(await letters()).toEqual([['V1', 'E']]);
    await host.stop();
    await host.start();
    expect(await letters()).toEqual([['V1', 'E']]);
    await host.done({ command: 'group.destroy', group: 'DG1', force: true });
    expect(readFileSync(join(host.stateFolder, 'settings.json'), 'utf8')).not.toContain('V1');
  });

  test('a letter waits for a group that is away, unless a person gives it to another volume', async () => {
    const kept: string[][] = [];
    const wish = (name: string): LetterWish => ({ volumeId: name, volume: name, groupId: `g${name}`, group: `G${name}`, letter: 'E' });
    const letters = new DriveLetters([wish('a')], (holders) => kept.push(holders.map(({ volumeId }) => volumeId)));
    expect(letters.wish('gb', [wish('b')])).toEqual([{ wish: wish('b'), holder: wish('a') }]);
    expect(letters.letterOf('a')).toBe('');
    letters.wish('gb', []);
    letters.wish('gb', [wish('b')]);
    expect(letters.letterOf('b')).toBe('E');
    expect(letters.wish('ga', [wish('a')])).toEqual([{ wish: wish('a'), holder: wish('b') }]);
    expect(kept).toEqual([['b']]);
  });

  test('a volume is found by its name, letter, GUID and device path', async () => {
    const host = await withGroup();
    await host.done(defaults.make('DG1', 'V1', 'E'));
    const [volume] = await host.views('volume');
    const found = { ok: true, value: { volumeId: volume!.id, volume: 'V1', group: 'DG1' } };
    for (const name of ['v1', 'E:', volume!.id, `\\\\?\\Volume{${volume!.id.toUpperCase()}}\\`, '\\Device\\HarddiskDmVolumes\\DG1\\V1']) {
      expect(await host.client.call('volume.find', { name, group: '' })).toEqual(found);
    }
    expect(await host.client.call('volume.find', { name: 'V2', group: 'DG1' })).toMatchObject({ ok: false,
      error: { code: 'volume.unknown' } });
    await host.done({ command: 'volume.stop', group: 'X', volume: 'E:', force: false });
    expect((await host.views('volume'))[0]).toMatchObject({ started: false, uri: '' });
  });

  test('a runtime that dies is an alert, and its group comes back', async () => {
    const host = await withGroup();
    await host.done(defaults.make('DG1', 'V1'));
    host.runtimes.kill('DG1');
    await expect.poll(async () => (await host.views('alert')).map(({ code }) => code)).toContain('group.runtime-dead');
    await expect.poll(async () => (await host.views('volume')).map(({ started }) => started)).toEqual([true]);
  });

  test('a runtime that keeps dying is left stopped, and says so', async () => {
    const host = await withGroup();
    for (let death = 1; death <= 4; death++) {
      host.runtimes.kill('DG1');
      await expect.poll(async () => (await host.views('alert')).find(({ code }) => code === 'group.runtime-dead')?.count).toBe(death);
      if (death < 4) await expect.poll(async () => (await host.views('group')).map(({ status }) => status)).toEqual(['imported']);
    }
    await expect.poll(async () => (await host.views('group')).map(({ status }) => status)).toEqual(['stopped']);
    expect((await host.refused(defaults.make('DG1', 'V1'))).code).toBe('group.stopped');
    const dead = async () => (await host.views('alert')).find(({ code }) => code === 'group.runtime-dead');
    expect(await dead()).toMatchObject({ state: 'new', remedy: { kind: 'command', command: { command: 'group.import', group: 'DG1' } } });
    await host.done(defaults.importGroup('DG1'));
    expect((await host.views('group'))[0]).toMatchObject({ status: 'imported' });
    expect(await dead()).toMatchObject({ state: 'cleared' });
  });

  test('a plan on a group that has changed since is refused', async () => {
    const host = await withGroup();
    const [group] = await host.views('group');
    await host.done(defaults.make('DG1', 'V1'));
    const late = await host.client.call('command.run', { command: defaults.make('DG1', 'V2') as never, expectedSequence: group!.sequence });
    expect(late).toMatchObject({ ok: false, error: { code: 'plan.stale' } });
  });

  test('the event stream tells what a command did, and resumes where a client left off', async () => {
    const host = await withGroup();
    const changes: Change[] = [];
    let at = 0;
    await host.client.subscribe({ snapshot: (sequence) => (at = sequence), change: (change) => changes.push(change) });
    await host.done(defaults.make('DG1', 'V1'));
    await expect.poll(() => changes.flatMap(({ put }) => put.map(({ kind }) => kind))).toEqual(expect.arrayContaining(['volume', 'plex',
      'subdisk', 'group', 'disk']));
    const again = await host.client.subscribe({ snapshot: () => expect.unreachable(), change: () => undefined },
      { hostRun: host.client.hello.hostRun, afterSequence: at });
    expect(again).toMatchObject({ ok: true, value: { resumed: true } });
  });

  test('TCP is off, binds loopback when on, stays on over a restart, and needs a guard for any other address', async () => {
    const host = await withGroup();
    const on = await host.client.call('tcp.set', { group: 'DG1', enabled: true, address: '127.0.0.1', port: 0 });
    expect(on).toMatchObject({ ok: true, value: { address: '127.0.0.1' } });
    expect(await host.client.call('tcp.set', { group: 'DG1', enabled: true, address: '0.0.0.0', port: 0 })).toMatchObject({ ok: false,
      error: { code: 'argument.invalid', subject: { kind: 'group', name: 'DG1' }, evidence: { argument: 'address', given: '0.0.0.0' } } });
    expect(await host.client.call('tcp.set',
      { group: 'DG1', enabled: true, certificateFile: '/nowhere', keyFile: '/nowhere' })).toMatchObject({ ok: false });
    expect(await host.client.call('tcp.set', { group: 'DG1', enabled: false })).toMatchObject({ ok: true });
  });

  test('every command is in the audit log with who gave it', async () => {
    const host = await withGroup();
    await host.refused(defaults.make('DG9', 'V1'));
    const log = await host.client.call('log.read', { log: 'audit', last: 10 });
    const facts = log.ok ? log.value.entries.map((entry) => entry.facts) : [];
    expect(facts.map((fact) => fact['outcome'])).toEqual(['done', 'done', 'refused: group.unknown']);
    expect(facts[0]).toMatchObject({ via: 'local socket', call: 'command.run', input: { command: { command: 'disk.attach' } } });
  });
});
