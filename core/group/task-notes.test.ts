import { afterEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../device/fake-clock.ts';
import { MemoryDisk } from '../device/memory-disk.test-double.ts';
import type { IoError } from '../device/ports.ts';
import { notedTasksMaximum, readTaskNotes, taskNotesBytes, type TaskNote } from '../format/klog.ts';
import { standardLayout } from '../format/private-region-layout.ts';
import type { DiskId, GroupId } from '../model/identity.ts';
import { mebibyte, privateRegionSmallBytes } from '../model/limits.ts';
import { setSabotages } from '../model/sabotage.ts';
import { MemberDisks, type MemberDisk } from './member-disks.ts';
import { TaskNotes, type WantedNote } from './task-notes.ts';

afterEach(() => { setSabotages([]); });

const groupId = 'group-1' as GroupId;
const layout = standardLayout(privateRegionSmallBytes);
const broken: IoError = { code: 'EIO', message: 'broken' };

function wanted(taskId: string, part: Partial<WantedNote> = {}): WantedNote {
  return {
    taskId, name: 'Resynchronise', objectKind: 'volume', objectId: `volume of ${taskId}`, objectName: taskId, paused: false,
    slowMilliseconds: 0, startedAt: '2030-01-01T00:00:00.000Z', cause: '', ...part,
  };
}

class World {
  readonly clock = new FakeClock();
  readonly devices = new Map<string, MemoryDisk>();
  readonly log: string[] = [];
  present: string[] = [];
  mayWrite = true;
  #members = new MemberDisks();

  constructor(...disks: string[]) {
    const soon = (run: () => void): void => { this.clock.soon(run); };
    for (const name of disks) this.devices.set(name, new MemoryDisk({ sizeBytes: 16 * mebibyte, soon }));
    this.present = disks;
  }

  device(name: string): MemoryDisk {
    return this.devices.get(name) as MemoryDisk;
  }

  /** A life of the group: its disks are attached anew. */
  notes(): TaskNotes {
    this.#members = new MemberDisks();
    return new TaskNotes({
      clock: this.clock, groupId, mayWrite: () => this.mayWrite,
      log: { write: (_severity, _message, facts) => { this.log.push(String(facts?.['disk'])); } },
      holders: () => this.present.map((name) => this.#member(name)),
    });
  }

  #member(name: string): MemberDisk {
    const diskId = name as DiskId;
    const { regionBytes } = layout;
    const header = { diskId, groupId, groupName: 'Data', stamp: null, serial: 0, failed: false, regionBytes, writes: 1 };
    const opening = { attachment: name, diskId: name, hostName: name, location: name, readOnly: false, enclosure: '', site: '' };
    return this.#members.get(diskId) ?? this.#members.add({ opening, device: this.device(name), layout, header, newestSlot: null });
  }

  onDisk(name: string): readonly TaskNote[] {
    const { offsetBytes } = layout.klog;
    return readTaskNotes(this.device(name).content.subarray(offsetBytes, offsetBytes + taskNotesBytes), name as DiskId, groupId)
      .flatMap(({ note }) => note ?? []);
  }

  async settle<Value>(work: Promise<Value>): Promise<Value> {
    let over = false;
    void work.then(() => { over = true; });
    for (let turns = 0; !over && turns < 10_000; turns += 1) {
      await Promise.resolve();
      if (turns % 50 === 49) this.clock.step();
    }
    return work;
  }

  async loaded(): Promise<readonly TaskNote[]> {
    return (await this.settle(this.notes().load())).filter(({ underWay }) => underWay);
  }
}

describe('notes of tasks', () => {
  it('are on every holder when they are settled, and are what the next life finds', async () => {
    const world = new World('A', 'B');
    const notes = world.notes();
    notes.keep([wanted('t1'), wanted('t2', { paused: true })]);
    expect(await world.settle(notes.settled())).toBeNull();
    notes.keep([wanted('t2', { paused: true, slowMilliseconds: 5 })]);
    expect(await world.settle(notes.settled())).toBeNull();
    for (const name of ['A', 'B']) {
      world.present = [name];
      expect(await world.loaded()).toMatchObject([{ taskId: 't2', paused: true, slowMilliseconds: 5 }]);
    }
  });

  it('are written when something changed, and not else', async () => {
    const world = new World('A');
    const notes = world.notes();
    for (let times = 0; times < 3; times += 1) {
      notes.keep([wanted('t1')]);
      await world.settle(notes.settled());
    }
    expect(world.device('A').counts.writeDurable).toBe(1);
  });

  it.each([[null, 'true'], ['task-note-over-newest', 'false']] as const)('a torn note leaves the one before it (sabotage %s: %s)',
    async (sabotage, kept) => {
      const world = new World('A');
      const notes = world.notes();
      notes.keep([wanted('t1', { paused: true })]);
      await world.settle(notes.settled());
      if (sabotage !== null) setSabotages([sabotage]);
      const before = world.device('A').content.slice();
      notes.keep([wanted('t1', { paused: true, slowMilliseconds: 9 })]);
      await world.settle(notes.settled());
      const { content } = world.device('A');
      const torn = content.findIndex((byte, at) => byte !== before[at]);
      const from = Math.floor(torn / 4096) * 4096;
      content.fill(0xee, from + 512, from + 1024);
      const found = await world.loaded();
      expect(String(found.length === 1 && found[0]?.paused === true)).toBe(kept);
    });

  it('a disk that fails is named, and gets what it lacks with the next note; one that takes it is enough', async () => {
    const world = new World('A', 'B');
    const notes = world.notes();
    world.device('B').fault = (operation) => (operation === 'writeDurable' ? broken : null);
    notes.keep([wanted('t1')]);
    expect(await world.settle(notes.settled())).toBeNull();
    expect(world.log).toContain('B');
    world.device('A').fault = (operation) => (operation === 'writeDurable' ? broken : null);
    notes.keep([wanted('t1', { paused: true })]);
    expect(await world.settle(notes.settled())).toEqual(broken);
    for (const device of world.devices.values()) device.fault = () => null;
    notes.keep([wanted('t1', { paused: true }), wanted('t2')]);
    expect(await world.settle(notes.settled())).toBeNull();
    expect(world.onDisk('B').map(({ taskId }) => taskId)).toEqual(['t1', 't2']);
  });

  it('a silent disk is not waited for beyond its time, and a late write never lands over a newer note', async () => {
    const world = new World('A', 'B');
    const notes = world.notes();
    let late: (() => void) | null = null;
    const device = world.device('B');
    const write = device.writeDurable.bind(device);
    device.writeDurable = (buffer, start, offset, length, done) => {
      const copy = buffer.slice(start, start + length);
      late = () => { if (write(copy, 0, offset, length, done)) done(null); };
      return false;
    };
    notes.keep([wanted('t1')]);
    expect(await world.settle(notes.settled())).toBeNull();
    device.writeDurable = write;
    notes.keep([wanted('t1', { paused: true })]);
    await world.settle(notes.settled());
    expect(world.onDisk('B')).toEqual([]);
    (late as (() => void) | null)?.();
    await world.settle(notes.settled());
    expect(world.onDisk('B')).toMatchObject([{ taskId: 't1', paused: true }]);
  });

  it('of a disk that was away do not come back to life', async () => {
    const world = new World('A', 'B');
    const first = world.notes();
    first.keep([wanted('t1'), wanted('t2')]);
    await world.settle(first.settled());
    world.present = ['A'];
    const second = world.notes();
    await world.settle(second.load());
    second.keep([wanted('t2')]);
    await world.settle(second.settled());
    world.present = ['A', 'B'];
    second.keep([wanted('t2'), wanted('t3')]);
    await world.settle(second.settled());
    world.present = ['B'];
    expect((await world.loaded()).map(({ taskId }) => taskId).sort()).toEqual(['t2', 't3']);
  });

  it('of a life that went on elsewhere are overwritten, though their numbers are higher', async () => {
    const world = new World('A', 'B');
    world.present = ['B'];
    const other = world.notes();
    for (let times = 1; times < 9; times += 1) {
      other.keep([wanted('t1', { slowMilliseconds: times }), wanted('t9')]);
      await world.settle(other.settled());
    }
    world.present = ['A'];
    const notes = world.notes();
    await world.settle(notes.load());
    notes.keep([wanted('t5')]);
    await world.settle(notes.settled());
    world.present = ['A', 'B'];
    notes.keep([wanted('t5', { paused: true })]);
    await world.settle(notes.settled());
    notes.keep([wanted('t5', { paused: true }), wanted('t6')]);
    await world.settle(notes.settled());
    expect((await world.loaded()).map(({ taskId }) => taskId).sort()).toEqual(['t5', 't6']);
  });

  it('of very many tasks reuse places of those that ended', async () => {
    const world = new World('A');
    const notes = world.notes();
    const batch = (from: number): WantedNote[] => Array.from({ length: notedTasksMaximum }, (_, index) => wanted(`t${from + index}`));
    for (const from of [0, 100, 200]) {
      notes.keep(batch(from));
      expect(await world.settle(notes.settled())).toBeNull();
    }
    expect((await world.loaded()).map(({ taskId }) => taskId)).toEqual(batch(200).map(({ taskId }) => taskId));
  });

  it('are not written to disks that bear another host\'s stamp', async () => {
    const world = new World('A');
    const notes = world.notes();
    world.mayWrite = false;
    notes.keep([wanted('t1')]);
    expect((await world.settle(notes.settled()))?.code).toBe('EIO');
    expect(world.device('A').counts.writeDurable).toBe(0);
  });
});
