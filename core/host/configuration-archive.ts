/**
 * The last configurations of each disk group as text, for people who must find out what was there. Import never reads
 * them, and a group goes on when one cannot be written.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GroupConfiguration } from '../model/configuration.ts';
import { privateFileMode, privateFolderMode, removeIfThere } from './durable-file.ts';

export const configurationsKeptMaximum = 20;

export class ConfigurationArchive {
  readonly #folder: string;
  readonly #kept = new Map<string, string[]>();

  constructor(stateFolder: string) {
    this.#folder = join(stateFolder, 'configurations');
  }

  /** Answers why it could not be kept; empty when it was. */
  keep(configuration: GroupConfiguration): string {
    const folder = join(this.#folder, configuration.id);
    try {
      mkdirSync(folder, { recursive: true, mode: privateFolderMode });
      const names = this.#kept.get(configuration.id) ?? keptNames(folder);
      const name = `${String(configuration.sequence).padStart(12, '0')}.json`;
      writeFileSync(join(folder, name), `${JSON.stringify(configuration, null, 1)}\n`, { mode: privateFileMode });
      const all = names.includes(name) ? names : [...names, name].sort();
      for (const old of all.slice(0, -configurationsKeptMaximum)) removeIfThere(join(folder, old));
      this.#kept.set(configuration.id, all.slice(-configurationsKeptMaximum));
      return '';
    } catch (error) {
      return (error as NodeJS.ErrnoException).code ?? String(error);
    }
  }
}

function keptNames(folder: string): string[] {
  return readdirSync(folder).filter((name) => /^\d{12}\.json$/.test(name)).sort();
}
