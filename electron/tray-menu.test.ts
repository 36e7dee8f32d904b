import { describe, expect, it } from 'vitest';
import type { GroupView, TaskView } from '../core/model/views.ts';
import { firstMemory } from './desktop-memory.ts';
import { emptyPicture } from './host-watch.ts';
import { addressOf, rowsMaximum, trayMenu, trayStateOf } from './tray-menu.ts';
import type { TrayEntry } from './tray-menu.ts';

const group = (name: string, status: GroupView['status'] = 'imported'): GroupView =>
  ({ kind: 'group', id: `id-${name}`, name, status, health: 'Healthy' }) as GroupView;
const task = (part: Partial<TaskView>): TaskView => ({
  kind: 'task', id: 't', name: 'Resync', subject: { kind: 'volume', name: 'Volume1' }, groupId: 'id-B', state: 'running', endedAt: '',
  doneBytes: 47, totalBytes: 100, ...part,
}) as TaskView;
const labels = (entries: readonly TrayEntry[]): string[] => entries.map((entry) => (entry.kind === 'line' ? '-' : entry.label));

describe('the menu in the tray', () => {
  it('has the groups with their state, the tasks, the notifications and the end', () => {
    const picture = { ...emptyPicture, hostName: 'atlas', groups: [group('B', 'stopped'), group('A')], tasks: [task({})] };
    const menu = trayMenu(picture, firstMemory.notify);
    expect(labels(menu)).toEqual([
      'Open Plexus', 'New Window', '-', 'Disk groups', 'A: Healthy', 'B: stopped', '-', 'Tasks', 'Resync of Volume1, 45 %', '-',
      'Notifications', 'Quit Plexus',
    ]);
    expect(menu[4]).toMatchObject({ action: { kind: 'go-to', address: 'plexus://atlas/A' } });
    expect(menu[8]).toMatchObject({ action: { kind: 'go-to', address: 'plexus://atlas/B' } });
    expect(menu[10]).toMatchObject({ entries: [{ chosen: true }, { chosen: true }, { chosen: true }, { chosen: false }] });
  });

  it('says so where there is nothing, and counts what does not fit', () => {
    expect(labels(trayMenu(emptyPicture, firstMemory.notify))).toContain('No disk group');
    const many = Array.from({ length: 100 }, (_, at) => group(`G${at}`));
    const menu = labels(trayMenu({ ...emptyPicture, groups: many }, firstMemory.notify));
    expect(menu).toContain(`${100 - rowsMaximum + 1} more`);
    expect(menu.length).toBeLessThan(30);
  });

  it('does not change with every byte of a task', () => {
    const at = (doneBytes: number) => trayMenu({ ...emptyPicture, tasks: [task({ doneBytes })] }, firstMemory.notify);
    expect(at(46)).toEqual(at(49));
    expect(at(49)).not.toEqual(at(50));
  });
});

it('the sign shows running tasks and alerts that wait', () => {
  const alert = (state: string, severity = 'error') => ({ state, severity }) as never;
  expect(trayStateOf({ ...emptyPicture, tasks: [task({})], alerts: [alert('new')] })).toEqual({ tasks: true, alerts: true });
  const quiet = { ...emptyPicture, tasks: [task({ state: 'paused' })], alerts: [alert('acknowledged'), alert('new', 'information')] };
  expect(trayStateOf(quiet)).toEqual({ tasks: false, alerts: false });
});

it('names with signs of their own make an address that leads there', () => {
  expect(addressOf('at/las', 'A B')).toBe('plexus://at%2Flas/A%20B');
});
