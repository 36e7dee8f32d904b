import { expect, it } from 'vitest';
import { windowMessageSchema } from '../../core/host/window-messages.ts';
import type { NativeMenu } from '../../core/host/window-messages.ts';
import { registry } from '../commands/registry.ts';
import { sampleHost, sampleVolume } from '../state/fake-objects.ts';
import { fromSnapshot } from '../state/object-store.ts';
import { createTreeIndexer } from '../state/tree-model.ts';
import { nativeMenus } from './native-menus.ts';

const index = createTreeIndexer('local')(fromSnapshot('run', 1, [sampleHost(), sampleVolume({ id: 'v1' })]).tables);
const menusAs = (role: 'administrator' | 'read-only'): NativeMenu[] =>
  nativeMenus(registry, { host: 'local', role, selection: [{ host: 'local', kind: 'volume', id: 'v1' }], index });
const commandsOf = (menus: readonly NativeMenu[]) => menus.flatMap(({ sections }) => sections.flat())
  .flatMap((entry) => (entry.kind === 'command' ? [entry] : entry.commands));

it('has what fits the selection, as data that the desktop program takes', () => {
  const menus = menusAs('administrator');
  expect(menus.map(({ label }) => label)).toEqual(['File', 'Tools', 'Actions', 'View', 'Help']);
  expect(windowMessageSchema.safeParse({ kind: 'menus', menus }).error).toBeUndefined();
  const ids = commandsOf(menus).map(({ id }) => id);
  expect(ids).toContain('volume.grow');
  expect(ids).not.toContain('group.deport');
});

it('greys what the role does not allow', () => {
  const enabled = (role: 'administrator' | 'read-only') => commandsOf(menusAs(role)).find(({ id }) => id === 'volume.grow')?.enabled;
  expect([enabled('administrator'), enabled('read-only')]).toEqual([true, false]);
});
