import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headerBOffsetBytes, standardLayout, tableOfContentsOffsetBytes } from '../format/private-region-layout.ts';
import { openBlock, recordBlockBytes, sealBlock } from '../format/record-block.ts';
import { privateRegionSmallBytes } from '../model/limits.ts';
import { makeMirror, TestHost } from './group-world.test-double.ts';

const layout = standardLayout(privateRegionSmallBytes);
const headers = [0, headerBOffsetBytes(privateRegionSmallBytes)] as const;
const slots = layout.slots.map((slot) => slot.offsetBytes);

async function closed() {
  const host = new TestHost();
  for (const name of ['A', 'B']) host.addDisk(name);
  const runtime = await host.init('Data', 'A', 'B');
  await host.run(runtime, makeMirror('V1'));
  await host.write('V1', 0, 6);
  await host.settle(runtime.close());
  return { host, groupId: runtime.configuration.id };
}

function damage(host: TestHost, disk: string, ...offsets: readonly number[]): void {
  for (const offset of offsets) host.disk(disk).content.fill(0x5a, offset, offset + 512);
}

async function outcome(host: TestHost, groupId: Awaited<ReturnType<typeof closed>>['groupId']) {
  const imported = await host.import(groupId);
  return imported.ok ? host.read('V1', 0) : imported.error.code;
}

describe('damaged private regions', () => {
  it('one header copy: the other is read, and both are whole again after the import', async () => {
    for (const copy of headers) {
      const { host, groupId } = await closed();
      damage(host, 'A', copy);
      expect(await outcome(host, groupId)).toBe(6);
      expect((await host.inspect('A')).damage).toEqual([]);
      expect(host.alerts.some((alert) => alert.code === 'disk.region-damaged')).toBe(true);
    }
  });

  it('the table of contents, or one slot: the group imports', async () => {
    const table = await closed();
    damage(table.host, 'A', tableOfContentsOffsetBytes);
    expect(await outcome(table.host, table.groupId)).toBe(6);
    for (const slot of slots) {
      const { host, groupId } = await closed();
      damage(host, 'A', slot);
      expect(await outcome(host, groupId)).toBe(6);
    }
  });

  it('all of one disk: refused without it unless our witness vouches for the rest', async () => {
    const { host, groupId } = await closed();
    damage(host, 'A', ...headers);
    expect(await outcome(host, groupId)).toBe(6);
    const elsewhere = await closed();
    damage(elsewhere.host, 'A', ...slots);
    elsewhere.host.witnessSequence = 0;
    expect(await outcome(elsewhere.host, elsewhere.groupId)).toBe('group.holders-absent');
  });

  it('all copies of all disks: a refusal, not a crash', async () => {
    const { host, groupId } = await closed();
    for (const disk of ['A', 'B']) damage(host, disk, ...slots);
    expect(await outcome(host, groupId)).toBe('group.damaged');
    for (const disk of ['A', 'B']) damage(host, disk, ...headers);
    expect(await outcome(host, groupId)).toBe('group.damaged');
    expect((await host.inspect('A')).holds).toBe('');
  });

  it('a slot of a newer release is not overwritten', async () => {
    const { host, groupId } = await closed();
    host.disk('A').content.set(sealBlock(openBlock('PLEXUSCS', 9)), slots[0]);
    const before = host.disk('A').content.slice(0, privateRegionSmallBytes);
    expect(await outcome(host, groupId)).toBe('disk.future-version');
    expect(Buffer.from(before).equals(host.disk('A').content.subarray(0, privateRegionSmallBytes))).toBe(true);
    expect((await host.inspect('A')).futureVersion).toBe(true);
  });

  it('a slot copied from another disk is not believed', async () => {
    const { host, groupId } = await closed();
    for (const slot of slots) host.disk('A').content.copyWithin(slot, slot, slot);
    for (const { offsetBytes, lengthBytes } of layout.slots) {
      host.disk('A').content.set(host.disk('B').content.subarray(offsetBytes, offsetBytes + lengthBytes), offsetBytes);
    }
    host.witnessSequence = 0;
    expect(await outcome(host, groupId)).toBe('group.holders-absent');
  });

  it('random damage anywhere never throws and never yields other data', async () => {
    const { host, groupId } = await closed();
    const sound = new Map([...host.disks].map(([name, disk]) => [name, disk.content.slice(0, privateRegionSmallBytes)]));
    await fc.assert(fc.asyncProperty(
      fc.array(fc.record({
        disk: fc.constantFrom('A', 'B'), place: fc.constantFrom(...headers, tableOfContentsOffsetBytes, ...slots),
        at: fc.nat(2 * recordBlockBytes - 1), byte: fc.nat(255),
      }), { minLength: 1, maxLength: 8 }),
      async (hits) => {
        for (const [name, content] of sound) host.disk(name).content.set(content);
        for (const { disk, place, at, byte } of hits) host.disk(disk).content[place + at] = byte;
        const found = await outcome(host, groupId);
        host.crash();
        expect([6, 'group.damaged', 'group.holders-absent', 'disk.future-version']).toContain(found);
      },
    ), { numRuns: 40 });
    expect(host.broken).toEqual([]);
  });
});
