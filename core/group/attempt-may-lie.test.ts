/** The committer alone: a change that has nothing to do, after an attempt that some holder may bear. */
import { expect, it } from 'vitest';
import type { IoError } from '../device/ports.ts';
import { invariant } from '../model/invariant.ts';
import { success } from '../model/result.ts';
import { Committer } from './committer.ts';
import { newestSlot } from './disk-reader.ts';
import { sequencesForeseen } from './foreseen-sequences.ts';
import { bringHeaderUpToDate, openAndRead } from './group-import.ts';
import { makeMirror, TestHost } from './group-world.test-double.ts';
import { MemberDisks } from './member-disks.ts';

const broken: IoError = { code: 'EIO', message: 'broken' };
const nothing = (): void => undefined;

async function committerOf(host: TestHost, names: readonly string[]) {
  const world = host.world();
  const disks = new MemberDisks();
  for (const name of names) {
    const read = await host.settle(openAndRead(world, host.opening(name)));
    invariant(read.ok, 'the disk can be read');
    const disk = read.value;
    const { header, layout } = disk.reading;
    disks.add({ opening: disk.opening, device: disk.device, header, layout, newestSlot: newestSlot(disk.reading) });
  }
  const { configuration } = await host.inspect('A');
  invariant(configuration !== null, 'the disk bears a configuration');
  return new Committer({
    clock: world.clock, random: world.random, host: host.host, disks, witness: (candidate) => world.witness(candidate),
    foresee: (candidate, sequence) => world.foresee(candidate, sequence),
    bringHeader: (disk, header) => bringHeaderUpToDate(disk, header, world, 'keep'), published: nothing, leftOut: nothing, frozen: nothing,
  }, configuration, configuration.sequence, configuration.sequence + sequencesForeseen);
}

it('commits the content again, so that what was refused cannot come back', async () => {
  const host = new TestHost();
  for (const name of ['A', 'B']) host.addDisk(name);
  const runtime = await host.init('Data', 'A', 'B');
  expect((await host.run(runtime, makeMirror('V1'))).ok).toBe(true);
  host.crash();
  const committer = await committerOf(host, ['A', 'B']);
  const { sequence } = committer.configuration;
  let written = 0;
  host.disk('A').fault = (operation) => (operation === 'writeDurable' && (written += 1) > 1 ? broken : null);
  host.disk('B').fault = (operation) => (operation === 'writeDurable' ? broken : null);
  const refused = await host.settle(committer.commit((published) => success({ ...published, name: 'Other' }), { by: 'administrator' }));
  expect(refused.ok ? '' : refused.error.kind).toBe('no-holder');
  expect((await host.inspect('A')).configuration?.name).toBe('Other');
  expect(committer.settled).toBe(false);
  for (const name of ['A', 'B']) host.disk(name).fault = () => null;
  expect((await host.settle(committer.commit((published) => success(published), { by: 'engine' }))).ok).toBe(true);
  expect(committer.settled).toBe(true);
  for (const name of ['A', 'B']) {
    const found = (await host.inspect(name)).configuration;
    expect(found?.name).toBe('Data');
    expect(found?.sequence).toBeGreaterThan(sequence);
  }
  const again = committer.configuration.sequence;
  await host.settle(committer.commit((published) => success(published), { by: 'engine' }));
  expect(committer.configuration.sequence).toBe(again);
});
