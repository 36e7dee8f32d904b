import { describe, expect, it } from 'vitest';
import { commandSchema } from '../../core/host/contract.ts';
import { commandLine } from '../../core/model/command-line.ts';
import type { LogView, ObjectView, PlexView } from '../../core/model/views.ts';
import { sampleAlert, sampleDisk, sampleGroup, sampleHost, sampleTask, sampleVolume } from '../state/fake-objects.ts';
import { fromSnapshot } from '../state/object-store.ts';
import type { ObjectReference } from '../state/selection.ts';
import { createTreeIndexer } from '../state/tree-model.ts';
import { knownRefusal } from './availability.ts';
import { isForced, riskOf } from './command-risk.ts';
import type { CommandTarget } from './command-target.ts';
import { commandsOf, menuContents } from './menu-entries.ts';
import { registry } from './registry.ts';

function samplePlex(part: Partial<PlexView>): PlexView {
  return {
    kind: 'plex', id: 'p1', name: 'Volume1-01', volumeId: 'v1', groupId: 'g1', layout: 'concatenated', columns: 1, stripeUnitBytes: 0,
    state: 'ACTIVE', flags: [], lengthBytes: 2 ** 29, ...part,
  };
}

const log: LogView = {
  kind: 'log', id: 'l1', name: 'Volume1-L1', volumeId: 'v1', groupId: 'g1', diskId: 'd1', diskName: 'Disk1', diskOffsetBytes: 0,
  lengthBytes: 2 ** 20, regionBytes: 2 ** 18, state: 'ACTIVE',
};
const views: readonly ObjectView[] = [
  sampleHost(), sampleGroup({ id: 'g1' }), sampleGroup({ id: 'g2', name: 'OLD', status: 'deported' }),
  sampleGroup({ id: 'g3', name: 'SPLIT', status: 'fork' }),
  sampleDisk({ id: 'd1', errors: 1 }), sampleDisk({ id: 'd2', name: 'Harddisk1', status: 'free', groupId: '', groupName: '',
    internalName: '' }),
  sampleDisk({ id: 'd3', name: '', internalName: 'Disk3', status: 'missing' }),
    sampleDisk({ id: 'd4', name: 'Harddisk4', status: 'foreign' }),
  sampleDisk({ id: 'd5', name: 'Harddisk5', status: 'copy' }), sampleVolume({ id: 'v1', plexIds: ['p1', 'p2'] }),
  sampleVolume({ id: 'v2', name: 'Volume2', started: false, readOnly: true, plexIds: [] }), samplePlex({}),
  samplePlex({ id: 'p2', name: 'Volume1-02', state: 'OFFLINE' }), log, sampleTask({ id: 't1' }), sampleTask({ id: 't2', state: 'paused' }),
  sampleAlert({ id: 'a1' }),
  sampleAlert({ id: 'a2', code: 'group.runtime-dead', remedy: { kind: 'command', command: { command: 'disk.rescan' } } }),
];
const index = createTreeIndexer('local')(fromSnapshot('run', 1, views).tables);
const folders = ['groups', 'disks', 'volumes', 'enclosures', 'pseudo:free'].map((id) => ({ kind: 'folder', id }) as const);
const references: readonly ObjectReference[] = [...views, ...folders].map(({ kind, id }) => ({ host: 'local', kind, id }));
const here: readonly CommandTarget[] = [
  ...references.map((reference) => [reference]), references.filter(({ kind }) => kind === 'disk').slice(0, 2), [],
].map((selection) => ({ host: 'local', role: 'administrator', selection, index }));
const past = { host: 'local', groupId: 'g1', sequence: 1, at: '', what: '', actor: '', index };
const targets: readonly CommandTarget[] = [
  ...here, { host: 'elsewhere', role: 'administrator', selection: [], index },
  { host: 'local', role: 'administrator', selection: [{ host: 'local', kind: 'group', id: 'g1' }], index, past },
];

const pairs = registry.flatMap((entry) => targets.filter((target) => entry.appliesTo(target)).map((target) => ({ entry, target })));
const commands = pairs.flatMap(({ entry, target }) => {
  const command = entry.engineCommand?.(target) ?? null;
  return command === null ? [] : [{ entry, command }];
});

/** Only a person can say the arguments of these: their forms make them, and browser specs carry them out. */
const fromForms: Readonly<Record<string, string>> = {
  'disk.attach': 'disk.attach', 'disk.restore': 'group.restore', 'group.init': 'group.new', 'group.adddisk': 'group.adddisk',
  'group.rename': 'group.rename', 'volume.rename': 'volume.rename', 'volume.assign': 'volume.assign',
};

describe('the registry', () => {
  it('reaches every command of the engine', () => {
    const wanted = commandSchema.options.map(({ shape }) => shape.command.value);
    const reached = new Set<string>([...commands.map(({ command }) => command.command), ...Object.keys(fromForms)]);
    expect(wanted.filter((name) => !reached.has(name))).toEqual([]);
    for (const id of Object.values(fromForms)) expect(pairs.some(({ entry }) => entry.id === id), id).toBe(true);
  });

  it('has a target for every entry, and one entry an id', () => {
    expect(registry.filter((entry) => !pairs.some((pair) => pair.entry === entry)).map(({ id }) => id)).toEqual([]);
    expect(new Set(registry.map(({ id }) => id)).size).toBe(registry.length);
  });

  it('gives a shortcut to one entry at most of those that fit a selection', () => {
    for (const target of targets) {
      const keys = registry.filter((entry) => entry.shortcut !== undefined && entry.appliesTo(target)).map(({ shortcut }) => shortcut);
      expect(keys, JSON.stringify(target.selection)).toEqual([...new Set(keys)]);
    }
  });

  it('makes commands that the contract takes, that are not forced, and that have a line', () => {
    for (const { entry, command } of commands) {
      expect(commandSchema.safeParse(command).success, entry.id).toBe(true);
      expect(isForced(command), entry.id).toBe(false);
      expect(commandLine(command), entry.id).toMatch(/^vx/);
    }
  });

  it('says the class of what it runs', () => {
    for (const { entry, command } of commands) expect(`${entry.id} ${entry.risk}`).toBe(`${entry.id} ${riskOf(command)}`);
  });

  it('leaves out of a menu what does not belong to the kind of object', () => {
    const onVolume = targets.find(({ selection }) => selection[0]?.id === 'v1');
    const ids = onVolume === undefined ? [] : commandsOf(menuContents(registry, 'actions', onVolume)).map(({ id }) => id);
    expect(ids).toContain('volume.grow');
    expect(ids).not.toContain('group.deport');
    expect(ids).not.toContain('volume.start');
  });

  it('keeps a viewer from what changes anything, and says which role it takes', () => {
    for (const { entry, target } of pairs) {
      const refused = knownRefusal(entry, { ...target, role: 'read-only' });
      if (entry.role === 'read-only') expect(refused?.code, entry.id).not.toBe('role.missing');
      else expect(refused, entry.id).toMatchObject({ code: 'role.missing', evidence: { needed: entry.role } });
    }
  });
});
