import { describe, expect, it } from 'vitest';
import { parseVolumeReference, volumeDevicePath, volumeGuidPath } from './volume-reference.ts';

const guid = '0a1b2c3d-0000-4000-8000-00000000000f';

describe('volume references', () => {
  it.each([
    ['V1', { kind: 'name', name: 'V1' }],
    ['E', { kind: 'name', name: 'E' }],
    ['e:', { kind: 'letter', letter: 'E' }],
    ['1:', { kind: 'name', name: '1:' }],
    [guid.toUpperCase(), { kind: 'guid', guid }],
    [`{${guid}}`, { kind: 'guid', guid }],
    [`\\\\?\\Volume{${guid}}\\`, { kind: 'guid', guid }],
    [`\\\\?\\volume{${guid.toUpperCase()}}`, { kind: 'guid', guid }],
    ['\\Device\\HarddiskDmVolumes\\DG\\V1', { kind: 'device', group: 'DG', volume: 'V1' }],
  ])('reads %s', (text, reference) => expect(parseVolumeReference(text)).toEqual(reference));

  it('reads back the paths that it writes', () => {
    expect(parseVolumeReference(volumeGuidPath(guid))).toEqual({ kind: 'guid', guid });
    expect(parseVolumeReference(volumeDevicePath('DG', 'V1'))).toEqual({ kind: 'device', group: 'DG', volume: 'V1' });
  });
});
