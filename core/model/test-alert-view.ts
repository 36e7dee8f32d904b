/** For tests: a disk that has just failed. */
import type { AlertView } from './views.ts';

export function sampleAlertView(part: Partial<AlertView> = {}): AlertView {
  return {
    kind: 'alert', id: 'a1', severity: 'error', code: 'disk.failed', subject: { kind: 'disk', name: 'Disk1', id: 'd1' }, groupId: 'g1',
    groupName: 'DG', message: 'Disk Disk1 has failed.', evidence: {}, cause: 'The medium failed.', clearsWhen: 'the disk is in use again',
    remedy: { kind: 'command', command: { command: 'disk.reactivate', disk: 'Harddisk0' } },
    firstAt: '2026-03-01T12:00:00Z', lastAt: '2026-03-01T12:00:00Z', count: 1, state: 'new', acknowledgedBy: '', acknowledgedAt: '',
    clearedAt: '', ...part,
  };
}
