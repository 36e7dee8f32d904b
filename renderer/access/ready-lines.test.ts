import { expect, it } from 'vitest';
import { sampleVolume } from '../state/fake-objects.ts';
import { readyLines } from './ready-lines.ts';
import type { ReadyLineName } from './ready-lines.ts';

const uri = 'nbd+unix:///VMDG/Volume1?socket=/s/it\'s,here/VMDG.sock';
const volume = sampleVolume({ uri });
const line = (name: ReadyLineName, of = volume): string => readyLines(of).find((each) => each.name === name)?.line ?? '';

it('names the volume by its address, for a shell', () => {
  expect(line('info')).toBe(`nbdinfo 'nbd+unix:///VMDG/Volume1?socket=/s/it'\\''s,here/VMDG.sock'`);
  expect(line('map')).toBe('plexus map -gVMDG Volume1');
});

it('doubles the commas that QEMU would take for its own', () => {
  expect(line('qemu')).toContain('s,,here/VMDG.sock,format=raw,if=virtio,discard=unmap');
});

it('offers nothing that writes for a volume that is read-only', () => {
  const readOnly = { ...volume, readOnly: true };
  expect(line('convertIn', readOnly)).toBe('');
  expect(line('qemu', readOnly)).toContain('readonly=on');
  expect(line('nbdfuse', readOnly)).toContain('nbdfuse -r ');
});

it('offers nothing while there is no address', () => {
  expect(readyLines(sampleVolume({ uri: '' }))).toEqual([]);
});
