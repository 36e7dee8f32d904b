/**
 * What goes into a support bundle: how the host and its groups are configured, what they were, and what the logs say. Never
 * a byte of a volume, never a password, key, token or secret setting: only what is named here goes in.
 */
import { gzipSync } from 'node:zlib';
import type { GroupConfiguration } from '../../model/configuration.ts';
import type { HistoryAnswer } from '../../model/history.ts';
import type { ObjectView } from '../../model/views.ts';
import type { BundlePart, HostSettingView, LogEntry } from '../contract.ts';

export const bundleVersion = 1;
/** Entries of each log, the newest. */
export const bundleLogEntriesMaximum = 1000;

export const pastsPerGroupMaximum = 50;
/** Of all groups together, unpacked. */
export const pastsBytesMaximum = 16 * 1024 * 1024;

export type BundleLog = 'task' | 'alert' | 'audit';

export interface BundleGroup {
  readonly id: string;
  readonly name: string;
  readonly configuration: unknown;
  readonly history: HistoryAnswer;
  /** Configurations of the past, newest first, as far as `pastsPerGroupMaximum` and `pastsBytesMaximum` go. */
  readonly pasts: readonly GroupConfiguration[];
}

export interface BundleContents {
  readonly format: 'plexus support bundle';
  readonly version: number;
  /** ISO 8601 UTC. */
  readonly asOf: string;
  readonly namesHidden: boolean;
  readonly host: { readonly id: string; readonly name: string; readonly version: string; readonly platform: string; readonly node: string };
  readonly objects: readonly ObjectView[];
  readonly groups: readonly BundleGroup[];
  readonly settings: readonly HostSettingView[];
  readonly logs: Readonly<Record<BundleLog, readonly LogEntry[]>>;
}

/** What would be sent, part by part, before it is packed. */
export function bundleParts(contents: BundleContents): readonly BundlePart[] {
  const { host, objects, groups, settings, logs } = contents;
  const part = (name: string, about: string, value: unknown): BundlePart =>
    ({ name, about, bytes: Buffer.byteLength(JSON.stringify(value)) });
  return [
    part('host', 'name, version and platform', host),
    part('objects', `${objects.length} objects as the console shows them`, objects),
    part('groups', `configuration, history and past configurations of ${groups.length} disk groups`, groups),
    part('settings', 'settings of the host, without secrets', settings),
    part('logs', 'the newest entries of the logs of tasks, alerts and audit', logs),
  ];
}

/** One file: JSON, packed with gzip. */
export function packBundle(contents: BundleContents): Buffer {
  return gzipSync(JSON.stringify(contents));
}
