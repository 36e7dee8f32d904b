/** The intent map in the path (docs/decisions/0007): marked before written, shared, cleared when it may be, believed after a crash. */
import { afterEach, describe, expect, it } from 'vitest';
import { setSabotages, type Sabotage } from '../model/sabotage.ts';
import { MappedVolume, mappedVolumeBytes, regionBytes, type Remains } from './mapped-volume.test-double.ts';
import { diskId, logId, plexId } from './volume-fixture.ts';

afterEach(() => { setSabotages([]); });

const longMilliseconds = 20_000;

describe('a mark', () => {
  /** Regions on the logs at each data write to the first plex. */
  function marksAtWrites(volume: MappedVolume): (readonly number[] | null)[] {
    const seen: (readonly number[] | null)[] = [];
    const { fault } = volume.disk(0);
    volume.disk(0).fault = (operation, offsetBytes, lengthBytes) => {
      if (operation === 'write') seen.push(volume.markedOn(0), volume.markedOn(1));
      return fault(operation, offsetBytes, lengthBytes);
    };
    return seen;
  }

  it.each([[[], true], [['mark-after-data'], false]] as const)('is on every log before the data (sabotage %j)', (sabotages, kept) => {
    setSabotages(sabotages);
    const volume = new MappedVolume();
    for (const disk of volume.disks.values()) disk.completesLater = (operation) => operation === 'writeDurable';
    const seen = marksAtWrites(volume);
    expect(volume.writeRegion(3, 1)).toBeNull();
    expect(seen.every((marked) => marked?.includes(3) === true)).toBe(kept);
  });

  it('costs a marked region nothing', () => {
    const volume = new MappedVolume();
    volume.writeRegion(3, 1);
    const before = volume.disk(0).counts.writeDurable;
    for (let value = 2; value < 50; value += 1) volume.writeRegion(3, value);
    expect(volume.disk(0).counts.writeDurable).toBe(before);
  });

  it('shares a write with all that wait at the same time', () => {
    const volume = new MappedVolume();
    for (const disk of volume.disks.values()) disk.completesLater = () => true;
    let left = 8;
    for (let region = 0; region < 8; region += 1) {
      volume.stack.layer.write(new Uint8Array(10), 0, region * regionBytes, 10, () => { left -= 1; });
    }
    volume.clock.runUntil(() => left === 0);
    expect(volume.disk(0).counts.writeDurable).toBe(2);
    expect(volume.markedOn(1)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('covers every region that a write, a zero or a trim touches', () => {
    const volume = new MappedVolume();
    volume.write(volume.stack.layer, 2 * regionBytes - 1, 2, 1);
    volume.finish((done) => volume.stack.layer.zero(5 * regionBytes, 3 * regionBytes, true, done));
    volume.finish((done) => volume.stack.layer.trim(10 * regionBytes + 5, regionBytes, done));
    expect(volume.markedOn(0)).toEqual([1, 2, 5, 6, 7, 10, 11]);
  });
});

describe('a mark clears', () => {
  it('when its region was quiet, and not before; then no timer is left', () => {
    const volume = new MappedVolume();
    volume.writeRegion(3, 1);
    volume.pass(5000);
    expect(volume.markedOn(0)).toEqual([3]);
    volume.clock.runAll();
    expect([volume.markedOn(0), volume.markedOn(1)]).toEqual([[], []]);
    expect(volume.clock.now).toBeLessThan(longMilliseconds);
  });

  it.each([[[], 0], [['clear-without-flush'], 1]] as const)('after a flush of all plexes (sabotage %j)', (sabotages, unflushed) => {
    setSabotages(sabotages);
    const volume = new MappedVolume();
    volume.writeRegion(3, 1);
    volume.clock.runUntil(() => volume.markedOn(0)?.length === 0);
    expect(volume.disk(1).unflushedWrites).toBe(unflushed);
  });

  it('not while it is written again and again', () => {
    const volume = new MappedVolume();
    for (let second = 0; second < 30; second += 1) {
      volume.writeRegion(3, second);
      volume.pass(1000);
      expect(volume.markedOn(0)).toEqual([3]);
    }
  });

  it('not when it was written during the flush', () => {
    const volume = new MappedVolume();
    volume.writeRegion(3, 1);
    volume.writeRegion(4, 1);
    for (const disk of volume.disks.values()) disk.completesLater = (operation) => operation === 'flush';
    const flushes = volume.disk(0).counts.flush;
    volume.clock.runUntil(() => volume.disk(0).counts.flush > flushes);
    volume.writeRegion(3, 2);
    volume.clock.runUntil(() => volume.markedOn(0)?.includes(4) === false);
    expect(volume.markedOn(0)).toEqual([3]);
  });

  it('not while a change of it is in flight', () => {
    const volume = new MappedVolume();
    volume.mirrorDeadlineMilliseconds = 1_000_000;
    volume.writeRegion(3, 1);
    const held: (() => void)[] = [];
    const disk = volume.disk(1);
    const write = disk.write.bind(disk);
    disk.write = (buffer, start, offset, length, done) => {
      held.push(() => { if (write(buffer, start, offset, length, done)) done(null); });
      return false;
    };
    let answered = false;
    volume.stack.layer.write(new Uint8Array(10).fill(9), 0, 3 * regionBytes, 10, () => { answered = true; });
    volume.pass(longMilliseconds);
    expect(volume.markedOn(0)).toEqual([3]);
    held.forEach((release) => { release(); });
    expect(answered).toBe(true);
  });

  it('not while its plexes may differ', () => {
    const volume = new MappedVolume();
    volume.writeRegion(4, 1);
    const mend = [volume.breaks(0, 'write'), volume.breaks(1, 'write')];
    expect(volume.writeRegion(3, 1)?.code).toBe('EIO');
    mend.forEach((run) => { run(); });
    volume.pass(longMilliseconds);
    expect(volume.markedOn(0)).toEqual([3]);
    expect(volume.differing).toBe(1);
    expect(volume.recover('marked')).toBe(regionBytes);
    volume.clock.runAll();
    expect(volume.markedOn(0)).toEqual([]);
  });

  it('all of them at a clean stop', () => {
    const volume = new MappedVolume();
    volume.writeRegion(3, 1);
    expect(volume.finish((done) => { volume.stack.stop(done); return false; })).toBeNull();
    expect([volume.markedOn(0), volume.markedOn(1)]).toEqual([[], []]);
  });

  it('none at a stop whose flush failed', () => {
    const volume = new MappedVolume();
    volume.writeRegion(3, 1);
    volume.breaks(0, 'flush');
    volume.breaks(1, 'flush');
    expect(volume.finish((done) => { volume.stack.stop(done); return false; })?.code).toBe('EIO');
    expect(volume.markedOn(0)).toEqual([3]);
  });
});

describe('after a crash', () => {
  const firstMapByteBytes = 4096 + 70;
  function spoilMap(volume: MappedVolume, disk: number): void {
    const { content } = volume.disk(disk);
    const at = volume.logStartBytes + firstMapByteBytes;
    content[at] = (content[at] ?? 0) ^ 1;
  }

  /** Of an unflushed write the first plex keeps the bytes. */
  function keepOnFirst({ contents }: Remains, volume: MappedVolume): void {
    contents.get(diskId(0))?.set(volume.disk(0).look(0, volume.logStartBytes));
  }

  /** Region 3 differs from plex to plex. */
  function crashed(change: (volume: MappedVolume) => void = () => undefined): MappedVolume {
    const volume = new MappedVolume();
    volume.writeRegion(3, 1);
    change(volume);
    const remains = volume.remains();
    keepOnFirst(remains, volume);
    return MappedVolume.afterCrash(remains);
  }

  it('what is marked is made equal, and nothing else', () => {
    const volume = crashed();
    expect(volume.plexBytes(0).equals(volume.plexBytes(1))).toBe(false);
    expect(volume.recover()).toBe(regionBytes);
    expect(volume.plexBytes(0).equals(volume.plexBytes(1))).toBe(true);
  });

  it('the gate waits for the logs, and a marked region is made equal before it is read', () => {
    const volume = crashed();
    const first = volume.read(volume.stack.layer, 3 * regionBytes, regionBytes);
    for (let turn = 0; turn < 4; turn += 1) expect(volume.read(volume.stack.layer, 3 * regionBytes, regionBytes)).toEqual(first);
    expect(volume.plexBytes(0).equals(volume.plexBytes(1))).toBe(true);
  });

  it('a torn sector in one log is read from the other, and mended', () => {
    const volume = crashed((before) => { spoilMap(before, 0); });
    expect(volume.markedOn(0)).toEqual([3]);
    expect(volume.recover()).toBe(regionBytes);
  });

  it('a sector that is damaged in both counts as marked whole', () => {
    const volume = crashed((before) => {
      for (const log of [0, 1]) spoilMap(before, log);
    });
    expect(volume.recover()).toBe(mappedVolumeBytes);
  });

  it.each<readonly [readonly Sabotage[], boolean]>([[[], true], [['recovery-ignores-one-log-sector'], false]])(
    'the whole map counts (sabotage %j)', (sabotages, equal) => {
      setSabotages(sabotages);
      const volume = crashed();
      volume.recover();
      expect(volume.plexBytes(0).equals(volume.plexBytes(1))).toBe(equal);
    });

  it.each<readonly [readonly Sabotage[], boolean]>([[[], true], [['stale-log-believed'], false]])(
    'a log that is STALE is not read: with no other, all is made equal (sabotage %j)', (sabotages, equal) => {
      const volume = new MappedVolume({ logs: 1 });
      volume.breaks(0, 'writeDurable');
      expect(volume.writeRegion(3, 1)).toBeNull();
      const remains = volume.remains();
      keepOnFirst(remains, volume);
      setSabotages(sabotages);
      const again = MappedVolume.afterCrash(remains);
      again.recover();
      expect(again.plexBytes(0).equals(again.plexBytes(1))).toBe(equal);
    });
});

describe('a log that fails', () => {
  it.each<readonly [readonly Sabotage[], readonly string[]]>([
    [[], ['STALE', 'ACTIVE']], [['log-failure-not-committed'], ['ACTIVE', 'ACTIVE']],
  ])(
    'is STALE before the write that waited goes on (sabotage %j)', (sabotages, states) => {
      setSabotages(sabotages);
      const volume = new MappedVolume();
      volume.breaks(0, 'writeDurable');
      let atWrite: readonly string[] = [];
      const { fault } = volume.disk(1);
      volume.disk(1).fault = (operation, offsetBytes, lengthBytes) => {
        if (operation === 'write') atWrite = volume.published.logs.map((log) => log.state);
        return fault(operation, offsetBytes, lengthBytes);
      };
      expect(volume.writeRegion(3, 1)).toBeNull();
      expect(atWrite).toEqual(states);
    });

  it('whose mark cannot be committed fails the write, and the next one asks again', () => {
    const volume = new MappedVolume();
    volume.breaks(0, 'writeDurable');
    volume.commitError = { code: 'EIO', message: 'no holder' };
    expect(volume.writeRegion(3, 1)).toEqual(volume.commitError);
    expect(volume.disk(1).counts.write).toBe(0);
    volume.commitError = null;
    expect(volume.writeRegion(3, 1)).toBeNull();
    expect(volume.staleLogs).toEqual([logId(0)]);
  });

  it('is no reason to stop: without any the volume goes on, and everything counts as marked', () => {
    const volume = new MappedVolume();
    volume.breaks(0, 'writeDurable');
    volume.breaks(1, 'writeDurable');
    expect(volume.writeRegion(3, 1)).toBeNull();
    expect(volume.writeRegion(5, 1)).toBeNull();
    expect(new Set(volume.staleLogs)).toEqual(new Set([logId(0), logId(1)]));
    expect(MappedVolume.afterCrash(volume.remains()).recover()).toBe(mappedVolumeBytes);
  });

  it.each([2, 1])('does not hold up the volume when its disk does not answer (of %i logs)', (logs) => {
    const volume = new MappedVolume({ logs });
    volume.disk(0).hangs = (operation) => operation === 'writeDurable';
    expect(volume.writeRegion(3, 1)).toBeNull();
    expect(volume.staleLogs).toEqual([logId(0)]);
    expect(volume.clock.now).toBe(volume.mirrorDeadlineMilliseconds);
  });

  it('does not hold up the start when its disk does not answer', () => {
    const { published, contents } = new MappedVolume().remains();
    const volume = new MappedVolume({ remains: { published, contents }, started: false });
    volume.disk(0).hangs = () => true;
    volume.stack.start();
    const data = volume.read(volume.stack.layer, 3 * regionBytes, regionBytes);
    expect(data).toBeInstanceOf(Uint8Array);
    expect(volume.staleLogs).toEqual([logId(0)]);
    // The disk is known to owe answers: the read does not wait for it as long as the log did.
    expect(volume.clock.now).toBeLessThan(volume.mirrorDeadlineMilliseconds + 1500);
  });

  it('is waited for when no plex can serve without the disks that do not answer', () => {
    const volume = new MappedVolume();
    for (const log of [0, 1]) volume.disk(log).hangs = (operation) => operation === 'writeDurable';
    let answered = false;
    volume.stack.layer.write(new Uint8Array(512), 0, 3 * regionBytes, 512, () => { answered = true; });
    volume.pass(20_000);
    expect([answered, volume.staleLogs]).toEqual([false, []]);
    for (const log of [0, 1]) volume.disk(log).resume();
    volume.clock.runUntil(() => answered);
    expect(volume.staleLogs).toEqual([]);
  });

  it('comes back written whole, with all that is marked, and then ACTIVE', () => {
    const volume = new MappedVolume();
    const mend = volume.breaks(0, 'writeDurable');
    volume.writeRegion(3, 1);
    mend();
    volume.disk(0).content.fill(0xee, volume.logStartBytes);
    volume.stack.disksAreBack(volume.published);
    volume.writeRegion(4, 1);
    volume.clock.runUntil(() => volume.activeLogs.length > 0);
    expect(volume.markedOn(0)).toEqual([3, 4]);
    expect(volume.published.logs.map((log) => log.state)).toEqual(['ACTIVE', 'ACTIVE']);
  });

  it('that is the only one comes back with everything marked, which clears after a flush', () => {
    const volume = new MappedVolume({ logs: 1 });
    const mend = volume.breaks(0, 'writeDurable');
    volume.writeRegion(3, 1);
    mend();
    volume.stack.disksAreBack(volume.published);
    volume.clock.runUntil(() => volume.activeLogs.length > 0);
    expect(volume.markedOn(0)).toHaveLength(16);
    volume.clock.runAll();
    expect(volume.markedOn(0)).toEqual([]);
  });
});

describe('a plex whose mark was denied', () => {
  it('takes part again when no other is left', () => {
    const volume = new MappedVolume();
    const mend = volume.breaks(0, 'write');
    volume.commitError = { code: 'EIO', message: 'no other plex of the volume is up to date' };
    expect(volume.writeRegion(3, 1)?.code).toBe('EIO');
    mend();
    volume.commitError = null;
    volume.setPlex(plexId(1), (plex) => ({ ...plex, state: 'STALE', missed: null }));
    volume.reconfigure();
    expect(volume.writeRegion(3, 2)).toBeNull();
    expect((volume.read(volume.stack.layer, 3 * regionBytes + 100, 1) as Uint8Array)[0]).toBe(2);
  });
});
