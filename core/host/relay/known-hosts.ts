/**
 * The hosts that were connected from here, with the certificate that each had: `<state>/known-hosts.json` (0600).
 *
 * Invariants:
 * - No password is ever in it.
 * - A pin changes only when a person accepted the new fingerprint.
 * - A file that cannot be understood is refused, not replaced: losing pins in silence would let anybody in between.
 */
import { join } from 'node:path';
import * as z from 'zod';
import type { Refusal } from '../../model/refusal.ts';
import { failure, success } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { readTextIfThere, writeFileDurably } from '../durable-file.ts';
import { stateFolderRefusal, systemReason } from '../state-folder.ts';

/** The one that was not connected for longest makes room. */
export const knownHostsMaximum = 256;

const knownHostSchema = z.object({
  address: z.string(), fingerprint: z.string(),
  /** As it named itself when somebody last logged in; empty before. */
  hostName: z.string(), user: z.string(),
  /** ISO 8601 UTC; empty before the first log-in. */
  lastAt: z.string(),
});
export type KnownHost = Readonly<z.infer<typeof knownHostSchema>>;

const fileSchema = z.object({ version: z.literal(1), hosts: z.array(knownHostSchema) });

export class KnownHosts {
  readonly #folder: string;

  constructor(stateFolder: string) {
    this.#folder = stateFolder;
  }

  /** The one that was connected last comes first. */
  all(): Result<readonly KnownHost[], Refusal> {
    try {
      const text = readTextIfThere(this.#file);
      const hosts = text === null ? [] : fileSchema.parse(JSON.parse(text)).hosts;
      return success(hosts.toSorted((one, other) => other.lastAt.localeCompare(one.lastAt)));
    } catch (error) {
      return failure(stateFolderRefusal(this.#folder, `known-hosts.json cannot be understood: ${systemReason(error)}`));
    }
  }

  keep(host: KnownHost): Result<null, Refusal> {
    const known = this.all();
    if (!known.ok) return known;
    const others = known.value.filter(({ address }) => address !== host.address);
    try {
      writeFileDurably(this.#file, `${JSON.stringify({ version: 1, hosts: [host, ...others].slice(0, knownHostsMaximum) }, null, 2)}\n`);
      return success(null);
    } catch (error) {
      return failure(stateFolderRefusal(this.#folder, systemReason(error)));
    }
  }

  get #file(): string {
    return join(this.#folder, 'known-hosts.json');
  }
}
