import { describe, expect, it } from 'vitest';
import { sampleDisk, sampleGroup, sampleVolume } from '../state/fake-objects.ts';
import { noFormat } from './format-form.ts';
import { checkAttributes, checkLetter, checkSelection, volumeMake } from './new-volume-form.ts';
import type { NewVolumeFacts, NewVolumeForm } from './new-volume-form.ts';

const facts: NewVolumeFacts = {
  groups: [sampleGroup({ id: 'g1', name: 'VMDG' })],
  volumes: [sampleVolume({ name: 'Volume1', groupId: 'g1', driveLetter: 'E' })],
  disks: [sampleDisk({ id: 'd1', name: 'Harddisk0' }), sampleDisk({ id: 'd2', name: '', internalName: 'Disk2' })],
};

const form: NewVolumeForm = {
  groupId: 'g1', diskChoice: 'auto', diskIds: [], name: 'Volume2', size: '64M', layout: 'concatenated', columns: '2', stripeUnit: '64K',
  mirrored: false, mirrors: '2', logging: true, letterChoice: 'none', letter: 'F', ...noFormat,
};

describe('what is wrong', () => {
  it('is nothing with a plain volume', () => {
    expect(checkSelection(form, facts)).toEqual({});
    expect(checkAttributes(form, facts)).toEqual({});
    expect(checkLetter(form, facts)).toEqual({});
  });

  it('is said at the field that it is about', () => {
    expect(checkSelection({ ...form, groupId: 'gone', diskChoice: 'manual' }, facts))
      .toEqual({ groupId: 'Choose a disk group.', diskIds: 'Choose at least one disk.' });
    expect(checkAttributes({ ...form, name: 'volume1' }, facts).name).toContain('exists already');
    expect(checkAttributes({ ...form, name: '-x' }, facts).name).toContain('begins with');
    expect(checkAttributes({ ...form, size: '-1' }, facts).size).toContain('negative');
    expect(checkAttributes({ ...form, size: '' }, facts).size).toBe('This is needed.');
    expect(checkLetter({ ...form, letterChoice: 'assign', letter: 'e:' }, facts).letter).toBe('E: belongs to Volume1.');
    expect(checkLetter({ ...form, letterChoice: 'assign', letter: 'A' }, facts).letter).toBe('Letters go from C to Z.');
  });

  it('is asked of a field only where the layout has it', () => {
    const odd = { ...form, columns: '1', stripeUnit: '65K', mirrors: '99' };
    expect(checkAttributes(odd, facts)).toEqual({});
    expect(Object.keys(checkAttributes({ ...odd, layout: 'striped', mirrored: true }, facts))).toEqual(['columns', 'stripeUnit',
      'mirrors']);
  });

  it('is too few disks for the layout, when they were chosen by hand', () => {
    const chosen = { ...form, diskChoice: 'manual' as const, diskIds: ['d1', 'd2'], layout: 'striped' as const };
    expect(checkAttributes(chosen, facts)).toEqual({});
    expect(checkAttributes({ ...chosen, mirrored: true }, facts).mirrors).toContain('4 disks');
  });
});

describe('the command', () => {
  it('has only what the layout needs', () => {
    expect(volumeMake(form, facts)).toEqual({
      command: 'volume.make', group: 'VMDG', volume: 'Volume2', sizeBytes: 64 * 2 ** 20, type: 'spanned', mirrors: 1, disks: [],
      excludedDisks: [], zeroed: true,
    });
  });

  it('is a mirrored stripe without a log, on these disks, with a letter', () => {
    expect(volumeMake({
      ...form, layout: 'striped', mirrored: true, mirrors: '3', logging: false, diskChoice: 'manual', diskIds: ['d1', 'd2'],
      letterChoice: 'assign', letter: 'f',
    }, facts)).toMatchObject({
      type: 'stripe', mirrors: 3, columns: 2, stripeUnitBytes: 65536, logs: 0, driveLetter: 'F', disks: ['Harddisk0', 'Disk2'],
    });
  });
});
