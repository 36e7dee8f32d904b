/** Whatever is asked of whatever group: a refusal with words, or a plan that keeps every invariant. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GroupConfiguration } from '../model/configuration.ts';
import { violatedInvariants } from '../model/configuration-invariants.ts';
import { mebibyte } from '../model/limits.ts';
import { refusalWords } from '../model/refusal-words.ts';
import type { PlannableCommand } from './plan-command.ts';
import type { Plan } from './plan.ts';
import { client, TestWorld } from './test-world.ts';

const someDisks = fc.subarray(['Disk1', 'Disk2', 'Harddisk2', 'Harddisk3', 'Harddisk5', 'nothing'], { maxLength: 3 });
const noDisks = fc.constant<string[]>([]);
const placement = {
  disks: fc.oneof({ weight: 4, arbitrary: noDisks }, { weight: 1, arbitrary: someDisks }),
  excludedDisks: fc.oneof({ weight: 4, arbitrary: noDisks }, { weight: 1, arbitrary: someDisks }),
  zeroed: fc.boolean(),
};
const group = fc.constant('DG');
const volume = fc.constantFrom('A', 'B', 'C', 'e:', 'none');
const name = fc.constantFrom('A', 'B', 'C', '', 'a b');
const size = fc.oneof(fc.integer({ min: 1, max: 200 * mebibyte }), fc.constantFrom(0, -5, Number.NaN, 2 ** 52));
const letter = fc.constantFrom('', 'E', 'f:', '9');
const force = fc.boolean();
const someLogs = fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined });
const somePlex = fc.constantFrom('A-01', 'B-02', undefined);

const commands: fc.Arbitrary<PlannableCommand> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      command: fc.constant('volume.make' as const),
      group,
      volume: name,
      sizeBytes: fc.oneof(size, fc.constant('MAX' as const)),
      type: fc.constantFrom('spanned', 'stripe', 'mirror' as const),
      mirrors: fc.integer({ min: 0, max: 4 }),
      columns: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
      stripeUnitBytes: fc.option(fc.constantFrom(4096, 65536, 4 * mebibyte, 1000), { nil: undefined }),
      driveLetter: letter,
      logs: someLogs,
      ...placement,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      command: fc.constant('volume.mirror' as const),
      group,
      volume,
      mirrors: fc.integer({ min: 0, max: 2 }),
      type: fc.constantFrom('spanned', 'stripe', undefined),
      columns: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      logs: someLogs,
      disks: placement.disks,
      excludedDisks: placement.excludedDisks,
    }),
  },
  fc.record({ command: fc.constant('volume.rmmirror' as const), group, volume, plex: somePlex, disks: placement.disks }),
  fc.record({
    command: fc.constant('volume.break' as const), group, volume, plex: fc.constantFrom('A-01', 'A-02', 'B-02'), newName: name,
    driveLetter: letter,
  }),
  fc.record({
    command: fc.constant('volume.addlog' as const), group, volume, logs: fc.integer({ min: 0, max: 3 }), disks: placement.disks,
    excludedDisks: placement.excludedDisks,
  }),
  fc.record({
    command: fc.constant('volume.rmlog' as const), group, volume, logs: fc.oneof(noDisks, fc.constantFrom(['A-L01'], ['Disk1'])),
  }),
  {
    weight: 4,
    arbitrary: fc.record({
      command: fc.constant('volume.grow' as const),
      group,
      volume,
      byBytes: fc.option(size, { nil: undefined }),
      toBytes: fc.option(size, { nil: undefined, freq: 2 }),
      ...placement,
    }),
  },
  fc.record({ command: fc.constant('volume.delete' as const), group, volume, force }),
  fc.record({ command: fc.constant('volume.rename' as const), group, volume, newName: name }),
  fc.record({ command: fc.constant('volume.start' as const), group, volume }),
  fc.record({ command: fc.constant('volume.stop' as const), group, volume, force }),
  fc.record({
    command: fc.constant('volume.rdpol' as const),
    group,
    volume,
    policy: fc.constantFrom('select', 'round', 'prefer' as const),
    plex: fc.constantFrom('A-01', 'B-02', undefined),
  }),
  fc.record({ command: fc.constant('volume.assign' as const), group, volume, driveLetter: letter }),
  fc.record({ command: fc.constant('volume.access' as const), group, volume, readOnly: force }),
  fc.record({ command: fc.constant('group.adddisk' as const), group, disks: someDisks, force }),
  fc.record({ command: fc.constant('group.rmdisk' as const), group, disks: someDisks }),
  fc.record({ command: fc.constant('group.rename' as const), group, newName: fc.constantFrom('DG', 'Other', 'nodg') }),
  fc.record({ command: fc.constant('group.deport' as const), group, newName: fc.constantFrom('Away', undefined), force }),
  fc.record({ command: fc.constant('group.destroy' as const), group, force }),
  fc.record({
    command: fc.constant('disk.set' as const),
    disk: fc.constantFrom('Disk1', 'Harddisk9'),
    enclosure: fc.constantFrom('A', 'B', undefined),
    site: fc.constantFrom('S', '', undefined),
  }),
);

const worlds = fc.array(
  fc.record({
    sizeBytes: fc.integer({ min: 16, max: 160 }).map((mib) => mib * mebibyte),
    enclosure: fc.constantFrom('', 'A', 'B'),
    site: fc.constantFrom('', 'S', 'T'),
  }),
  { minLength: 1, maxLength: 5 },
);

const faults = fc.record({ missing: fc.nat({ max: 9 }), failed: fc.nat({ max: 9 }), syncing: fc.boolean(), clients: fc.boolean() });

function zeroedIsExactlyNew(before: GroupConfiguration, plan: Plan): boolean {
  const lengths = (configuration: GroupConfiguration): number =>
    configuration.subdisks.reduce((sum, subdisk) => sum + subdisk.lengthBytes, 0);
  const zeroed = plan.zero.reduce((sum, range) => sum + range.lengthBytes, 0);
  return zeroed === (plan.after === null ? 0 : Math.max(0, lengths(plan.after) - lengths(before)));
}

describe('planning', () => {
  it('answers with words or with a sound plan, and plans the same thing twice', () => {
    fc.assert(
      fc.property(worlds, fc.array(commands, { minLength: 1, maxLength: 12 }), faults, (shapes, list, fault) => {
        const world = new TestWorld(shapes);
        world.attach();
        world.attach({ holds: 'an NTFS file system' });
        list.forEach((command, index) => {
          if (index === list.length - 1) spoil(world, fault);
          const before = world.configuration;
          const planned = world.plan(command);
          if (!planned.ok) {
            expect(refusalWords(planned.error).message).not.toMatch(/undefined|null|\[object| {2}/);
            return;
          }
          const plan = planned.value;
          expect(plan.after === null ? [] : violatedInvariants(plan.after)).toEqual([]);
          expect(plan.summary.length).toBeGreaterThan(0);
          expect([...plan.summary, ...plan.warnings].join(' ')).not.toMatch(/undefined|null|NaN/);
          expect([plan.sequence, plan.after?.sequence ?? before.sequence]).toEqual([before.sequence, before.sequence]);
          if ('zeroed' in command && command.zeroed) expect(zeroedIsExactlyNew(before, plan)).toBe(true);
          expect(command.command === 'group.destroy' || plan.after !== null).toBe(true);
          if (plan.after !== null && command.command !== 'group.deport' && command.command !== 'group.rename') world.do(command);
        });
      }),
      { numRuns: 150 },
    );
  });
});

function spoil(
  world: TestWorld,
  fault: { readonly missing: number; readonly failed: number; readonly syncing: boolean; readonly clients: boolean },
): void {
  const { disks, volumes } = world.configuration;
  if (disks[fault.missing] !== undefined) world.present.delete(disks[fault.missing]?.id ?? '');
  if (disks[fault.failed] !== undefined) world.failed.add(disks[fault.failed]?.id ?? '');
  if (fault.syncing && volumes[0] !== undefined) world.syncing.add(volumes[0].id);
  if (fault.clients && volumes[0] !== undefined) world.clients.set(volumes[0].id, [client]);
}
