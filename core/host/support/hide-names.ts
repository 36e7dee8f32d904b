/**
 * Replaces what names a company's things in a bundle: names of hosts, groups, disks, volumes, enclosures, sites and users,
 * paths, addresses, command lines' arguments among them. Each is replaced by the same stand-in wherever it stands, so that
 * what belongs together still does.
 */
import type { ObjectView } from '../../model/views.ts';
import type { BundleContents } from './support-bundle.ts';

/** Kinds of stand-ins; `path` and `address` are found by their look, the others by where they stand. */
type Kind = 'host' | 'group' | 'disk' | 'volume' | 'enclosure' | 'site' | 'user' | 'path' | 'address';

/** Names shorter than this are words of the product as often as names. */
const nameLengthMinimum = 2;

export function hideNames(contents: BundleContents): BundleContents {
  const names = new StandIns();
  names.add('host', contents.host.name);
  for (const object of contents.objects) collect(names, object);
  for (const group of contents.groups) {
    names.add('group', group.name);
    for (const entry of group.history.entries) names.add('user', entry.actor);
    for (const configuration of [group.configuration, ...group.pasts]) collectConfiguration(names, configuration);
  }
  for (const log of Object.values(contents.logs)) {
    for (const { facts } of log) {
      names.add('user', textIn(facts, 'user'));
      names.add('user', textIn(facts['input'], 'user'));
    }
  }
  const { format, version, asOf } = contents;
  return { ...names.replaceIn(contents) as BundleContents, format, version, asOf, namesHidden: true };
}

function collect(names: StandIns, object: ObjectView): void {
  switch (object.kind) {
    case 'host': return names.add('host', object.name);
    case 'group':
      names.add('group', object.name);
      return names.add('host', object.stampHost);
    case 'disk':
      names.add('enclosure', object.enclosure);
      names.add('site', object.site);
      return names.add('path', object.location);
    case 'volume': return names.add('volume', object.name);
    default:
  }
}

/** Names of a group that is not imported, and of what was deleted, stand in its configurations only. */
function collectConfiguration(names: StandIns, configuration: unknown): void {
  if (typeof configuration !== 'object' || configuration === null) return;
  const { name: groupName, volumes, stamp, disks } = configuration as {
    readonly name?: unknown;
    readonly volumes?: readonly { readonly name?: unknown }[]; readonly stamp?: { readonly name?: unknown } | null;
    readonly disks?: readonly { readonly enclosure?: unknown; readonly site?: unknown }[];
  };
  names.add('group', String(groupName ?? ''));
  for (const { name } of volumes ?? []) names.add('volume', String(name ?? ''));
  for (const { enclosure, site } of disks ?? []) {
    names.add('enclosure', String(enclosure ?? ''));
    names.add('site', String(site ?? ''));
  }
  names.add('host', String(stamp?.name ?? ''));
}

function textIn(value: unknown, key: string): string {
  const found = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : '';
  return typeof found === 'string' ? found : '';
}

class StandIns {
  readonly #byName = new Map<string, string>();
  readonly #counts = new Map<Kind, number>();
  #pattern: RegExp | null = null;

  add(kind: Kind, name: string): void {
    if (name.length < nameLengthMinimum || this.#byName.has(name)) return;
    this.#standIn(kind, name);
    this.#pattern = null;
  }

  replaceIn(value: unknown): unknown {
    if (typeof value === 'string') return this.#replace(value);
    if (Array.isArray(value)) return value.map((item) => this.replaceIn(item));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, keysOfForm.has(key) ? item : this.replaceIn(item)]));
  }

  #replace(text: string): string {
    this.#pattern ??= patternOf([...this.#byName.keys()]);
    return text
      .replace(this.#pattern, (name) => this.#byName.get(name) ?? name)
      .replace(pathLook, (path) => this.#standIn('path', path))
      .replace(addressLook, (address) => this.#standIn('address', address));
  }

  #standIn(kind: Kind, name: string): string {
    const known = this.#byName.get(name);
    if (known !== undefined) return known;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const made = `${kind}-${count}`;
    this.#byName.set(name, made);
    return made;
  }
}

/** Values that are words of the product, never names. */
const keysOfForm: ReadonlySet<string> = new Set([
  'kind', 'id', 'state', 'status', 'health', 'layout', 'type', 'severity', 'code', 'format', 'version', 'at', 'call', 'role', 'via', 'key',
  'standard', 'about', 'firstAt', 'lastAt', 'startedAt', 'endedAt',
]);

const pathLook = /(?:\/[\w.@+~-]+){2,}\/?|[A-Za-z]:\\[^\s"',;]+/g;
const addressLook = /\b(?:\d{1,3}\.){3}\d{1,3}\b|\b(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}\b/gi;

/** Whole words only, or behind `-g` and `-n`; the longest first, so that `Data2` is not the stand-in of `Data` with a 2. */
function patternOf(names: readonly string[]): RegExp {
  const escaped = names.toSorted((one, other) => other.length - one.length).map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return escaped.length === 0 ? /(?!)/g : new RegExp(`(?:(?<![\\w-])|(?<=\\s-[gn]))(?:${escaped.join('|')})(?!\\w)`, 'g');
}
