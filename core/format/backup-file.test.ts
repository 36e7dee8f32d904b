import { describe, expect, it } from 'vitest';
import { backupVersion, decodeBackup, encodeBackup, type GroupBackup } from './backup-file.ts';
import { sampleConfiguration } from './sample-configuration.test-double.ts';

const configuration = sampleConfiguration(2);
const backup: GroupBackup = {
  at: '2030-01-01T00:00:00.000Z', hostName: 'alpha', configuration,
  disks: configuration.disks.map(({ id, name, lastAccess, sizeBytes }) => ({ id, name, location: lastAccess, sizeBytes, present: true })),
};
const text = encodeBackup(backup);

type Fields = Readonly<Record<string, unknown>>;

/** The backup with other fields in its frame; the checksum is what it was. */
function reframed(changes: Fields): string {
  return JSON.stringify({ ...JSON.parse(text) as Fields, ...changes });
}

/** A frame around whatever is given, with the right checksum. */
function framed(content: Fields): string {
  return encodeBackup(content as unknown as GroupBackup);
}

function why(file: string): string {
  const read = decodeBackup(file);
  return read.ok ? '' : read.error;
}

const contradictory = { ...configuration, disks: configuration.disks.slice(1) };

describe('a backup of a group', () => {
  it('comes back as it was written, with whatever blanks', () => {
    expect(decodeBackup(text)).toEqual({ ok: true, value: backup });
    expect(decodeBackup(JSON.stringify(JSON.parse(text)))).toEqual({ ok: true, value: backup });
  });

  it('may be the bare configuration that a host keeps', () => {
    const read = decodeBackup(JSON.stringify(configuration));
    expect(read).toEqual({ ok: true, value: { at: '', hostName: '', configuration, disks: [] } });
  });

  it.each([
    ['it is no JSON text', 'not JSON'],
    ['it is neither a backup nor a configuration', '17'],
    ['it is neither a backup nor a configuration', 'null'],
    ['it is neither a backup nor a configuration', '{"name":"Data"}'],
    ['it is no backup of a disk group', reframed({ format: 'another' })],
    [`it has version 2, this release knows up to ${backupVersion}`, reframed({ version: 2 })],
    [`it has version one, this release knows up to ${backupVersion}`, reframed({ version: 'one' })],
    ['its content does not match its checksum', reframed({ content: { ...backup, hostName: 'beta' } })],
    ['it is malformed at hostName', framed({ ...backup, hostName: 17 })],
    ['it is malformed at configuration.name', framed({ ...backup, configuration: { ...configuration, name: '' } })],
  ])('is refused where %s', (reason, file) => {
    expect(why(file)).toBe(reason);
  });

  it('is refused where its records contradict each other, framed or bare', () => {
    for (const file of [framed({ ...backup, configuration: contradictory }), JSON.stringify(contradictory)]) {
      expect(why(file)).toMatch(/^its records contradict each other: .+/);
    }
  });
});
