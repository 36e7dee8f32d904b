/** A member whose image grew: its data area follows by one commit, whole or not at all, whatever write the host dies at. */
import { describe, expect, it } from 'vitest';
import { invariant } from '../model/invariant.ts';
import { mebibyte } from '../model/limits.ts';
import { makeMirror, TestHost } from './group-world.test-double.ts';

async function grownHost() {
  const host = new TestHost();
  for (const name of ['A', 'B']) host.addDisk(name);
  const runtime = await host.init('Data', 'A', 'B');
  expect((await host.run(runtime, makeMirror('V1'))).ok).toBe(true);
  const [disk] = runtime.configuration.disks;
  invariant(disk !== undefined, 'the group has disks');
  const sizeBytes = disk.sizeBytes + 8 * mebibyte;
  return { host, runtime, disk, command: { command: 'disk.resize', disk: disk.name, sizeBytes } as const };
}

describe('a disk that grew', () => {
  it('has more space for data, and nothing of it moves', async () => {
    const { host, runtime, disk, command } = await grownHost();
    const before = runtime.configuration;
    expect(await host.run(runtime, command)).toMatchObject({ ok: true });
    const after = runtime.configuration;
    expect(after.disks.find(({ id }) => id === disk.id)).toMatchObject({
      sizeBytes: command.sizeBytes, dataStartBytes: disk.dataStartBytes, dataLengthBytes: disk.dataLengthBytes + 8 * mebibyte,
    });
    expect(after.subdisks).toEqual(before.subdisks);
  });

  it('bears the old size or the new one after a crash at any write', async () => {
    for (let last = 0; ; last += 1) {
      const { host, runtime, disk, command } = await grownHost();
      const groupId = runtime.configuration.id;
      let writes = 0;
      let died = false;
      for (const name of ['A', 'B']) {
        host.disk(name).fault = (operation) => {
          if (operation !== 'writeDurable') return null;
          writes += 1;
          died ||= writes > last;
          return died ? { code: 'EIO', message: 'the host died here' } : null;
        };
      }
      await host.run(runtime, command);
      host.crash();
      for (const name of ['A', 'B']) host.disk(name).fault = () => null;
      const imported = await host.import(groupId);
      invariant(imported.ok, `the group is there again after ${last} writes`);
      const found = imported.value.configuration.disks.find(({ id }) => id === disk.id);
      expect([disk.sizeBytes, command.sizeBytes]).toContain(found?.sizeBytes);
      expect((found?.dataLengthBytes ?? 0) - disk.dataLengthBytes).toBe(found?.sizeBytes === disk.sizeBytes ? 0 : 8 * mebibyte);
      host.crash();
      if (!died) {
        expect(found?.sizeBytes).toBe(command.sizeBytes);
        return;
      }
    }
  });
});
