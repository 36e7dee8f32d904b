/** A support bundle as a host that can only be looked at: it answers the contract from the file, as things were. */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import { configurationDifference } from '../../model/configuration-difference.ts';
import type { GroupConfiguration } from '../../model/configuration.ts';
import { refusal } from '../../model/refusal.ts';
import type { Refusal } from '../../model/refusal.ts';
import { failure, success } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { createCallDispatch } from '../call-dispatch.ts';
import type { CallHandlers } from '../call-dispatch.ts';
import { calls } from '../contract.ts';
import type { CallName } from '../contract.ts';
import { parseFrame } from '../frame-lines.ts';
import { ObjectStore } from '../object-store.ts';
import { pastGroupViews } from '../past-views.ts';
import type { OtherHost } from '../relay/other-host.ts';
import { hostInside } from '../relay/session-host.ts';
import { systemReason } from '../state-folder.ts';
import { bundleVersion } from './support-bundle.ts';
import type { BundleContents, BundleGroup } from './support-bundle.ts';

/** Unpacked; a file that claims more is no bundle of ours. */
export const bundleBytesMaximum = 512 * 1024 * 1024;

const entrySchema = z.object({ at: z.string(), severity: z.string(), message: z.string(), facts: z.record(z.string(), z.unknown()) });
const bundleSchema = z.object({
  format: z.literal('plexus support bundle'), version: z.literal(bundleVersion), asOf: z.iso.datetime(), namesHidden: z.boolean(),
  host: z.object({ id: z.string(), name: z.string(), version: z.string(), platform: z.string(), node: z.string() }),
  objects: z.array(z.looseObject({ kind: z.string(), id: z.string() })),
  groups: z.array(z.object({
    id: z.string(), name: z.string(), configuration: z.unknown(),
    history: z.object({ entries: z.array(z.unknown()), changes: z.array(z.string()) }),
    pasts: z.array(z.looseObject({ sequence: z.number() })).default([]),
  })),
  settings: z.array(z.object({ key: z.string(), value: z.string(), standard: z.string(), about: z.string() })),
  logs: z.object({ task: z.array(entrySchema), alert: z.array(entrySchema), audit: z.array(entrySchema) }),
});

const gzipMagic = Buffer.from([0x1f, 0x8b]);

export function openBundle(file: string, packed: Buffer): Result<OtherHost, Refusal> {
  const read = readBundle(file, packed);
  if (!read.ok) return read;
  const contents = read.value;
  const id = createHash('sha256').update(packed).digest('hex').slice(0, 16);
  const store = new ObjectStore(`bundle ${id}`);
  store.replace('bundle', contents.objects);
  const { host, asOf } = contents;
  const session = {
    dispatch: createCallDispatch(bundleCalls(contents, store), () => undefined), store, hostId: host.id, version: host.version,
    readStatistics: async () => null,
  };
  return success(hostInside({
    kind: 'other host', id, hostKind: 'bundle', name: host.name, address: file, user: '', state: 'connected', fault: null, asOf,
  }, { session, close: async () => undefined }, { role: 'read-only', user: '', via: 'bundle', address: '' }));
}

export function readBundle(file: string, packed: Buffer): Result<BundleContents, Refusal> {
  const subject = { kind: 'host', name: file } as const;
  const invalid = (reason: string): Result<never, Refusal> =>
    failure(refusal('bundle.invalid', subject, { reason }, 'Ask for the bundle once more: plexus bundle FILE'));
  if (!packed.subarray(0, gzipMagic.length).equals(gzipMagic)) return invalid('is a file of another kind');
  let text: string;
  try {
    text = gunzipSync(packed, { maxOutputLength: bundleBytesMaximum }).toString('utf8');
  } catch (error) {
    return invalid(`is damaged or was cut short (${systemReason(error)})`);
  }
  const value = parseFrame(text);
  const head = z.object({ format: z.literal('plexus support bundle'), version: z.number() }).safeParse(value);
  if (!head.success) return invalid('is a file of another kind');
  if (head.data.version > bundleVersion) {
    const evidence = { version: head.data.version, known: bundleVersion };
    return failure(refusal('bundle.newer', subject, evidence, 'Open it with a later version of Plexus.'));
  }
  const parsed = bundleSchema.safeParse(value);
  if (!parsed.success) return invalid(`is damaged at ${parsed.error.issues[0]?.path.map(String).join('.') ?? 'its head'}`);
  // Objects and configurations were written by a host of ours and are shown, never acted upon.
  return success(parsed.data as unknown as BundleContents);
}

/** Only so many are packed: see `support-bundle.ts`. */
function configurationAt({ id, name, configuration, pasts }: BundleGroup, sequence: number): Result<GroupConfiguration, Refusal> {
  const known = [configuration as GroupConfiguration, ...pasts];
  const found = known.find((one) => one.sequence === sequence);
  if (found !== undefined) return success(found);
  const evidence = { sequence, oldest: known.at(-1)?.sequence ?? sequence, newest: known[0]?.sequence ?? sequence };
  return failure(refusal('history.unknown', { kind: 'group', name, id }, evidence, 'Ask the host itself for what lies further back.'));
}

function bundleCalls(contents: BundleContents, store: ObjectStore): CallHandlers {
  const { host, asOf, groups, settings, logs } = contents;
  const subject = { kind: 'host', name: host.name, id: host.id } as const;
  const readOnly = (): Result<never, Refusal> => failure(refusal('bundle.read-only', subject, { asOf }, 'Connect to the host itself.'));
  const group = (name: string): BundleContents['groups'][number] | undefined =>
    groups.find((known) => known.id === name || known.name.toLowerCase() === name.toLowerCase());
  const unknown = (name: string): Result<never, Refusal> => failure(refusal('group.unknown', { kind: 'group', name },
    { known: groups.map((known) => known.name) }, 'Name one that the bundle holds.'));
  const answered: Partial<CallHandlers> = {
    'host.users': () => success({ clients: [], runningTasks: [] }),
    'objects.list': () => success({ hostRun: store.hostRun, sequence: store.sequence, objects: store.objects() }),
    'events.subscribe': (position, caller) => success({ hostRun: store.hostRun, resumed: caller.subscribe(position).resumed }),
    'group.configuration': (input) => {
      const known = group(input.group);
      return known === undefined ? unknown(input.group) : success({ configuration: known.configuration });
    },
    'group.history': (input) => {
      const known = group(input.group);
      if (known === undefined) return unknown(input.group);
      if (input.from === undefined || input.to === undefined) return success(known.history);
      const [from, to] = [configurationAt(known, input.from), configurationAt(known, input.to)];
      if (!from.ok) return from;
      return to.ok ? success({ entries: [], changes: configurationDifference(from.value, to.value) }) : to;
    },
    'group.past': (input) => {
      const known = group(input.group);
      if (known === undefined) return unknown(input.group);
      const past = configurationAt(known, input.sequence);
      return past.ok ? success({ objects: pastGroupViews(past.value, (diskId) => store.find('disk', diskId)?.name ?? '') }) : past;
    },
    'settings.get': () => success({ settings }),
    'log.read': ({ log, last }) => success({ entries: logs[log].slice(-last) }),
  };
  const refused = Object.fromEntries((Object.keys(calls) as CallName[]).map((name) => [name, readOnly]));
  return { ...refused, ...answered } as CallHandlers;
}
