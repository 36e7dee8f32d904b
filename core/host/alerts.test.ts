import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { AlertView } from '../model/views.ts';
import { Alerts, alertsMaximum } from './alerts.ts';
import type { NewAlert } from './alerts.ts';
import { testFolder } from './test-folder.ts';

function open(stateFolder: string): { alerts: Alerts; shown: () => readonly AlertView[]; logged: string[] } {
  let shown: readonly AlertView[] = [];
  const logged: string[] = [];
  const alerts = new Alerts({ stateFolder, log: (entry) => logged.push(entry.message), changed: (rows) => (shown = rows),
    hostDiskName: (diskId) => (diskId === 'id of Disk1' ? 'Harddisk7' : '') });
  onTestFinished(() => alerts.close());
  return { alerts, shown: () => shown, logged };
}

const subjectOf = (disk: string) => ({ kind: 'disk', name: disk, id: `id of ${disk}` }) as const;

function failing(disk: string): NewAlert {
  return { severity: 'error', code: 'disk.failed', subject: subjectOf(disk), message: `Disk ${disk} has failed.`, evidence: {} };
}

describe('alerts', () => {
  test('identical ones are one row with a count, and each is logged', () => {
    const { alerts, shown, logged } = open(testFolder());
    alerts.raise(failing('Disk1'));
    alerts.raise(failing('Disk1'));
    alerts.raise(failing('Disk2'));
    expect(shown().map(({ subject, count }) => [subject.name, count])).toEqual([['Disk1', 2], ['Disk2', 1]]);
    expect(logged).toHaveLength(3);
  });

  test('go from new to acknowledged, by whom and when, to cleared, and are new when they come again', () => {
    const { alerts, shown } = open(testFolder());
    alerts.raise(failing('Disk1'));
    const id = shown()[0]!.id;
    expect(alerts.acknowledge([id, id, 'nothing'], 'ada')).toBe(1);
    const acknowledged = shown()[0]!;
    expect(acknowledged).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'ada', acknowledgedAt: expect.stringMatching(/Z$/) });
    expect(alerts.acknowledge([id], 'bob')).toBe(0);
    alerts.raise(failing('Disk1'));
    expect(shown()[0]).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'ada', count: 2, firstAt: acknowledged.firstAt });
    alerts.clear('disk.failed', subjectOf('Disk1'));
    expect(shown()[0]).toMatchObject({ state: 'cleared', clearedAt: expect.stringMatching(/Z$/), acknowledgedBy: 'ada' });
    alerts.raise(failing('Disk1'));
    expect(shown()[0]).toMatchObject({ state: 'new', count: 3, acknowledgedBy: '', acknowledgedAt: '', clearedAt: '' });
  });

  test('an event is cleared by nobody', () => {
    const { alerts, shown } = open(testFolder());
    alerts.raise({ ...failing('Disk1'), code: 'disk.returned', severity: 'information' });
    alerts.clear('disk.returned', subjectOf('Disk1'));
    alerts.groupLeft('g1');
    alerts.startEnded();
    expect(shown()[0]).toMatchObject({ state: 'new', clearsWhen: '' });
  });

  test('each has a cause, an end, and a remedy that names the disk as the host does', () => {
    const { alerts, shown } = open(testFolder());
    alerts.raise(failing('Disk1'));
    alerts.raise({
      ...failing('P1'), code: 'plex.stale', subject: { kind: 'plex', name: 'P1', id: 'p1' }, evidence: { diskId: 'id of Disk1' },
    });
    alerts.raise({ ...failing('V1'), code: 'volume.left-stopped', group: { id: 'g1', name: 'DG' } });
    expect(shown().map(({ remedy }) => remedy)).toEqual([
      { kind: 'command', command: { command: 'disk.reactivate', disk: 'Harddisk7' } },
      { kind: 'command', command: { command: 'disk.reactivate', disk: 'Harddisk7' } },
      { kind: 'command', command: { command: 'volume.start', group: 'DG', volume: 'V1' } },
    ]);
    expect(shown().every(({ cause, clearsWhen }) => cause.endsWith('.') && clearsWhen !== '')).toBe(true);
  });

  test('are kept over a restart, whole', () => {
    const folder = testFolder();
    const first = open(folder);
    first.alerts.raise(failing('Disk1'));
    first.alerts.raise({ ...failing('V1'), code: 'letter.taken', group: { id: 'g1', name: 'DG' } });
    first.alerts.acknowledge([first.shown()[0]!.id], 'ada');
    first.alerts.close();
    expect(open(folder).shown()).toEqual(first.shown());
  });

  test('what only the host or a runtime knew has ended when a later life does not say it again', () => {
    const folder = testFolder();
    const first = open(folder);
    const codes = ['disk.failed', 'letter.taken', 'letter.not-kept', 'group.blocked'] as const;
    for (const code of codes) first.alerts.raise({ ...failing('Disk1'), code, group: { id: 'g1', name: 'DG' } });
    first.alerts.close();
    const second = open(folder);
    second.alerts.raise({ ...failing('Disk1'), code: 'letter.taken', group: { id: 'g1', name: 'DG' } });
    second.alerts.startEnded();
    const states = () => Object.fromEntries(second.shown().map(({ code, state }) => [code, state]));
    expect(states()).toEqual({ 'disk.failed': 'new', 'letter.taken': 'new', 'letter.not-kept': 'cleared', 'group.blocked': 'cleared' });
    second.alerts.groupLeft('g1');
    expect(states()).toMatchObject({ 'disk.failed': 'cleared', 'letter.taken': 'cleared' });
  });

  test('a row that is not understood is given up, and the others are kept', () => {
    const folder = testFolder();
    const first = open(folder);
    first.alerts.raise(failing('Disk1'));
    first.alerts.close();
    const [row] = first.shown();
    writeFileSync(join(folder, 'alerts.json'), JSON.stringify({ version: 1, rows: [{ ...row, code: 'of a later release' }, row, 7] }));
    expect(open(folder).shown()).toEqual([row]);
    writeFileSync(join(folder, 'alerts.json'), '{');
    expect(open(folder).shown()).toEqual([]);
  });

  test('what a file holds beyond the bound is not taken', () => {
    const folder = testFolder();
    const first = open(folder);
    first.alerts.raise(failing('Disk1'));
    const row = first.shown()[0]!;
    first.alerts.close();
    const rows = Array.from({ length: alertsMaximum + 50 }, (_unused, number) => ({ ...row, id: `row ${number}` }));
    writeFileSync(join(folder, 'alerts.json'), JSON.stringify({ version: 1, rows }));
    expect(open(folder).shown()).toHaveLength(alertsMaximum);
  });

  test('each that begins, becomes worse or ends is handed on, its repetitions are not', () => {
    const delivered: string[] = [];
    const alerts = new Alerts({ stateFolder: testFolder(), log: () => undefined, changed: () => undefined, hostDiskName: () => '',
      deliver: ({ severity }, event) => void delivered.push(`${event} ${severity}`) });
    onTestFinished(() => alerts.close());
    for (let turn = 0; turn < 3; turn++) alerts.raise(failing('Disk1'));
    alerts.raise({ ...failing('Disk1'), severity: 'critical' });
    for (let turn = 0; turn < 2; turn++) alerts.clear('disk.failed', subjectOf('Disk1'));
    alerts.raise(failing('Disk1'));
    expect(delivered).toEqual(['raised error', 'raised critical', 'ended critical', 'raised error']);
  });

  test('are bounded; cleared ones make room first', () => {
    const { alerts, shown } = open(testFolder());
    for (let number = 0; number < alertsMaximum; number++) alerts.raise(failing(`Disk${number}`));
    alerts.clear('disk.failed', subjectOf('Disk7'));
    alerts.raise(failing('Late'));
    const names = shown().map(({ subject }) => subject.name);
    expect(names).toHaveLength(alertsMaximum);
    expect(names).not.toContain('Disk7');
    expect(names).toContain('Disk0');
  });
});
