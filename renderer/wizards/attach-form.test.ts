import { expect, it } from 'vitest';
import { checkAttach, diskAttach } from './attach-form.ts';
import type { AttachForm } from './attach-form.ts';

const form: AttachForm = {
  what: 'create', folder: '/images', prefix: 'disk', count: '2', size: '256M', paths: '', address: '', readOnly: false,
};

it('makes files of one size, numbered', () => {
  expect(checkAttach(form)).toEqual({});
  expect(diskAttach(form)).toEqual({
    command: 'disk.attach', readOnly: false, createBytes: 256 * 2 ** 20, locations: ['/images/disk0.img', '/images/disk1.img'],
  });
});

it('says at each field what is wrong with it', () => {
  expect(Object.keys(checkAttach({ ...form, folder: 'images', prefix: '', count: '0', size: '1M' }))).toEqual(['folder', 'prefix', 'count',
    'size']);
  expect(checkAttach({ ...form, what: 'existing' })).toHaveProperty('paths');
  expect(checkAttach({ ...form, what: 'existing', paths: '/a\nb' })).toHaveProperty('paths');
  expect(checkAttach({ ...form, what: 'remote', address: 'http://x' })).toHaveProperty('address');
});

it('asks only for what the choice needs', () => {
  const empty = { ...form, folder: '', size: '' };
  expect(checkAttach({ ...empty, what: 'existing', paths: '/dev/sdb\n\n /images/a.img ' })).toEqual({});
  expect(diskAttach({ ...empty, what: 'existing', paths: '/dev/sdb\n\n /images/a.img ', readOnly: true }))
    .toEqual({ command: 'disk.attach', readOnly: true, locations: ['/dev/sdb', '/images/a.img'] });
  expect(diskAttach({ ...empty, what: 'remote', address: 'nbd://host/disk' }).locations).toEqual(['nbd://host/disk']);
});
