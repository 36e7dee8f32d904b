import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from './command.ts';
import { refusal, refusalExitCodes } from './refusal.ts';
import type { Evidence, RefusalCode } from './refusal.ts';
import { refusalWords } from './refusal-words.ts';

const codes = Object.keys(refusalExitCodes) as RefusalCode[];
const keys = [
  'reason',
  'group',
  'given',
  'known',
  'clients',
  'neededBytes',
  'freeBytes',
  'absent',
  'disks',
  'holds',
  'argument',
  'maximum',
  'owner',
  'unusable',
];
const values = fc.oneof(
  fc.constantFrom('', 'x', 'Disk1'),
  fc.integer(),
  fc.boolean(),
  fc.array(fc.constantFrom('Disk1', 'Disk2'), { maxLength: 2 }),
);
const evidences: fc.Arbitrary<Evidence> = fc.dictionary(fc.constantFrom(...keys), values);
const kinds = fc.constantFrom('host', 'disk', 'group', 'volume', 'plex' as const);

describe('words of refusals', () => {
  it('leave no hole, whatever the evidence', () => {
    fc.assert(
      fc.property(fc.constantFrom(...codes), evidences, kinds, fc.constantFrom('', 'N'), (code, evidence, kind, name) => {
        const { fact, message, remedy } = refusalWords(refusal(code, { kind, name }, evidence, 'Do something else.'));
        expect(message).not.toMatch(/undefined|null|NaN|\[object| {2}|\.\.|please|successful|error occurred/i);
        expect(fact).toMatch(/^[A-Z].*[^.]$/);
        expect(remedy).toBe('Do something else.');
        expect(message).toBe(`${fact}. ${remedy}`);
      }),
      { numRuns: 600 },
    );
  });

  it.each(codes)('%s has a sentence without any evidence', (code) => {
    expect(refusalWords(refusal(code, { kind: 'volume', name: 'V1' }, {}, 'Wait')).fact).toMatch(/^Volume V1\b.{5,}/);
  });

  const deport: Command = { command: 'group.deport', group: 'DG', force: true };
  const cases: readonly (readonly [string, ReturnType<typeof refusal>])[] = [
    [
      'Volume V is in use by 10.0.0.1:5, 10.0.0.2:6. Use -f to force. Run: vxvol -gDG -f stop V',
      refusal(
        'volume.in-use',
        { kind: 'volume', name: 'V' },
        { clients: ['10.0.0.1:5', '10.0.0.2:6'] },
        { kind: 'command', command: { command: 'volume.stop', group: 'DG', volume: 'V', force: true } },
      ),
    ],
    [
      'Disk group DG is in use by a client. Use -f to force. Run: vxdg -gDG -f deport',
      refusal('volume.in-use', { kind: 'group', name: 'DG' }, {}, { kind: 'command', command: deport }),
    ],
    [
      'Disk group DG belongs to host far. Use -C to take it over. Run: vxdg -gDG -C import',
      refusal(
        'group.foreign',
        { kind: 'group', name: 'DG' },
        { host: 'far' },
        { kind: 'command', command: { command: 'group.import', group: 'DG', clearStamp: true, force: false } },
      ),
    ],
    [
      [
        'Disk group DG is incomplete: Disk1, Disk2 are absent and may hold newer data.',
        'Use -f to import without them. Run: vxdg -gDG -f import',
      ].join(' '),
      refusal(
        'group.holders-absent',
        { kind: 'group', name: 'DG' },
        { absent: ['Disk1', 'Disk2'] },
        { kind: 'command', command: { command: 'group.import', group: 'DG', clearStamp: false, force: true } },
      ),
    ],
    [
      'Disk Harddisk1 holds an ext4 file system. Use -f to overwrite it. Run: vxdg -gDG -f init Harddisk1',
      refusal(
        'disk.holds-data',
        { kind: 'disk', name: 'Harddisk1' },
        { holds: 'an ext4 file system' },
        { kind: 'command', command: { command: 'group.init', group: 'DG', disks: ['Harddisk1'], force: true } },
      ),
    ],
    ...([[1, '1 disk with 8 MiB free'], [4, '4 separate disks or sets with 8 MiB each']] as const).map(([neededDisks, needs]) => [
      `Volume V needs ${needs}. Wait.`,
      refusal('space.separation', { kind: 'volume', name: 'V' }, { neededDisks, columnBytes: 8 * 2 ** 20 }, 'Wait'),
    ] as const),
    [
      'Volume V is resynchronising; this cannot be done until it ends. Wait.',
      refusal('volume.syncing', { kind: 'volume', name: 'V' }, {}, 'Wait'),
    ],
    [
      'Disk Harddisk22 is not known. Did you mean Harddisk1 or Harddisk2?',
      refusal('disk.unknown', { kind: 'disk', name: 'Harddisk22' }, {}, 'Did you mean Harddisk1 or Harddisk2?'),
    ],
    [
      'The host does not answer. Start one: plexus serve --state /data',
      refusal('host.unreachable', { kind: 'host', name: '' }, {}, 'Start one: plexus serve --state /data'),
    ],
    [
      'Volume V is resynchronising; this cannot be done until it ends. Wait until it has ended: vxtask list',
      refusal('volume.syncing', { kind: 'volume', name: 'V' }, {}, 'Wait until it has ended: vxtask list.'),
    ],
    [
      'Disk Harddisk1 belongs to disk group DG. Take it out first: vxdg rmdisk, or destroy or deport the group.',
      refusal('disk.in-group', { kind: 'disk', name: 'Harddisk1' }, { group: 'DG' },
        'Take it out first: vxdg rmdisk, or destroy or deport the group.'),
    ],
    [
      'Volume V cannot have E:, which belongs to volume W of disk group X. Choose another letter.',
      refusal('letter.taken', { kind: 'volume', name: 'V' }, { letter: 'E:', owner: 'volume W of disk group X' }, 'Choose another letter.'),
    ],
    [
      'Disk A is the last disk of disk group DG. Run: vxdg -gDG destroy',
      refusal(
        'disk.last',
        { kind: 'disk', name: 'A' },
        { group: 'DG' },
        { kind: 'command', command: { command: 'group.destroy', group: 'DG', force: false } },
      ),
    ],
  ];
  it.each(cases)('%s', (message, one) => expect(refusalWords(one).message).toBe(message));
});
