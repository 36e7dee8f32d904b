/** For tests: a resynchronisation that has just begun. */
import type { TaskView } from './views.ts';

export function sampleTaskView(part: Partial<TaskView> = {}): TaskView {
  return {
    kind: 'task', id: 't1', number: 7, name: 'Resynchronise', subject: { kind: 'volume', name: 'V1' }, groupId: 'g1', cause: '',
    copies: 'full', whyNotLess: '', state: 'running', doneBytes: 0, totalBytes: 1000, bytesPerSecond: null, secondsLeft: null, copyShare: 0,
    clientsBusy: false, slowMilliseconds: 0, pausable: true, abortable: true, abortLeaves: 'the volume stays in SYNC',
    startedAt: '2026-03-01T12:00:00Z', endedAt: '', result: '', differences: null, ...part,
  };
}
