import { describe, expect, it } from 'vitest';
import { refusal } from '../../core/model/refusal.ts';
import { checkFormat, formatLine, labelOfForm, noFormat, wishOf } from './format-form.ts';

const mebibyte = 2 ** 20;
const none = new Map();

describe('the form of a file system', () => {
  it('is nothing as long as none is wanted', () => {
    expect(checkFormat(noFormat, 'Volume1', 0, none)).toEqual({});
    expect(wishOf(noFormat, 'Volume1')).toBeNull();
    expect(formatLine(noFormat, 'VMDG', 'Volume1')).toBe('');
  });

  it('takes the volume’s name as far as the file system does, until a person types a label', () => {
    expect(labelOfForm({ ...noFormat, fileSystem: 'fat' }, 'DatabaseVolume')).toBe('DatabaseVol');
    expect(labelOfForm({ ...noFormat, fileSystem: 'fat', fileSystemLabel: '' }, 'DatabaseVolume')).toBe('');
  });

  it('says at its field what the host or the file system does not take', () => {
    const missing = refusal('format.unsupported', { kind: 'host', name: '' }, { fileSystem: 'NTFS', reason: 'mkntfs not found' },
      'apt-get install ntfs-3g brings it');
    expect(checkFormat({ ...noFormat, fileSystem: 'ntfs' }, 'V', 64 * mebibyte, new Map([['ntfs', missing]])).fileSystem)
      .toMatch(/NTFS: mkntfs not found\. apt-get install ntfs-3g brings it\.$/);
    expect(checkFormat({ ...noFormat, fileSystem: 'ext4' }, 'V', 64 * mebibyte, new Map([['ntfs', missing]]))).toEqual({});
    expect(checkFormat({ ...noFormat, fileSystem: 'xfs' }, 'V', 64 * mebibyte, none).fileSystem).toContain('300 MiB at least');
    expect(checkFormat({ ...noFormat, fileSystem: 'fat', fileSystemLabel: 'far too long a label' }, 'V', null, none).fileSystemLabel)
      .toContain('longer than the 11 bytes');
  });

  it('never asks XFS to look at every block, whatever was chosen before', () => {
    expect(wishOf({ ...noFormat, fileSystem: 'xfs', quick: false }, 'V')).toEqual({ fileSystem: 'xfs', label: 'V', quick: true });
    expect(formatLine({ ...noFormat, fileSystem: 'ntfs', quick: false, unit: '4096' }, 'VMDG', 'V'))
      .toBe('plexus -gVMDG format V fstype=ntfs label=V unit=8s quick=off');
  });
});
