import { expect, test } from 'vitest';
import { workerPlaces } from './worker-channel.ts';

test('the worker lies beside the program, or one folder up', () => {
  expect(workerPlaces('file:///srv/dist/plexus.js')).toEqual(['/srv/dist/group-worker.js', '/srv/group-worker.js']);
});

test('in a package it lies beside the archive, although the archive lists it', () => {
  expect(workerPlaces('file:///opt/Plexus/resources/app.asar/dist/electron/main.js')[1])
    .toBe('/opt/Plexus/resources/app.asar.unpacked/dist/group-worker.js');
  expect(workerPlaces('file:///opt/Plexus/resources/app.asar.unpacked/dist/plexus.js')[0])
    .toBe('/opt/Plexus/resources/app.asar.unpacked/dist/group-worker.js');
});
