import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { refusal } from '../../model/refusal.ts';
import { refusalWords } from '../../model/refusal-words.ts';
import { MapFolder } from '../../host/map/map-record.ts';
import { withMappedDevices } from './mapped-clients.ts';

test('a volume in use that is mapped here names the device', async () => {
  const state = mkdtempSync(join(tmpdir(), 'plexus-mapped-'));
  onTestFinished(() => rmSync(state, { recursive: true }));
  const volumeId = '33333333-0000-4000-8000-000000000001';
  new MapFolder(state).create({ version: 1, volumeId, volume: 'V1', group: 'Data', driveLetter: '', uri: '', readOnly: false, by: 'nbdfuse',
    mountPoint: '', changing: 0 });
  const factOf = async (subject: Parameters<typeof refusal>[1]): Promise<string> => refusalWords(await withMappedDevices(
    refusal('volume.in-use', subject, { clients: ['4 connections on the Unix socket'] }, 'Stop it.'), state, () => ['/dev/loop7'])).fact;
  expect(await factOf({ kind: 'volume', name: 'V1', id: volumeId })).toBe(
    'Volume V1 is in use by 4 connections on the Unix socket, plexus map as /dev/loop7');
  expect(await factOf({ kind: 'volume', name: 'V2', id: 'another' })).toBe('Volume V2 is in use by 4 connections on the Unix socket');
  expect(await factOf({ kind: 'group', name: 'Data' })).toContain('plexus map as /dev/loop7 (volume V1)');
});
