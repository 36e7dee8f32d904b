import { afterEach, describe, expect, it } from 'vitest';
import { standardLayout } from '../format/private-region-layout.ts';
import type { HistoryAnswer, HistoryQuestion } from '../model/history.ts';
import { invariant } from '../model/invariant.ts';
import { privateRegionSmallBytes } from '../model/limits.ts';
import { setSabotages } from '../model/sabotage.ts';
import type { GroupRuntime } from './group-runtime.ts';
import { makeMirror, TestHost } from './group-world.test-double.ts';
import { historyEntriesMaximum } from './history-chain.ts';

afterEach(() => { setSabotages([]); });

const { history: area } = standardLayout(privateRegionSmallBytes);
const inHistory = (offsetBytes: number): boolean => offsetBytes >= area.offsetBytes && offsetBytes < area.offsetBytes + area.lengthBytes;

async function ask(host: TestHost, runtime: GroupRuntime, question: HistoryQuestion = { kind: 'entries' }): Promise<HistoryAnswer> {
  const answer = await host.settle(runtime.history(question));
  invariant(answer.ok, `the history is told: ${JSON.stringify(answer)}`);
  return answer.value;
}

const commandsOf = async (host: TestHost, runtime: GroupRuntime): Promise<readonly string[]> =>
  (await ask(host, runtime)).entries.map(({ command }) => command).filter((command) => command !== '');

async function twoDisks(): Promise<{ readonly host: TestHost; readonly runtime: GroupRuntime }> {
  const host = new TestHost();
  host.addDisk('a');
  host.addDisk('b');
  return { host, runtime: await host.init('Data', 'a', 'b') };
}

async function imported(host: TestHost, runtime: GroupRuntime): Promise<GroupRuntime> {
  const again = await host.import(runtime.configuration.id);
  invariant(again.ok, 'the group is imported');
  return again.value;
}

const tag = (host: TestHost, runtime: GroupRuntime, site: string): Promise<unknown> =>
  host.run(runtime, { command: 'disk.set', disk: 'a', site });

/** Wipes the newest record of a disk's ring. */
function loseNewest(host: TestHost, name: string): void {
  const { content } = host.disk(name);
  let newest = -1;
  let place = -1;
  for (let at = area.offsetBytes; at < area.offsetBytes + area.lengthBytes; at += 4096) {
    if (Buffer.from(content.subarray(at, at + 8)).toString() !== 'PLEXUSHR') continue;
    const number = Number(Buffer.from(content.subarray(at + 24, at + 32)).readBigUInt64LE());
    if (number > newest) [newest, place] = [number, at];
  }
  content.fill(0xee, place, place + 4096);
}

describe('the history of a disk group', () => {
  it('tells each command with who gave it, and what it changed', async () => {
    const { host, runtime } = await twoDisks();
    await host.run(runtime, makeMirror('V'));
    const { entries } = await ask(host, runtime);
    const made = entries.find(({ command }) => command.startsWith('vxassist'));
    expect(made?.actor).toBe('test');
    expect(made?.changes[0]).toMatch(/^Volume V made, 4 MiB mirrored on Disk1, Disk2\.$/);
    expect(entries.at(-1)?.command).toMatch(/^vxdg -gData init/);
    expect(entries.at(-1)?.known).toBe(false);
    expect(entries.map(({ sequence }) => sequence)).toEqual([...entries.map(({ sequence }) => sequence)].sort((one, other) => other - one));
    const question = { kind: 'difference', from: entries.at(-1)?.sequence ?? 0, to: runtime.configuration.sequence } as const;
    const { changes } = await ask(host, runtime, question);
    expect(changes[0]).toMatch(/^Volume V made/);
    const unknown = await host.settle(runtime.history({ kind: 'difference', from: 999, to: 1 }));
    expect(unknown.ok ? '' : unknown.error.code).toBe('history.unknown');
  });

  it('goes on over a close and an import', async () => {
    const { host, runtime } = await twoDisks();
    await tag(host, runtime, 'Berlin');
    await host.settle(runtime.close());
    const again = await imported(host, runtime);
    await tag(host, again, 'Paris');
    const told = await commandsOf(host, again);
    expect(told.slice(-4)).toEqual(['vxdisk set site=Paris a', expect.stringMatching(/import/), 'vxdisk set site=Berlin a',
      expect.stringMatching(/init/)]);
  });

  it('a crash that loses the newest records makes it shorter, not wrong: the next entry spans them', async () => {
    const { host, runtime } = await twoDisks();
    await tag(host, runtime, 'Berlin');
    await tag(host, runtime, 'Paris');
    await ask(host, runtime);
    host.crash();
    for (const name of ['a', 'b']) loseNewest(host, name);
    const again = await imported(host, runtime);
    const { entries } = await ask(host, again);
    expect(entries.map(({ command }) => command).filter((command) => command.includes('set'))).toEqual(['vxdisk set site=Berlin a']);
    const importing = entries.find(({ command }) => command.includes('import'));
    expect(importing?.changes.join(' ')).toContain('site Paris');
    expect(entries.at(-1)?.command).toMatch(/init/);
  });

  it('ends at a record that is missing on every disk, and goes on with one that any disk has', async () => {
    const { host, runtime } = await twoDisks();
    for (const site of ['one', 'two', 'three']) await tag(host, runtime, site);
    await ask(host, runtime);
    loseNewest(host, 'a');
    expect((await commandsOf(host, runtime)).length).toBe(4);
    loseNewest(host, 'b');
    await tag(host, runtime, 'four');
    const told = await commandsOf(host, runtime);
    expect(told).toEqual(['vxdisk set site=four a']);
    setSabotages(['history-believes-broken-chain']);
    expect((await commandsOf(host, runtime)).length).toBeGreaterThan(1);
  });

  it('keeps the last 200 and goes round the ring', { timeout: 30_000 }, async () => {
    const { host, runtime } = await twoDisks();
    for (let turn = 0; turn < 420; turn += 1) {
      await tag(host, runtime, `site${turn}`);
      if (turn % 40 === 0) await ask(host, runtime);
    }
    const { entries } = await ask(host, runtime);
    expect(entries).toHaveLength(historyEntriesMaximum);
    expect(entries[0]?.command).toBe('vxdisk set site=site419 a');
    await host.settle(runtime.close());
    const again = await imported(host, runtime);
    await tag(host, again, 'after');
    expect((await commandsOf(host, again)).slice(0, 3)).toEqual(['vxdisk set site=after a', expect.stringMatching(/import/),
      'vxdisk set site=site419 a']);
  });

  it('a disk that does not take a record holds up no commit and is no worse for it', async () => {
    const { host, runtime } = await twoDisks();
    host.disk('a').fault = (operation, offsetBytes) =>
      (operation === 'writeDurable' && inHistory(offsetBytes) ? { code: 'EIO', message: 'worn out' } : null);
    await tag(host, runtime, 'Berlin');
    await tag(host, runtime, 'Paris');
    expect(runtime.configuration.holders).toHaveLength(2);
    expect((await commandsOf(host, runtime)).slice(0, 2)).toEqual(['vxdisk set site=Paris a', 'vxdisk set site=Berlin a']);
    expect(host.logs.filter((line) => line.includes('history'))).toHaveLength(1);
  });

  it('what no disk took is told by the next record that one takes', async () => {
    const { host, runtime } = await twoDisks();
    await ask(host, runtime);
    let broken = true;
    for (const name of ['a', 'b']) {
      host.disk(name).fault = (operation, offsetBytes) =>
        (broken && operation === 'writeDurable' && inHistory(offsetBytes) ? { code: 'EIO', message: 'worn out' } : null);
    }
    await tag(host, runtime, 'Berlin');
    await host.settle(runtime.close());
    broken = false;
    const again = await imported(host, runtime);
    const { entries } = await ask(host, again);
    expect(entries.map(({ command }) => command)).toEqual([expect.stringMatching(/import/), expect.stringMatching(/init/)]);
    expect(entries[0]?.changes.join(' ')).toContain('site Berlin');
  });
});
