import { beforeEach, describe, expect, it } from 'vitest';
import { AlertNotices } from './alert-notices.ts';
import { firstMemory } from './desktop-memory.ts';

const { notify } = firstMemory;
type Noticed = Parameters<AlertNotices['look']>[0] extends Iterable<infer One> ? One : never;
const alert = (id: string, part: Partial<Noticed> = {}): Noticed =>
  ({ id, severity: 'error', state: 'new', message: `Disk ${id} failed.`, groupName: 'VMDG', ...part });

describe('notifications', () => {
  let notices: AlertNotices;
  beforeEach(() => {
    notices = new AlertNotices();
    notices.look([alert('old')], false, notify);
  });

  it('tell what begins while nobody looks, and not what was there before', () => {
    expect(notices.look([alert('old'), alert('a')], false, notify)).toBe(true);
    expect(notices.take(false)).toEqual({ title: 'Error', body: 'Disk a failed.', urgent: false, groupName: 'VMDG' });
    expect(notices.look([alert('old'), alert('a')], false, notify)).toBe(false);
    expect(notices.take(false)).toBeNull();
  });

  it('are silent while somebody looks, then and at the end of the moment', () => {
    expect(notices.look([alert('a')], true, notify)).toBe(false);
    expect(notices.look([alert('a'), alert('b')], false, notify)).toBe(true);
    expect(notices.take(true)).toBeNull();
  });

  it('gather those of a moment, the worst first, and count what does not fit', () => {
    expect(notices.look([alert('a'), alert('b')], false, notify)).toBe(true);
    const more = ['c', 'd', 'e'].map((id) => alert(id, { groupName: 'OTHER' }));
    expect(notices.look([alert('a'), alert('b'), ...more, alert('f', { severity: 'critical' })], false, notify)).toBe(false);
    const notice = notices.take(false);
    expect(notice).toMatchObject({ title: '6 alerts', urgent: true, groupName: '' });
    expect(notice?.body.split('\n')).toEqual(['Disk f failed.', 'Disk a failed.', 'Disk b failed.', 'Disk c failed.', '2 more.']);
  });

  it('leave out severities that are switched off', () => {
    expect(notices.look([alert('a', { severity: 'information' })], false, notify)).toBe(false);
    expect(notices.look([alert('a'), alert('b')], false, { ...notify, error: false })).toBe(false);
    expect(notices.take(false)).toBeNull();
  });

  it('say nothing of what ended or was acknowledged within the moment, and tell of one that comes again', () => {
    notices.look([alert('a')], false, notify);
    notices.look([alert('a', { state: 'cleared' })], false, notify);
    expect(notices.take(false)).toBeNull();
    expect(notices.look([alert('a')], false, notify)).toBe(true);
  });
});
