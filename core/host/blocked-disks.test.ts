import { expect, test } from 'vitest';
import { BlockedDisks } from './blocked-disks.ts';

test('a disk that is waited for stays told when another one goes on', () => {
  const blocked = new BlockedDisks();
  expect(blocked.told()).toEqual({ blockedOn: '', blockedSince: '' });
  blocked.began('Harddisk1', 'calls', '10:00');
  blocked.began('Harddisk2', 'calls', '10:01');
  blocked.began('Harddisk1', 'calls', '10:02');
  expect(blocked.told()).toEqual({ blockedOn: 'Harddisk1, Harddisk2', blockedSince: '10:00' });
  blocked.ended('Harddisk1', 'calls');
  expect(blocked.told()).toEqual({ blockedOn: 'Harddisk2', blockedSince: '10:01' });
  blocked.ended('Harddisk2', 'calls');
  expect(blocked.told()).toEqual({ blockedOn: '', blockedSince: '' });
});

test('a disk with two reasons is told until both have ended', () => {
  const blocked = new BlockedDisks();
  blocked.began('Harddisk1', 'calls', '10:00');
  blocked.began('Harddisk1', 'space', '10:01');
  blocked.ended('Harddisk1', 'calls');
  expect(blocked.told()).toEqual({ blockedOn: 'Harddisk1', blockedSince: '10:00' });
  blocked.ended('Harddisk1', 'space');
  expect(blocked.told()).toEqual({ blockedOn: '', blockedSince: '' });
});
