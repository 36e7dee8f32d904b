/** Gathers a support bundle from a host that runs: `support.bundle`. */
import type { GroupConfiguration } from '../../model/configuration.ts';
import type { HistoryEntry } from '../../model/history.ts';
import { success } from '../../model/result.ts';
import type { Refusal } from '../../model/refusal.ts';
import type { Result } from '../../model/result.ts';
import type { CallOutputs } from '../contract.ts';
import { groupHistory, pastGroupConfiguration } from '../group-history.ts';
import type { CallWorld } from '../host-calls.ts';
import { shownSettings } from '../setting-calls.ts';
import { hostVersion } from '../version.ts';
import { hideNames } from './hide-names.ts';
import {
  bundleLogEntriesMaximum, bundleParts, bundleVersion, packBundle, pastsBytesMaximum, pastsPerGroupMaximum,
} from './support-bundle.ts';
import type { BundleContents, BundleGroup, BundleLog } from './support-bundle.ts';

export async function supportBundle(
  world: CallWorld, namesHidden: boolean, pack: boolean,
): Promise<Result<CallOutputs['support.bundle'], Refusal>> {
  const contents = await gather(world);
  const sent = namesHidden ? hideNames(contents) : contents;
  return success({ parts: bundleParts(sent), packed: pack ? packBundle(sent).toString('base64') : '' });
}

async function gather(world: CallWorld): Promise<BundleContents> {
  const { host, store, logs, settingsFile } = world;
  const log = (name: BundleLog): ReturnType<(typeof logs)[BundleLog]['last']> => logs[name].last(bundleLogEntriesMaximum);
  return {
    format: 'plexus support bundle', version: bundleVersion, asOf: new Date().toISOString(), namesHidden: false,
    host: { id: host.id, name: host.name, version: hostVersion, platform: `${process.platform} ${process.arch}`, node: process.version },
    objects: store.objects().filter(({ kind }) => kind !== 'other host'),
    groups: await groupsOf(world),
    settings: shownSettings(settingsFile, false).settings,
    logs: { task: log('task'), alert: log('alert'), audit: log('audit') },
  };
}

/** A group whose history cannot be read is there without it. */
async function groupsOf(world: CallWorld): Promise<BundleGroup[]> {
  const running = world.groups.all().map(({ id, name, status }) => ({ id, name, configuration: status.configuration }));
  const found = world.found().flatMap(({ id, name, configuration }) => (configuration === null ? [] : [{ id, name, configuration }]));
  const groups: BundleGroup[] = [];
  let roomBytes = pastsBytesMaximum;
  for (const group of [...running, ...found.filter(({ id }) => !running.some((other) => other.id === id))]) {
    const history = await groupHistory(world, group.id, { kind: 'entries' });
    const entries = history.ok ? history.value.entries : [];
    const pasts = await pastsOf(world, group.id, entries, roomBytes);
    roomBytes -= pasts.lengthBytes;
    groups.push({ ...group, history: { entries, changes: [] }, pasts: pasts.configurations });
  }
  return groups;
}

/** The configurations before the newest entries, as far as there is room. */
async function pastsOf(world: CallWorld, groupId: string, entries: readonly HistoryEntry[], roomBytes: number) {
  const configurations: GroupConfiguration[] = [];
  let lengthBytes = 0;
  // The newest is the present one, which is there already.
  for (const { sequence } of entries.slice(1, pastsPerGroupMaximum + 1)) {
    const past = await pastGroupConfiguration(world, groupId, sequence);
    if (!past.ok) continue;
    lengthBytes += Buffer.byteLength(JSON.stringify(past.value));
    if (lengthBytes > roomBytes) break;
    configurations.push(past.value);
  }
  return { configurations, lengthBytes };
}
