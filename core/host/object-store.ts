/**
 * The present state of all objects as the console and the command line see it, and the numbered changes that led here.
 *
 * Invariants:
 * - Each object belongs to one scope (the host, its disks, one group, ...); whoever owns a scope gives it whole, and the
 *   store finds out what changed. Nobody sends a change that the store has not numbered.
 * - Sequence numbers rise by one a change, and start anew with each `hostRun`.
 * - Applying all changes after sequence n, in order, to the state at n gives the present state.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Change, ObjectView, ObjectViewKind } from '../model/views.ts';

/** Changes kept for clients that come back. */
export const changesKeptMaximum = 10_000;
/** Views inside the kept changes: one change of a large group counts as much as it weighs. */
export const changedViewsKeptMaximum = 100_000;

export type ViewOf<Kind extends ObjectViewKind> = Extract<ObjectView, { kind: Kind }>;
type ViewsByKey = ReadonlyMap<string, ObjectView>;

function keyOf(view: { readonly kind: ObjectViewKind; readonly id: string }): string {
  return `${view.kind} ${view.id}`;
}

export class ObjectStore {
  readonly hostRun: string;
  readonly #scopes = new Map<string, ViewsByKey>();
  readonly #listeners = new Set<(change: Change) => void>();
  #kept: Change[] = [];
  #keptViews = 0;
  #sequence = 0;

  constructor(hostRun: string) {
    this.hostRun = hostRun;
  }

  get sequence(): number {
    return this.#sequence;
  }

  /** Makes these views the whole content of the scope. An unchanged view given again costs one comparison. */
  replace(scope: string, views: Iterable<ObjectView>): void {
    const before = this.#scopes.get(scope) ?? new Map<string, ObjectView>();
    const after = new Map<string, ObjectView>();
    const put: ObjectView[] = [];
    for (const view of views) {
      const key = keyOf(view);
      const known = before.get(key);
      const same = known !== undefined && (known === view || isDeepStrictEqual(known, view));
      after.set(key, same ? known : view);
      if (!same) put.push(view);
    }
    const remove = [...before].filter(([key]) => !after.has(key)).map(([, { kind, id }]) => ({ kind, id }));
    if (after.size > 0) this.#scopes.set(scope, after);
    else this.#scopes.delete(scope);
    if (put.length > 0 || remove.length > 0) this.#publish({ sequence: this.#sequence + 1, put, remove });
  }

  objects(): ObjectView[] {
    return [...this.#scopes.values()].flatMap((scope) => [...scope.values()]);
  }

  ofKind<Kind extends ObjectViewKind>(kind: Kind): ViewOf<Kind>[] {
    return this.objects().filter((view): view is ViewOf<Kind> => view.kind === kind);
  }

  find<Kind extends ObjectViewKind>(kind: Kind, id: string): ViewOf<Kind> | null {
    const key = keyOf({ kind, id });
    for (const scope of this.#scopes.values()) {
      const view = scope.get(key);
      if (view !== undefined) return view as ViewOf<Kind>;
    }
    return null;
  }

  /** What came after `sequence`, oldest first; null when the store no longer has all of it, or never had. */
  changesAfter(sequence: number): readonly Change[] | null {
    if (sequence === this.#sequence) return [];
    const oldest = this.#kept[0]?.sequence;
    if (oldest === undefined || sequence < oldest - 1 || sequence > this.#sequence) return null;
    return this.#kept.slice(sequence - oldest + 1);
  }

  /** Returns what ends the listening. */
  listen(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #publish(change: Change): void {
    this.#sequence = change.sequence;
    this.#kept.push(change);
    this.#keptViews += weightOf(change);
    let dropped = 0;
    while (this.#kept.length - dropped > changesKeptMaximum || (this.#keptViews > changedViewsKeptMaximum && dropped < this.#kept.length)) {
      this.#keptViews -= weightOf(this.#kept[dropped]!);
      dropped += 1;
    }
    if (dropped > 0) this.#kept = this.#kept.slice(dropped);
    for (const listener of this.#listeners) listener(change);
  }
}

function weightOf(change: Change): number {
  return change.put.length + change.remove.length;
}
