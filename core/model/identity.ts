/**
 * Identities. A GUID names an object for ever, on every host; a name is what people call it today.
 * Brands keep one kind from being passed where another is meant.
 */

declare const brand: unique symbol;
type Branded<Kind extends string> = string & { readonly [brand]: Kind };

export type HostId = Branded<'host'>;
export type DiskId = Branded<'disk'>;
export type GroupId = Branded<'group'>;
export type VolumeId = Branded<'volume'>;
export type PlexId = Branded<'plex'>;
export type SubdiskId = Branded<'subdisk'>;
export type LogId = Branded<'log'>;
/** Names one commit of a configuration; two commits with one sequence number differ in it. */
export type CommitId = Branded<'commit'>;

export type ObjectKind = 'host' | 'disk' | 'group' | 'volume' | 'plex' | 'subdisk' | 'log';

/** What a refusal, an alert or a task is about. `id` is absent while the object does not exist yet. */
export interface Subject {
  readonly kind: ObjectKind;
  readonly name: string;
  readonly id?: string;
}
