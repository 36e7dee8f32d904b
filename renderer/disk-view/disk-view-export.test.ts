import { describe, expect, it } from 'vitest';
import { noObjects } from '../state/object-store.ts';
import { sampleDisk, sampleVolume } from '../state/fake-objects.ts';
import { createDiskViewModel } from './disk-view-model.ts';
import { fitsPng, renderDiskViewSvg } from './disk-view-export.ts';
import { makeTheme } from './disk-view-theme.ts';

const theme = makeTheme((token) => `#${token.length}${token.length}${token.length}`.slice(0, 4), 'sans', false);
const measure = (text: string, sizePixels: number): number => text.length * sizePixels * 0.6;
const scale = { scale: 'common', zoom: 1, fitWidthPixels: 800 } as const;

describe('the exported picture', () => {
  it('is well-formed, whatever names say, and shows every disk and volume', () => {
    const disk = sampleDisk({ name: '<Harddisk&"0">\u0001' });
    const subdisk = {
      kind: 'subdisk' as const, id: 's1', name: 'Disk1-01', diskId: disk.id, diskName: disk.name, plexId: 'p1', volumeId: 'v1',
      groupId: 'g1', column: 0, diskOffsetBytes: disk.dataStartBytes, plexOffsetBytes: 0, lengthBytes: 2 ** 29,
    };
    const tables = { ...noObjects.tables, subdisk: new Map([['s1', subdisk]]), volume: new Map([['v1', sampleVolume({ name: 'A&B' })]]) };
    const text = renderDiskViewSvg(createDiskViewModel([disk], tables, new Map([[disk.id, [subdisk]]]), scale), theme, measure);
    const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
    expect(parsed.querySelector('parsererror')).toBeNull();
    expect([...parsed.querySelectorAll('text')].map((element) => element.textContent)).toEqual(
      expect.arrayContaining(['<Harddisk&"0">', 'A&B', 'Unallocated']));
    expect(text).not.toContain('\u0001');
  });

  it('is refused as PNG when no canvas could hold it', () => {
    const many = Array.from({ length: 400 }, (_, number) => sampleDisk({ id: `d${number}` }));
    expect(fitsPng(createDiskViewModel(many.slice(0, 20), noObjects.tables, new Map(), scale))).toBe(true);
    expect(fitsPng(createDiskViewModel(many, noObjects.tables, new Map(), scale))).toBe(false);
  });
});
