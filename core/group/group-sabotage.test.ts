/** Each deliberate bug of this folder beside the promise that it breaks: kept without it, broken with it. */
import { afterEach, describe, expect, it } from 'vitest';
import type { IoError } from '../device/ports.ts';
import { recordBlockBytes } from '../format/record-block.ts';
import { logBytes, mebibyte } from '../model/limits.ts';
import { setSabotages, type Sabotage } from '../model/sabotage.ts';
import { makeMirror, TestHost } from './group-world.test-double.ts';

afterEach(() => { setSabotages([]); });

const broken: IoError = { code: 'EIO', message: 'broken' };

async function started() {
  const host = new TestHost();
  for (const name of ['A', 'B']) host.addDisk(name);
  const runtime = await host.init('Data', 'A', 'B');
  await host.run(runtime, makeMirror('V1', 2));
  await host.write('V1', 0, 1);
  return { host, runtime, groupId: runtime.configuration.id };
}

/** The promise, as a question that is answered with true when it was kept. */
const promises: readonly { readonly sabotage: Sabotage; readonly promise: string; readonly kept: () => Promise<boolean> }[] = [
  {
    sabotage: 'publish-before-witness', promise: 'nothing is published that the witness does not know',
    kept: async () => {
      const { host, runtime } = await started();
      host.witnessFails = true;
      await host.run(runtime, { command: 'volume.rename', group: 'Data', volume: 'V1', newName: 'V2' });
      return runtime.configuration.sequence <= host.witnessSequence;
    },
  },
  {
    sabotage: 'attempt-not-foreseen',
    promise: 'an attempt of a life that was cut short never looks as new as what was published without it',
    kept: async () => {
      const { host, groupId } = await started();
      // B takes nothing any more, and A no configuration at first: the commit of the stale mark is tried until it lies on A, and the
      // host dies before it is published.
      let refusals = 3;
      host.disk('B').fault = (operation) => (operation === 'write' || operation === 'writeDurable' ? broken : null);
      host.disk('A').fault = (operation, _at, lengthBytes) => {
        if (operation !== 'writeDurable' || lengthBytes <= recordBlockBytes || refusals === 0) return null;
        refusals -= 1;
        return broken;
      };
      const published = host.witnessSequence;
      const tries = host.witnessTries;
      host.witnessFails = true;
      host.layer('V1').write(new Uint8Array(512), 0, 0, 512, () => undefined);
      await host.until(() => host.witnessTries > tries);
      host.crash();
      const { configuration: attempt } = await host.inspect('A');
      host.witnessFails = false;
      host.disk('B').fault = () => null;
      host.absent.add('A');
      const withoutA = await host.import(groupId);
      const wentOn = withoutA.ok ? withoutA.value.configuration.sequence : 0;
      if (attempt === null || attempt.sequence < published + 3 || wentOn === 0) throw new Error('the attempt lies on A, and B goes on');
      host.crash();
      host.absent.clear();
      host.absent.add('B');
      return wentOn > attempt.sequence && !(await host.import(groupId)).ok;
    },
  },
  {
    sabotage: 'clean-mark-before-flush', promise: 'CLEAN means flushed',
    kept: async () => {
      const { host, runtime } = await started();
      for (const disk of host.disks.values()) disk.fault = (operation) => (operation === 'flush' ? broken : null);
      await host.settle(runtime.close());
      return (await host.inspect('A')).configuration?.volumes[0]?.state !== 'CLEAN';
    },
  },
  {
    sabotage: 'serial-not-raised', promise: 'two sides that went on apart are a fork',
    kept: async () => {
      const { host, runtime, groupId } = await started();
      await host.settle(runtime.close());
      for (const absent of ['A', 'B']) {
        host.absent.clear();
        host.absent.add(absent);
        const side = await host.import(groupId, { force: true });
        if (side.ok) await host.settle(side.value.close());
      }
      host.absent.clear();
      const both = await host.import(groupId, { force: true });
      return !both.ok && both.error.code === 'group.fork';
    },
  },
  {
    sabotage: 'import-stale-disk', promise: 'the stale disk alone is not imported',
    kept: async () => {
      const { host, groupId } = await started();
      host.absent.add('B');
      await host.write('V1', 0, 2);
      host.crash();
      host.absent.clear();
      host.absent.add('A');
      return !(await host.import(groupId)).ok;
    },
  },
  {
    sabotage: 'commit-one-holder-is-durable', promise: 'a published configuration is on every holder that it names',
    kept: async () => {
      const { host, runtime } = await started();
      await host.run(runtime, { command: 'volume.rename', group: 'Data', volume: 'V1', newName: 'V2' });
      return (await host.inspect('B')).configuration?.sequence === runtime.configuration.sequence;
    },
  },
  {
    sabotage: 'grow-before-zero', promise: 'no configuration uses space that does not read as zeros',
    kept: async () => {
      const { host, runtime } = await started();
      let early = false;
      for (const disk of host.disks.values()) {
        disk.fault = (operation, at) => {
          if (operation === 'zero' && at > 4 * mebibyte && runtime.configuration.volumes[0]?.lengthBytes !== 4 * mebibyte) early = true;
          return null;
        };
      }
      await host.run(runtime, {
        command: 'volume.grow', group: 'Data', volume: 'V1', byBytes: mebibyte, disks: [], excludedDisks: [], zeroed: true,
      });
      return !early;
    },
  },
  {
    sabotage: 'log-image-after-commit', promise: 'no configuration names a log that was not written',
    kept: async () => {
      const { host, runtime } = await started();
      await host.run(runtime, { command: 'volume.rmlog', group: 'Data', volume: 'V1', logs: ['V1-L01'] });
      const logsAtWrite: number[] = [];
      for (const disk of host.disks.values()) {
        disk.fault = (operation, _at, lengthBytes) => {
          if (operation === 'writeDurable' && lengthBytes === logBytes) logsAtWrite.push(runtime.configuration.logs.length);
          return null;
        };
      }
      await host.run(runtime, { command: 'volume.addlog', group: 'Data', volume: 'V1', logs: 1, disks: [], excludedDisks: [] });
      return logsAtWrite[0] === 1;
    },
  },
  {
    sabotage: 'break-without-flush', promise: 'what is broken off was flushed',
    kept: async () => {
      const { host, runtime } = await started();
      await host.run(runtime, { command: 'volume.break', group: 'Data', volume: 'V1', plex: 'V1-02', newName: 'V2' });
      return host.disk('B').unflushedWrites === 0;
    },
  },
];

describe('promises and the bugs that break them', () => {
  it.each(promises)('$promise, unless $sabotage', async ({ sabotage, kept }) => {
    expect(await kept()).toBe(true);
    setSabotages([sabotage]);
    expect(await kept()).toBe(false);
  });
});
