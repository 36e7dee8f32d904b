/** What a disk that comes back is held against, besides its records: the mark of the medium that it left with. */
import { afterEach, describe, expect, it } from 'vitest';
import { MemoryDisk } from '../device/memory-disk.test-double.ts';
import type { DiskId } from '../model/identity.ts';
import { setSabotages, type Sabotage } from '../model/sabotage.ts';
import { MemberDisks, type MemberDisk } from './member-disks.ts';

const diskId = 'disk' as DiskId;

function marked(mark: string): MemoryDisk {
  return Object.assign(new MemoryDisk({ sizeBytes: 1 << 20 }), { mediumMark: () => mark });
}

/** A group that the disk left with this mark. */
function leftWith(mark: string, failed = false): MemberDisks {
  const disks = new MemberDisks();
  const header = { diskId, failed: false } as MemberDisk['header'];
  const opening = { attachment: 'a' } as MemberDisk['opening'];
  const member = disks.add({ opening, device: marked(mark), header, layout: {} as MemberDisk['layout'], newestSlot: null });
  member.failed = failed;
  disks.remove(diskId);
  return disks;
}

afterEach(() => { setSabotages([]); });

describe('a disk that comes back', () => {
  it.each<readonly [readonly Sabotage[], boolean]>([[[], true], [['returned-file-not-compared'], false]])(
    'with another mark was changed while it was away (sabotage %j)', (sabotages, changed) => {
      setSabotages(sabotages);
      expect(leftWith('file 1 at 5').changedWhileAway(diskId, marked('file 1 at 6'))).toBe(changed);
      expect(leftWith('file 1 at 5').changedWhileAway(diskId, marked(''))).toBe(changed);
    });

  it('with the same mark is what left', () => {
    expect(leftWith('file 1 at 5').changedWhileAway(diskId, marked('file 1 at 5'))).toBe(false);
  });

  it('is not known to have changed where its mark could not be told, or was not seen', () => {
    expect(leftWith('').changedWhileAway(diskId, marked('file 1 at 6'))).toBe(false);
    expect(leftWith('file 1 at 5', true).changedWhileAway(diskId, marked('file 1 at 6'))).toBe(false);
    expect(new MemberDisks().changedWhileAway(diskId, marked('file 1 at 6'))).toBe(false);
  });
});
