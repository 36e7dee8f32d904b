import { describe, expect, it } from 'vitest';
import { gibibyte, mebibyte } from '../model/limits.ts';
import { refusalWords } from '../model/refusal-words.ts';
import { planCommand } from './plan-command.ts';
import { make, TestWorld } from './test-world.ts';

const resize = (sizeBytes: number) => ({ command: 'disk.resize', disk: 'Harddisk0', sizeBytes } as const);

function codeOf(world: TestWorld, sizeBytes: number, reachBytes?: number): string {
  const context = world.context();
  const disks = context.disks.map((disk) => (reachBytes === undefined ? disk : { ...disk, reachBytes }));
  const planned = planCommand(world.configuration, resize(sizeBytes), { ...context, disks });
  if (planned.ok) return '';
  expect(refusalWords(planned.error).message).not.toMatch(/undefined|NaN/);
  return planned.error.code;
}

describe('a disk of another size', () => {
  it('is taken over when it grew, and when it lost less than a subdisk could use', () => {
    const world = new TestWorld([{ sizeBytes: 2 * gibibyte + 8192 }]);
    for (const sizeBytes of [3 * gibibyte + 4096, 2 * gibibyte]) {
      const planned = planCommand(world.configuration, resize(sizeBytes), world.context());
      const [disk] = (planned.ok ? planned.value.after : null)?.disks ?? [];
      expect(disk).toMatchObject({ sizeBytes, dataStartBytes: 32 * mebibyte });
      expect(disk?.dataLengthBytes).toBe(Math.floor((sizeBytes - 32 * mebibyte) / mebibyte) * mebibyte);
    }
  });

  it('is refused when it shrank, naming what lay behind its new end', () => {
    const world = new TestWorld([{ sizeBytes: 2 * gibibyte }]);
    world.do({ ...make, sizeBytes: gibibyte });
    const planned = planCommand(world.configuration, resize(512 * mebibyte), world.context());
    expect(planned.ok ? null : planned.error).toMatchObject({ code: 'disk.shrunk', evidence: { lost: ['Disk1-01'] } });
    expect(codeOf(world, 2 * gibibyte - mebibyte)).toBe('disk.shrunk');
  });

  it('is refused when it is the same, missing, failed, read-only, or out of reach of its opening', () => {
    const world = new TestWorld([{ sizeBytes: 2 * gibibyte }]);
    const { id } = world.configuration.disks[0]!;
    expect(codeOf(world, 2 * gibibyte)).toBe('disk.not-grown');
    expect(codeOf(world, 3 * gibibyte, 2 * gibibyte)).toBe('disk.not-grown');
    world.disks[0] = { ...world.disks[0]!, readOnly: true };
    expect(codeOf(world, 3 * gibibyte)).toBe('disk.read-only');
    world.failed.add(id);
    expect(codeOf(world, 3 * gibibyte)).toBe('disk.gone');
    world.present.clear();
    expect(codeOf(world, 3 * gibibyte)).toBe('disk.gone');
  });
});
