import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { invariant } from '../../model/invariant.ts';
import { mebibyte } from '../../model/limits.ts';
import type { ObjectView, OtherHostView } from '../../model/views.ts';
import { testFolder } from '../test-folder.ts';
import { TestHost } from '../test-host.ts';
import { OtherHosts } from './other-hosts.ts';
import { TestCarrier } from './test-carrier.ts';

/** Of the processor, since the clock of a busy machine says nothing; a quiet machine needs about as much by the clock. */
const sampleSecondsMaximum = 5;

async function relayOf(host: TestHost): Promise<{ readonly relay: OtherHosts; views(): readonly OtherHostView[] }> {
  let views: readonly OtherHostView[] = [];
  const relay = new OtherHosts(testFolder(), (now) => (views = now), host.startBeside);
  onTestFinished(() => relay.close());
  return { relay, views: () => views };
}

async function objectsOf(carrier: TestCarrier): Promise<readonly ObjectView[]> {
  const answer = await carrier.answer(1, 'objects.list', {});
  invariant(answer.ok, 'the host tells its objects');
  return (answer.value as { readonly objects: readonly ObjectView[] }).objects;
}

function foldersOf(purpose: string): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith(`plexus-${purpose}-${process.pid}-`));
}

test('the sample is there within its time, marked, with every kind of disk; it goes without a trace', async () => {
  const { relay, views } = await relayOf(new TestHost());
  const began = process.cpuUsage();
  const opened = await relay.connect({ kind: 'sample' });
  const { user, system } = process.cpuUsage(began);
  const seconds = (user + system) / 1e6;
  invariant(opened.ok, `the sample opens: ${JSON.stringify(opened)}`);
  expect(views()).toMatchObject([{ id: 'sample', hostKind: 'sample', name: 'HV-PARENT01', state: 'connected' }]);
  const carrier = TestCarrier.greet(relay, 'sample');
  const objects = await objectsOf(carrier);
  const disks = objects.filter((object) => object.kind === 'disk');
  const volumes = objects.filter((object) => object.kind === 'volume');
  expect(disks.map(({ status }) => status).sort()).toEqual(['foreign', 'free', 'missing', ...Array.from({ length: 6 }, () => 'online')]);
  expect(new Set(disks.map(({ enclosure }) => enclosure))).toEqual(new Set(['ARRAY-A', 'ARRAY-B', '']));
  const shapes = Object.fromEntries(volumes.map(({ name, driveLetter, layout, health }) => [name, { driveLetter, layout, health }]));
  expect(shapes).toMatchObject({
    VM_VHD1: { driveLetter: 'E', layout: 'mirrored' }, VM_VHD2: { driveLetter: 'F', layout: 'striped' }, VM_DATA: {}, REPL_LOG: {},
  });
  expect(objects.find((object) => object.kind === 'host')?.name).toBe('HV-PARENT01');
  expect(foldersOf('sample')).toHaveLength(1);
  await relay.disconnect('sample');
  expect(carrier.closed).toBe(true);
  expect(foldersOf('sample')).toEqual([]);
  expect(seconds).toBeLessThan(sampleSecondsMaximum);
});

test('images are inspected without a single write, by somebody who may only look', async () => {
  const host = await TestHost.start();
  mkdirSync(join(host.folder, 'images'));
  const images = ['a.img', 'b.img'].map((name) => join(host.folder, 'images', name));
  await host.done({ command: 'disk.attach', locations: images, readOnly: false, createBytes: 64 * mebibyte });
  await host.done({ command: 'group.init', group: 'DG', disks: ['Harddisk0', 'Harddisk1'], force: false });
  await host.done({
    command: 'volume.make', group: 'DG', volume: 'Ledger', sizeBytes: 8 * mebibyte, type: 'mirror', mirrors: 2,
    disks: [], excludedDisks: [], zeroed: true,
  });
  await host.stop();
  const digests = (): string[] => images.map((image) => createHash('sha256').update(readFileSync(image)).digest('hex'));
  const before = [digests(), images.map((image) => statSync(image).mtimeMs)];

  const { relay } = await relayOf(host);
  const opened = await relay.connect({ kind: 'inspection', locations: images });
  invariant(opened.ok, `the images open: ${JSON.stringify(opened)}`);
  const { host: view } = opened.value;
  expect(view).toMatchObject({ hostKind: 'inspection', name: 'a.img and 1 more' });
  const carrier = TestCarrier.greet(relay, view.id);
  const objects = await objectsOf(carrier);
  expect(objects.find((object) => object.kind === 'host')?.name).toBe('a.img and 1 more');
  expect(objects.filter((object) => object.kind === 'disk')).toMatchObject([{ readOnly: true }, { readOnly: true }]);
  expect(objects.filter((object) => object.kind === 'group')).toMatchObject([{ name: 'DG' }]);
  expect(objects.filter((object) => object.kind === 'volume'))
    .toMatchObject([{ name: 'Ledger', layout: 'mirrored', started: false, uri: '', health: 'Healthy' }]);
  expect(objects.filter((object) => object.kind === 'subdisk')).toHaveLength(2);
  expect(await carrier.answer(2, 'group.history', { group: 'DG' })).toMatchObject({ ok: true });
  const run = { command: { command: 'group.import', group: 'DG', clearStamp: true, force: true } };
  expect(await carrier.answer(3, 'command.run', run)).toMatchObject({ ok: false, refusal: { code: 'role.missing' } });
  await relay.disconnect(view.id);
  expect([digests(), images.map((image) => statSync(image).mtimeMs)]).toEqual(before);
  expect(foldersOf('inspection')).toEqual([]);
});

test('what cannot be inspected is refused, and leaves nothing', async () => {
  const { relay, views } = await relayOf(new TestHost());
  expect(await relay.connect({ kind: 'inspection', locations: ['/nowhere/a.img'] })).toMatchObject({ ok: false });
  expect(views()).toEqual([]);
  expect(foldersOf('inspection')).toEqual([]);
});
