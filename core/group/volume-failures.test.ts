import { expect, it } from 'vitest';
import { sampleConfiguration } from '../format/sample-configuration.test-double.ts';
import type { Health } from '../model/health.ts';
import type { RuntimeAlert, RuntimeStatus } from './runtime-protocol.ts';
import { VolumeFailures } from './volume-failures.ts';

const configuration = sampleConfiguration(1);
const volumeId = configuration.volumes[0]?.id ?? '';

function status(started: boolean, word: Health['word'], reason: string): RuntimeStatus {
  return {
    configuration, frozenBecause: '', presentDiskIds: [], failedDiskIds: [], leftOutDiskIds: [], missingByDiskId: {}, errorsByDiskId: {},
    volumes: [{ volumeId, started, uri: '', guidUri: '', tcpUri: '', clients: [] }],
    healthByVolumeId: { [volumeId]: { word, reason } as Health }, tasks: [],
  };
}

it('a started volume without a usable plex is told of once, and cleared when it has one again or is stopped', () => {
  const alerts: RuntimeAlert[] = [];
  const failures = new VolumeFailures((alert) => { alerts.push(alert); });
  const told = (): readonly (readonly [string, boolean, string])[] =>
    alerts.splice(0).map(({ code, cleared, evidence }) => [code, cleared, String(evidence['reason'] ?? '')]);
  failures.observe(status(false, 'Failed', 'Disk1 is missing'));
  failures.observe(status(true, 'Healthy', ''));
  expect(told()).toEqual([]);
  for (let times = 0; times < 2; times += 1) failures.observe(status(true, 'Failed', 'Disk1 is missing'));
  expect(told()).toEqual([['volume.failed', false, 'Disk1 is missing']]);
  for (let times = 0; times < 2; times += 1) failures.observe(status(true, 'Healthy', ''));
  expect(told()).toEqual([['volume.failed', true, '']]);
  failures.observe(status(true, 'Failed', 'Disk2 is missing'));
  failures.observe(status(false, 'Failed', 'Disk2 is missing'));
  expect(told()).toEqual([['volume.failed', false, 'Disk2 is missing'], ['volume.failed', true, '']]);
});
