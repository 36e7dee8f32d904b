import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { GroupConfiguration } from '../model/configuration.ts';
import { ConfigurationArchive, configurationsKeptMaximum } from './configuration-archive.ts';
import { testFolder } from './test-folder.ts';
import { WitnessStore } from './witness-store.ts';

describe('the witness', () => {
  test('says what was published last, over a restart, until the group is destroyed', () => {
    const folder = testFolder();
    const witness = new WitnessStore(folder);
    expect(witness.read('group-1')).toBeNull();
    witness.note('group-1', { sequence: 7, commitId: 'commit-7' });
    witness.note('group-1', { sequence: 8, commitId: 'commit-8' });
    expect(new WitnessStore(folder).read('group-1')).toEqual({ sequence: 8, commitId: 'commit-8' });
    expect(readdirSync(join(folder, 'witness'))).toEqual(['group-1']);
    witness.forget('group-1');
    expect(witness.read('group-1')).toBeNull();
  });

  test('foresees two attempts by itself, others by a note that a publication ends', () => {
    const folder = testFolder();
    const witness = new WitnessStore(folder);
    expect(witness.vote('group-1')).toEqual({ witnessSequence: 0, foreseenSequence: 0 });
    witness.foresee('group-1', 3);
    expect(witness.vote('group-1')).toEqual({ witnessSequence: 0, foreseenSequence: 3 });
    witness.note('group-1', { sequence: 7, commitId: 'commit-7' });
    expect(witness.vote('group-1')).toEqual({ witnessSequence: 7, foreseenSequence: 9 });
    witness.foresee('group-1', 12);
    expect(new WitnessStore(folder).vote('group-1')).toEqual({ witnessSequence: 7, foreseenSequence: 12 });
    expect(witness.read('group-1')?.commitId).toBe('commit-7');
  });

  test('a note that cannot be read has no vote', () => {
    const folder = testFolder();
    const witness = new WitnessStore(folder);
    writeFileSync(join(folder, 'witness', 'group-1'), '{"sequence":"many"}');
    expect(witness.read('group-1')).toBeNull();
  });
});

describe('the archive of configurations', () => {
  test('keeps the last of each group', () => {
    const folder = testFolder();
    const total = configurationsKeptMaximum + 5;
    const archives = [new ConfigurationArchive(folder), new ConfigurationArchive(folder)];
    for (let sequence = 1; sequence <= total; sequence++) {
      expect(archives[sequence > 12 ? 1 : 0]!.keep({ id: 'group-1', sequence } as GroupConfiguration)).toBe('');
    }
    const names = readdirSync(join(folder, 'configurations', 'group-1')).map((name) => Number.parseInt(name, 10));
    expect(names).toEqual(Array.from({ length: configurationsKeptMaximum }, (_unused, index) => index + 6));
  });
});
