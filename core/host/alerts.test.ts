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
  const alerts = new Alerts({ stateFolder, log: (entry) => logged.push(entry.message), changed: (rows) => (shown = rows) });
  onTestFinished(() => alerts.close());
  return { alerts, shown: () => shown, logged };
}

function failing(disk: string): NewAlert {
  return { severity: 'error', code: 'disk.failed', subject: { kind: 'disk', name: disk }, message: `Disk ${disk} has failed.`,
    evidence: {} };
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

  test('go from new to acknowledged to cleared, and are new when they come again', () => {
    const { alerts, shown } = open(testFolder());
    alerts.raise(failing('Disk1'));
    const id = shown()[0]!.id;
    expect(alerts.acknowledge(id)).toBe(true);
    alerts.raise(failing('Disk1'));
    expect(shown()[0]!.state).toBe('acknowledged');
    alerts.clear('disk.failed', { kind: 'disk', name: 'Disk1' });
    expect(shown()[0]!.state).toBe('cleared');
    alerts.raise(failing('Disk1'));
    expect(shown()[0]).toMatchObject({ state: 'new', count: 3 });
    expect(alerts.acknowledge('nothing')).toBe(false);
  });

  test('are kept over a restart', () => {
    const folder = testFolder();
    const first = open(folder);
    first.alerts.raise(failing('Disk1'));
    first.alerts.close();
    expect(open(folder).shown()).toEqual(first.shown());
  });

  test('what a file holds beyond the bound is not taken', () => {
    const folder = testFolder();
    const first = open(folder);
    first.alerts.raise(failing('Disk1'));
    const row = first.shown()[0]!;
    first.alerts.close();
    const rows = Array.from({ length: alertsMaximum + 50 }, (_unused, number) => ({ ...row, id: `row ${number}` }));
    writeFileSync(join(folder, 'alerts.json'), JSON.stringify(rows));
    expect(open(folder).shown()).toHaveLength(alertsMaximum);
  });

  test('each that begins, becomes worse or ends is handed on, its repetitions are not', () => {
    const delivered: string[] = [];
    const alerts = new Alerts({ stateFolder: testFolder(), log: () => undefined, changed: () => undefined,
      deliver: ({ severity }, event) => void delivered.push(`${event} ${severity}`) });
    onTestFinished(() => alerts.close());
    for (let turn = 0; turn < 3; turn++) alerts.raise(failing('Disk1'));
    alerts.raise({ ...failing('Disk1'), severity: 'critical' });
    for (let turn = 0; turn < 2; turn++) alerts.clear('disk.failed', { kind: 'disk', name: 'Disk1' });
    alerts.raise(failing('Disk1'));
    expect(delivered).toEqual(['raised error', 'raised critical', 'ended critical', 'raised error']);
  });

  test('are bounded; cleared ones make room first', () => {
    const { alerts, shown } = open(testFolder());
    for (let number = 0; number < alertsMaximum; number++) alerts.raise(failing(`Disk${number}`));
    alerts.clear('disk.failed', { kind: 'disk', name: 'Disk7' });
    alerts.raise(failing('Late'));
    const names = shown().map(({ subject }) => subject.name);
    expect(names).toHaveLength(alertsMaximum);
    expect(names).not.toContain('Disk7');
    expect(names).toContain('Disk0');
  });
});
