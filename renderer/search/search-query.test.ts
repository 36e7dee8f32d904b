import { describe, expect, it } from 'vitest';
import type { DiskView, ObjectView, VolumeView } from '../../core/model/views.ts';
import { fromSnapshot } from '../state/object-store.ts';
import { emptyQuery, queryFault, search } from './search-query.ts';
import type { SearchQuery } from './search-query.ts';

const disk = {
  kind: 'disk', id: 'guid-d', name: 'Harddisk0', internalName: 'Disk1', status: 'online', groupName: 'VMDG',
  location: '/images/a.img', enclosure: 'E1', sizeBytes: 1024 ** 3,
} as DiskView;
const volume = {
  kind: 'volume', id: 'guid-v', name: 'Mail', groupName: 'VMDG', health: 'Degraded', devicePath: '\\Device\\HarddiskDmVolumes\\VMDG\\Mail',
  driveLetter: 'E', layout: 'mirrored', lengthBytes: 100 * 1024 ** 2,
} as VolumeView;

function found(query: Partial<SearchQuery>, objects: readonly ObjectView[] = [disk, volume]): readonly string[] {
  const hosts = ['one', 'two'].map((key) => ({ key, name: key, tables: fromSnapshot('run', 1, key === 'one' ? objects : [disk]).tables }));
  return search({ ...emptyQuery, ...query }, hosts).map(({ host, name, matched }) => `${host} ${name}: ${matched}`);
}

describe('a search', () => {
  it('looks through all hosts, at names, ids, paths and all else', () => {
    expect(found({ value: 'harddisk' })).toEqual(['one Harddisk0: Harddisk0', 'one Mail: \\Device\\HarddiskDmVolumes\\VMDG\\Mail',
      'two Harddisk0: Harddisk0']);
    expect(found({ value: 'A.IMG' })).toEqual(['one Harddisk0: /images/a.img', 'two Harddisk0: /images/a.img']);
    expect(found({ property: 'id', operator: 'is', value: 'guid-v' })).toEqual(['one Mail: guid-v']);
    expect(found({ value: 'nothing such' })).toEqual([]);
  });

  it('may be of one kind and one property', () => {
    expect(found({ kind: 'volume', property: 'group', operator: 'begins with', value: 'vm' })).toEqual(['one Mail: VMDG']);
    expect(found({ property: 'letter', operator: 'is', value: 'e:' })).toEqual(['one Mail: E:']);
    expect(found({ kind: 'disk', property: 'letter', operator: 'contains', value: 'e' })).toEqual([]);
  });

  it('compares sizes as sizes', () => {
    expect(found({ property: 'size', operator: 'at least', value: '1 GiB' })).toEqual(['one Harddisk0: 1 GiB', 'two Harddisk0: 1 GiB']);
    expect(found({ property: 'size', operator: 'at most', value: '100M' })).toEqual(['one Mail: 100 MiB']);
    expect(found({ property: 'size', operator: 'is', value: '100' })).toEqual(['one Mail: 100 MiB']);
  });

  it('finds what is not so, also where the property is not there', () => {
    expect(found({ property: 'status', operator: 'is not', value: 'online' })).toEqual(['one Mail: Degraded']);
  });

  it('without a value, or with one that is no size, says so and finds nothing', () => {
    expect(queryFault(emptyQuery)).toBe('value missing');
    expect(queryFault({ ...emptyQuery, operator: 'at least', value: 'large' })).toBe('no size');
    expect(found({ value: ' ' })).toEqual([]);
  });
});
