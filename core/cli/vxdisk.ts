/** `vxdisk`: make disks known to the host, name them, let them go. */
import { failure, success } from '../model/result.ts';
import { listDisks } from './list-disks.ts';
import { absoluteLocation, wordOf } from './line-parts.ts';
import { usageOf } from './parse-line.ts';
import { sizeArgument } from './size-argument.ts';
import type { Tool } from './tool.ts';
import { changeVerb, namesMaximum, ownVerb } from './tool.ts';

const attach = changeVerb({
  name: 'attach',
  usage: 'attach [-r] [--create SIZE] PATH|URI ...',
  about: 'make disks known to the host; prints their names',
  options: ['r', 'create'],
  operandsMinimum: 1,
  operandsMaximum: namesMaximum,
  build(line) {
    const locations = line.operands.map((location) => absoluteLocation(line, location));
    const size = line.values.get('create');
    if (size === undefined) return success({ command: 'disk.attach', locations, readOnly: line.flags.has('r') });
    if (line.flags.has('r')) return failure(usageOf(line.tool, line.verb, '-r and --create exclude each other'));
    const bytes = sizeArgument(line, size);
    return bytes.ok ? success({ command: 'disk.attach', locations, readOnly: false, createBytes: bytes.value }) : bytes;
  },
});

const detach = changeVerb({
  name: 'detach',
  usage: 'detach DISK',
  about: 'let go of a disk; of an imported group only while every started volume keeps a good copy elsewhere',
  operandsMinimum: 1,
  operandsMaximum: 1,
  build: (line) => success({ command: 'disk.detach', disk: line.operands[0]! }),
});

const rescan = changeVerb({
  name: 'rescan',
  usage: 'rescan',
  about: 'look again for disks that were missing, and at what the attached ones hold',
  build: () => success({ command: 'disk.rescan' }),
});

const set = changeVerb({
  name: 'set',
  usage: 'set [enclosure=NAME] [site=NAME] [failing=off] DISK',
  about: 'say where a disk stands (an empty name takes the tag away); failing=off forgets its errors',
  keys: ['enclosure', 'site', 'failing'],
  operandsMinimum: 1,
  operandsMaximum: 1,
  build(line) {
    const enclosure = line.keys.get('enclosure');
    const site = line.keys.get('site');
    const failing = wordOf(line, 'failing', ['off']);
    if (!failing.ok) return failing;
    if (enclosure === undefined && site === undefined && failing.value === undefined) return failure(usageOf(line.tool, line.verb,
      'none of enclosure=, site= and failing=off is there'));
    return success({
      command: 'disk.set', disk: line.operands[0]!,
      ...(enclosure === undefined ? {} : { enclosure }), ...(site === undefined ? {} : { site }),
      ...(failing.value === undefined ? {} : { failing: failing.value }),
    });
  },
});

const reactivate = changeVerb({
  name: 'reactivate',
  usage: 'reactivate DISK',
  about: 'test a failed or failing disk anew, open it again, and bring what lies on it up to date',
  operandsMinimum: 1,
  operandsMaximum: 1,
  build: (line) => success({ command: 'disk.reactivate', disk: line.operands[0]! }),
});

const resize = changeVerb({
  name: 'resize',
  usage: 'resize DISK',
  about: 'take over the size that the image or device of a member has now',
  operandsMinimum: 1,
  operandsMaximum: 1,
  build: (line) => success({ command: 'disk.resize', disk: line.operands[0]! }),
});

const merge = changeVerb({
  name: 'merge',
  usage: 'merge DISK ...',
  about: 'take in disks of an imported group that another host wrote to last, or that were put back from a copy',
  operandsMinimum: 1,
  operandsMaximum: namesMaximum,
  build: (line) => success({ command: 'disk.merge', disks: line.operands }),
});

const renewIds = changeVerb({
  name: 'renewids',
  usage: 'renewids PATH ...',
  about: 'give copied images ids of their own; name all images of a copied group in one command',
  operandsMinimum: 1,
  operandsMaximum: namesMaximum,
  build: (line) => success({ command: 'disk.renewids', locations: line.operands.map((location) => absoluteLocation(line, location)) }),
});

const list = ownVerb({
  name: 'list',
  usage: 'list [DISK]',
  about: 'the disks of this host, and those that imported groups miss',
  operandsMaximum: 1,
  run: listDisks,
});

export const vxdisk: Tool = {
  name: 'vxdisk',
  about: 'disks of the host',
  verbs: [attach, list, detach, rescan, set, reactivate, merge, resize, renewIds],
};
