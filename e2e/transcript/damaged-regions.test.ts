/** Private regions that were damaged behind the product's back: it reads what is sound, says what is not, and never falls over. */
import fs from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { nbdShell } from '../interop/nbd-shell.ts';
import { PlexusHost } from '../plexus-host.ts';
import { damage, lastCopyBytes, smallRegionBytes } from '../private-regions.ts';
import { sharedStage, testStage } from '../stage.ts';

/** A small generator, so that a failure can be had again by its seed. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed * 2654435761 + 1;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) >>> 0;
    return state % below;
  };
}

interface Aftermath { readonly host: PlexusHost; readonly imported: boolean; readonly said: string }

describe('damaged private regions', () => {
  const original = sharedStage();
  const names = ['disk0.img', 'disk1.img'];

  beforeAll(async () => {
    const host = await PlexusHost.start(original);
    const disks = await host.attachNew(original.folder, 2, '64M');
    await host.ok('vxdg', '-gdg1', 'init', ...disks);
    await host.ok('vxassist', '-gdg1', 'make', 'vol', '16', 'type=mirror', 'mirror=2');
    await nbdShell(await host.uri('dg1', 'vol'), "h.pwrite(b'sound', 0); h.flush()");
    await host.ok('vxdg', '-gdg1', 'deport');
    await host.stop();
  });

  /** Copies of both images, damaged, attached to a new host that is asked to import them. */
  async function afterDamage(harm: (image: (index: number) => string) => void): Promise<Aftermath> {
    const stage = testStage();
    const image = (index: number): string => stage.path(names[index] ?? '');
    for (const [index, name] of names.entries()) fs.copyFileSync(original.path(name), image(index));
    harm(image);
    const host = await PlexusHost.start(stage);
    const attached = await host.run('vxdisk', 'attach', image(0), image(1));
    const imported = await host.run('vxdg', '-gdg1', 'import');
    return { host, imported: imported.code === 0, said: `${attached.error}${imported.error}` };
  }

  async function expectSound(host: PlexusHost): Promise<void> {
    const { uri } = await host.untilStarted('dg1', 'vol');
    expect(await nbdShell(uri, 'print(bytes(h.pread(5, 0)).decode())')).toContain('sound');
  }

  it('the first header of a disk is lost: its copy serves', async () => {
    const { host, imported, said } = await afterDamage((image) => damage(image(0), 0, new Uint8Array(4096)));
    expect(imported, said).toBe(true);
    await expectSound(host);
  });

  it('the copy of the header is lost: the first serves', async () => {
    const { host, imported, said } = await afterDamage((image) => damage(image(0), -lastCopyBytes, new Uint8Array(lastCopyBytes)));
    expect(imported, said).toBe(true);
    await expectSound(host);
  });

  it('one disk loses its whole region: half of the holders is not enough without -f, and the refusal says whom it misses', async () => {
    const { host, imported, said } = await afterDamage((image) => {
      damage(image(0), 0, new Uint8Array(smallRegionBytes));
      damage(image(0), -lastCopyBytes, new Uint8Array(lastCopyBytes));
    });
    expect(imported).toBe(false);
    expect(said).toMatch(/group\.holders-absent[^]*Disk1/);
    await host.ok('vxdg', '-gdg1', '-f', 'import');
    await expectSound(host);
  });

  it('both disks lose their regions: there is no group any more, and the host says what it sees', async () => {
    const { host, imported, said } = await afterDamage((image) => {
      for (const index of [0, 1]) {
        damage(image(index), 0, new Uint8Array(smallRegionBytes).fill(0xa5));
        damage(image(index), -lastCopyBytes, new Uint8Array(lastCopyBytes).fill(0xa5));
      }
    });
    expect(imported).toBe(false);
    expect(said).toMatch(/group\.unknown/);
    await host.ok('vxdisk', 'list');
  });

  it.each([1, 2, 3, 4, 5])('random damage, seed %i: right bytes or a refusal, never a dead host', async (seed) => {
    const below = numbersFrom(seed);
    const { host, imported, said } = await afterDamage((image) => {
      for (let count = 1 + below(40); count > 0; count -= 1) {
        const bytes = Uint8Array.from({ length: 1 + below(600) }, () => below(256));
        const last = below(5) === 0;
        damage(image(below(2)), last ? -lastCopyBytes + below(3000) : below(below(2) === 0 ? 65_536 : smallRegionBytes - 600), bytes);
      }
    });
    expect(host.running, host.said).toBe(true);
    if (imported) await expectSound(host);
    else expect(said).toMatch(/PLX \w+ ERROR (group|disk)\.[\w-]+ /);
    await host.ok('vxdisk', 'list');
    await host.ok('vxdg', 'list');
  });
});
