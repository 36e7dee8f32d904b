/** The table of the operating guide names the keys that the commands print with --json: all of them, and no others. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { success } from '../model/result.ts';
import { runWords } from './test-host.ts';
import type { FakeHost } from './test-host.ts';
import { mirrorId, sampleConfiguration, sampleObjects, sampleTask } from './test-objects.ts';

const differences = { differingBytes: 1, repairedBytes: 0, rangesLeftOut: 0, likelyRight: '',
  ranges: [{ offsetBytes: 0, lengthBytes: 1, agreeing: [['a'], ['b']] }] };
const plan = {
  command: { command: 'disk.detach', disk: 'Harddisk1' } as const, sequence: 1, after: null, summary: [], bytesToCopy: 0, peakSpaceBytes: 0,
  zero: [{ diskId: 'd', offsetBytes: 0, lengthBytes: 1 }], warnings: [],
  redundancy: [{ volumeId: 'v', volume: 'V', survivesBefore: 1, survivesDuring: 0, reason: '' }],
};
const host: FakeHost = {
  answers: {
    'objects.list': { hostRun: 'run', sequence: 5, objects: [...sampleObjects, sampleTask({ differences })] },
    'volume.find': { volumeId: mirrorId, volume: 'Mirror', group: 'Data' }, 'group.configuration': { configuration: sampleConfiguration },
    'command.plan': () => success(plan as never), 'command.run': () => success({ plan: plan as never, names: [], taskIds: ['7'] }),
  },
  events: (listener) => { listener.snapshot(1, [sampleTask({ state: 'done', endedAt: 'T', differences })]); },
};

type Keys = ReadonlyMap<string, Keys> | null;

/** The keys of an object that is written as `{a, b: [{c}]}`; null for what is not spelt out. */
function keysOf(text: string): Keys {
  const tokens = text.match(/[{}[\],:]|[^{}[\],:\s]+/g) ?? [];
  let at = 0;
  const value = (): Keys => {
    const token = tokens[at];
    at += 1;
    if (token === '[') {
      const inner = value();
      at += 1;
      return inner;
    }
    return token === '{' ? object() : null;
  };
  const object = (): Keys => {
    const keys = new Map<string, Keys>();
    while (tokens[at] !== '}') {
      const key = (tokens[at] ?? '').replace('?', '');
      at += 1;
      const spelt = tokens[at] === ':';
      if (spelt) at += 1;
      keys.set(key, spelt ? value() : null);
      if (tokens[at] === ',') at += 1;
    }
    at += 1;
    return keys;
  };
  return value();
}

const guide = readFileSync(new URL('../../docs/operating-guide.md', import.meta.url), 'utf8');

/** The objects that the row of the guide spells out, in its order. */
function documented(row: string): readonly string[] {
  const line = guide.split('\n').find((one) => one.startsWith(`| ${row}`)) ?? '';
  return [...line.split(' | ').slice(1).join(' | ').matchAll(/`(\{[^`]*\})`/g)].map(([, text = '']) => text);
}

/** Places at which the keys differ. */
function differing(keys: Keys, printed: unknown, place: string): readonly string[] {
  if (keys === null) return [];
  const [object] = Array.isArray(printed) ? printed as readonly unknown[] : [printed];
  if (typeof object !== 'object' || object === null) return [];
  const found = Object.keys(object);
  return [
    ...found.filter((key) => !keys.has(key)).map((key) => `${place}.${key} is printed only`),
    ...[...keys.keys()].filter((key) => !found.includes(key)).map((key) => `${place}.${key} is documented only`),
    ...found.flatMap((key) => differing(keys.get(key) ?? null, (object as Record<string, unknown>)[key], `${place}.${key}`)),
  ];
}

const part = (name: string) => (printed: Record<string, unknown>) => (printed[name] as readonly unknown[])[0];
const whole = (printed: Record<string, unknown>) => printed;

test.each([
  ['any change with `--dry-run`', 0, ['vxdisk', 'detach', 'Harddisk1', '--dry-run'], whole],
  ['any change |', 0, ['vxdisk', 'detach', 'Harddisk1'], whole],
  ['`vxdisk list`', 0, ['vxdisk', 'list'], whole], ['`vxdisk list`', 1, ['vxdisk', 'list', 'Harddisk0'], whole],
  ['`vxdg list`', 0, ['vxdg', 'list'], whole], ['`vxdg dginfo`', 0, ['vxdg', '-gData', 'dginfo'], whole],
  ['`vxdg dginfo`', 0, ['vxdg', 'list'], part('groups')], ['`vxassist list`', 0, ['vxassist', 'list'], whole],
  ['`vxvol volinfo`', 0, ['vxvol', 'volinfo', 'E:'], whole], ['`vxvol volinfo`', 0, ['vxassist', 'list'], part('volumes')],
  ['`vxprint`', 0, ['vxprint', '-gData'], whole], ['`vxtask list`', 0, ['vxtask', 'list'], whole],
  ['`vxtask list`', 1, ['vxtask', 'list'], part('tasks')],
  ['`vxtask list`', 2, ['vxtask', 'list'], (printed: Record<string, unknown>) => (part('tasks')(printed) as typeof printed)['differences']],
  ['`vxtask list`', 1, ['vxvol', '-gData', 'verify', 'Mirror'], part('tasks')],
] as const)('%s (%d): %j', async (row, index, words, pick) => {
  const ran = await runWords([...words, '--json'], host);
  expect(ran.out).toHaveLength(1);
  const text = documented(row)[index];
  expect(text).toBeDefined();
  expect(differing(keysOf(text ?? ''), pick(JSON.parse(ran.out[0] ?? '{}') as Record<string, unknown>), '')).toEqual([]);
});
