/** The console's look into the past is only as good as its likeness to what the present showed then. */
import { describe, expect, it } from 'vitest';
import type { ObjectView } from '../model/views.ts';
import { defaults, TestHost } from './test-host.ts';

describe('a group as it was', () => {
  it('has the views that the present had at that sequence, but for what no configuration tells', async () => {
    const host = await TestHost.start();
    await host.done(defaults.init('DG', await host.attachNew('a.img', 'b.img')));
    await host.done(defaults.make('DG', 'V'));
    const past = async (sequence: number): Promise<readonly ObjectView[]> => {
      const answer = await host.client.call('group.past', { group: 'DG', sequence });
      if (!answer.ok) throw new Error(answer.error.code);
      return answer.value.objects;
    };
    const present = await host.views('group');
    const kept = ['disk', 'volume', 'plex', 'subdisk', 'log'] as const;
    const before = new Map(await Promise.all(kept.map(async (kind) => [kind, await host.views(kind)] as const)));
    const sequence = present[0]?.sequence ?? 0;
    await host.done({ command: 'volume.delete', group: 'DG', volume: 'V', force: true });
    expect(await host.views('volume')).toEqual([]);
    const objects = await past(sequence);
    for (const kind of kept) {
      const withoutPresent = (view: ObjectView): unknown => (view.kind === 'volume'
        ? { ...view, started: false, uri: '', guidUri: '', tcpUri: '', clients: [], fileSystem: '' } : view);
      const byId = (one: ObjectView, other: ObjectView): number => (one.id < other.id ? -1 : 1);
      expect(objects.filter((view) => view.kind === kind).sort(byId)).toEqual([...before.get(kind) ?? []].sort(byId).map(withoutPresent));
    }
    expect(objects.filter(({ kind }) => kind === 'group')).toEqual([present[0]]);
    expect((await past(1)).filter(({ kind }) => kind === 'volume')).toEqual([]);
    const unknown = await host.client.call('group.past', { group: 'DG', sequence: 9999 });
    expect(unknown).toMatchObject({ ok: false, error: { code: 'history.unknown' } });
    await host.done(defaults.deport('DG'));
    expect((await past(sequence)).filter(({ kind }) => kind === 'volume')).toHaveLength(1);
  });
});
