import { describe, expect, it } from 'vitest';
import { sampleAlert, sampleTask } from '../state/fake-objects.ts';
import { recallChoices, rememberChoices, showsAlert, showsTask } from './activity-filters.ts';

describe('the choices of the lower pane', () => {
  it('show alerts of a severity and worse, in the states that are wanted', () => {
    const standing = recallChoices();
    expect(showsAlert(sampleAlert({ severity: 'information', state: 'acknowledged' }), standing)).toBe(true);
    expect(showsAlert(sampleAlert({ severity: 'critical', state: 'cleared' }), standing)).toBe(false);
    const worse = { ...standing, severity: 'error', alerts: 'all' } as const;
    expect(showsAlert(sampleAlert({ severity: 'warning' }), worse)).toBe(false);
    expect(showsAlert(sampleAlert({ severity: 'critical', state: 'cleared' }), worse)).toBe(true);
    expect(showsAlert(sampleAlert({ severity: 'error', state: 'acknowledged' }), { ...worse, alerts: 'new' })).toBe(false);
  });

  it('show tasks that run, that have ended, or that went wrong', () => {
    const choices = recallChoices();
    const running = sampleTask({ state: 'running', endedAt: '' });
    const failed = sampleTask({ state: 'failed', endedAt: '2026-01-01T00:00:00Z' });
    expect([running, failed].map((task) => showsTask(task, { ...choices, tasks: 'under way' }))).toEqual([true, false]);
    expect([running, failed].map((task) => showsTask(task, { ...choices, tasks: 'ended' }))).toEqual([false, true]);
    expect([running, failed].map((task) => showsTask(task, { ...choices, tasks: 'trouble' }))).toEqual([false, true]);
  });

  it('are kept, and nonsense is forgotten', () => {
    rememberChoices({ severity: 'error', alerts: 'new', tasks: 'trouble' });
    expect(recallChoices()).toEqual({ severity: 'error', alerts: 'new', tasks: 'trouble' });
    window.localStorage.setItem('plexus.console.1.activity', '{"severity":"loud"}');
    expect(recallChoices().severity).toBe('information');
  });
});
