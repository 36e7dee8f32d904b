/**
 * What an administrator has set on this host and that belongs to no disk group: kept in `<state>/settings.json`.
 * A file that cannot be understood is refused, not replaced: it may come from a newer version.
 */
import { join } from 'node:path';
import * as z from 'zod';
import { failure, success } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Refusal } from '../model/refusal.ts';
import type { LetterWish } from './drive-letters.ts';
import { readTextIfThere, writeFileDurably } from './durable-file.ts';
import { stateFolderRefusal, systemReason } from './state-folder.ts';

const tcpSettingSchema = z.object({
  address: z.string(), port: z.number().int(), certificateFile: z.string(), keyFile: z.string(), allow: z.array(z.string()),
});
export type TcpSetting = z.infer<typeof tcpSettingSchema>;

const letterSchema = z.object({ letter: z.string(), volumeId: z.string(), volume: z.string(), groupId: z.string(), group: z.string() });

const settingsSchema = z.object({
  version: z.literal(1), tcpByGroup: z.record(z.string(), tcpSettingSchema),
  /** Which volume has which drive letter here; the names are for words only. */
  driveLetters: z.array(letterSchema).default([]),
  /** What was set by `plexus set`; what was not has its standard value. */
  values: z.record(z.string(), z.string()).default({}),
});
type SettingsText = z.infer<typeof settingsSchema>;

export class HostSettings {
  readonly #folder: string;
  #settings: SettingsText;

  private constructor(folder: string, settings: SettingsText) {
    this.#folder = folder;
    this.#settings = settings;
  }

  static open(folder: string): Result<HostSettings, Refusal> {
    try {
      const text = readTextIfThere(join(folder, 'settings.json'));
      const settings = text === null
        ? { version: 1 as const, tcpByGroup: {}, driveLetters: [], values: {} }
        : settingsSchema.parse(JSON.parse(text));
      return success(new HostSettings(folder, settings));
    } catch (error) {
      return failure(stateFolderRefusal(folder, `settings.json cannot be understood: ${systemReason(error)}`));
    }
  }

  /** Null when the group is not served over TCP. */
  tcp(groupId: string): TcpSetting | null {
    return this.#settings.tcpByGroup[groupId] ?? null;
  }

  setTcp(groupId: string, setting: TcpSetting | null): Result<null, Refusal> {
    const { [groupId]: _replaced, ...others } = this.#settings.tcpByGroup;
    return this.#write({ ...this.#settings, tcpByGroup: setting === null ? others : { ...others, [groupId]: setting } });
  }

  driveLetters(): readonly LetterWish[] {
    return this.#settings.driveLetters;
  }

  setDriveLetters(holders: readonly LetterWish[]): Result<null, Refusal> {
    return this.#write({ ...this.#settings, driveLetters: [...holders] });
  }

  values(): Readonly<Record<string, string>> {
    return this.#settings.values;
  }

  setValues(values: Readonly<Record<string, string>>): Result<null, Refusal> {
    return this.#write({ ...this.#settings, values: { ...values } });
  }

  #write(next: SettingsText): Result<null, Refusal> {
    try {
      writeFileDurably(join(this.#folder, 'settings.json'), `${JSON.stringify(next, null, 2)}\n`);
    } catch (error) {
      return failure(stateFolderRefusal(this.#folder, systemReason(error)));
    }
    this.#settings = next;
    return success(null);
  }
}
