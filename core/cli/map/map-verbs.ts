/** `plexus map` and `plexus unmap`. What they do is loaded when it is called for: the other verbs answer sooner without it. */
import { ownVerb } from '../tool.ts';

export const map = ownVerb({
  name: 'map',
  usage: '[-gDG] map VOL [MOUNTPOINT]   (or map --list)',
  about: 'attach a volume to this machine as a block device; mount its file system',
  options: ['g', 'list'],
  operandsMaximum: 2,
  run: async (line, session) => (await import('./run-map.ts')).runMap(line, session),
});

export const unmap = ownVerb({
  name: 'unmap',
  usage: '[-gDG] [-f] unmap VOL|MOUNTPOINT',
  about: 'unmount it and let go of the block device; -f gives up what is not written yet',
  options: ['g', 'f'],
  operandsMinimum: 1,
  operandsMaximum: 1,
  run: async (line, session) => (await import('./run-map.ts')).runUnmap(line, session),
});
