import { describe, expect, it } from 'vitest';
import type { DiskRecord, GroupConfiguration, HostStamp } from '../model/configuration.ts';
import type { CommitId, DiskId, GroupId, HostId } from '../model/identity.ts';
import { decideImport, type DiskEvidence, type ImportQuestion } from './import-decision.ts';

const us: HostStamp = { id: 'us' as HostId, name: 'us' };
const them: HostStamp = { id: 'them' as HostId, name: 'them' };

function record(name: string, serial = 1): DiskRecord {
  return {
    id: name as DiskId, name, lastAccess: '', sizeBytes: 1, dataStartBytes: 0, dataLengthBytes: 0, enclosure: '', site: '', serial,
    failing: false,
  };
}

interface Shape {
  sequence: number;
  holders: string;
  stamp?: HostStamp | null;
  commit?: string;
  serials?: Record<string, number>;
  disks?: string;
}

function configuration({ sequence, holders, stamp = us, commit = `c${sequence}`, serials = {}, disks = 'ABC' }: Shape): GroupConfiguration {
  return {
    version: 1, id: 'G' as GroupId, name: 'Data', sequence, commitId: commit as CommitId, stamp, noAutoImport: false,
    holders: [...holders] as DiskId[], disks: [...disks].map((name) => record(name, serials[name] ?? 1)), volumes: [], plexes: [],
    subdisks: [], logs: [],
  };
}

function disk(name: string, configurations: readonly GroupConfiguration[], serial = 1): DiskEvidence {
  return { diskId: name as DiskId, hostName: `Harddisk${name}`, sizeBytes: Infinity, serial, configurations, futureVersion: false };
}

function decide(disks: readonly DiskEvidence[], more: Partial<ImportQuestion> = {}) {
  return decideImport({ groupId: 'G' as GroupId, groupName: 'Data', host: us, disks, witnessSequence: 0, foreseenSequence: 0,
    clearStamp: false, force: false, ...more });
}

const codeOf = (result: ReturnType<typeof decide>) => (result.ok ? `imports: ${result.value.ground}` : result.error.code);

describe('the import decision', () => {
  const five = configuration({ sequence: 5, holders: 'AB' });
  const six = configuration({ sequence: 6, holders: 'A' });

  it('takes the highest sequence when all its holders are present', () => {
    const decided = decide([disk('A', [five, six]), disk('B', [five])], { witnessSequence: 6 });
    expect(decided.ok && decided.value.configuration.sequence).toBe(6);
    expect(decided.ok && decided.value.behindDiskIds).toEqual([]);
    expect(decided.ok && decided.value.absentDiskIds).toEqual(['C']);
    expect(codeOf(decided)).toBe('imports: all holders');
  });

  it('is satisfied with our stamp and a witness that has seen nothing newer', () => {
    expect(codeOf(decide([disk('A', [five])], { witnessSequence: 5 }))).toBe('imports: own stamp and witness');
    expect(codeOf(decide([disk('A', [five])], { witnessSequence: 6 }))).toBe('group.holders-absent');
    expect(codeOf(decide([disk('A', [five])], { witnessSequence: 0 }))).toBe('group.holders-absent');
  });

  it('does not believe disks that are older than what we saw published, even when all holders are there', () => {
    expect(codeOf(decide([disk('A', [five]), disk('B', [five])], { witnessSequence: 6 }))).toBe('group.holders-absent');
    expect(codeOf(decide([disk('A', [five]), disk('B', [five])], { witnessSequence: 6, force: true }))).toBe('imports: force');
  });

  it('a holder whose slots are all unsound may have held something newer', () => {
    expect(codeOf(decide([disk('A', []), disk('B', [five])]))).toBe('group.holders-absent');
  });

  it('a named holder that bears less than what was published is behind, unless nobody saw it published', () => {
    const seven = configuration({ sequence: 7, holders: 'AB', disks: 'AB' });
    const behind = (witnessSequence: number) => {
      const decided = decide([disk('A', [five, seven]), disk('B', [five])], { witnessSequence });
      return decided.ok ? decided.value.behindDiskIds : decided.error.code;
    };
    expect(behind(7)).toEqual(['B']);
    expect(behind(6)).toEqual(['B']);
    expect(behind(5)).toEqual([]);
    expect(behind(0)).toEqual([]);
  });

  it('a damaged slot may have borne something newer, where no witness says what that could be', () => {
    const one = configuration({ sequence: 1, holders: 'A', disks: 'AB' });
    const damaged = { ...disk('A', [one]), damagedSlot: true };
    expect(codeOf(decide([damaged]))).toBe('group.holders-absent');
    expect(codeOf(decide([damaged], { witnessSequence: 1 }))).toBe('imports: all holders');
    expect(codeOf(decide([{ ...damaged, damagedSlot: false }]))).toBe('imports: all holders');
  });

  it('a foreign stamp needs -C, and names the host', () => {
    const foreign = configuration({ sequence: 9, holders: 'AB', stamp: them });
    const refused = decide([disk('A', [foreign]), disk('B', [foreign])]);
    expect(codeOf(refused)).toBe('group.foreign');
    expect(refused.ok ? '' : refused.error.evidence['host']).toBe('them');
    expect(codeOf(decide([disk('A', [foreign]), disk('B', [foreign])], { clearStamp: true }))).toBe('imports: all holders');
    expect(codeOf(decide([disk('A', [foreign])], { clearStamp: true }))).toBe('group.holders-absent');
    expect(codeOf(decide([disk('A', [foreign])], { clearStamp: true, force: true }))).toBe('imports: force');
  });

  it('a deported group needs more than half of its holders', () => {
    const deported = configuration({ sequence: 9, holders: 'ABC', stamp: null });
    expect(codeOf(decide([disk('A', [deported]), disk('B', [deported])]))).toBe('imports: deported and a majority');
    expect(codeOf(decide([disk('A', [deported])]))).toBe('group.holders-absent');
    const two = configuration({ sequence: 9, holders: 'AB', stamp: null });
    expect(codeOf(decide([disk('A', [two])]))).toBe('group.holders-absent');
  });

  it('raises the serials of the present disks when some are absent, and only then', () => {
    const absent = decide([disk('A', [six])], { witnessSequence: 6 });
    expect(absent.ok && [...absent.value.serials]).toEqual([['A', 2], ['B', 1], ['C', 1]]);
    const complete = configuration({ sequence: 7, holders: 'AB', disks: 'AB' });
    const all = decide([disk('A', [complete]), disk('B', [complete])]);
    expect(all.ok && [...all.value.serials]).toEqual([['A', 1], ['B', 1]]);
  });

  it('an unfinished commit on a disk that was away is refuted by the serials of those that went on', () => {
    const orphan = configuration({ sequence: 7, holders: 'AB', commit: 'orphan' });
    const wentOn = configuration({ sequence: 6, holders: 'A', commit: 'went-on', serials: { A: 2 } });
    const decided = decide([disk('A', [wentOn], 2), disk('B', [orphan])], { witnessSequence: 6 });
    expect(decided.ok && decided.value.configuration.commitId).toBe('went-on');
    expect(decided.ok && decided.value.sequenceFloor).toBe(7);
  });

  it('overtakes what an absent disk may bear of a commit that was cut short, and then refuses that disk alone', () => {
    const cutShort = configuration({ sequence: 7, holders: 'AB', commit: 'cut short' });
    const withoutB = decide([disk('A', [six])], { witnessSequence: 6, foreseenSequence: 7 });
    const wentOn = (withoutB.ok ? withoutB.value.sequenceFloor : 0) + 1;
    expect(wentOn).toBeGreaterThan(cutShort.sequence);
    expect(codeOf(decide([disk('B', [cutShort])], { witnessSequence: wentOn }))).toBe('group.holders-absent');
  });

  it('a crash between the slots and the headers of an import refutes nothing', () => {
    const raised = configuration({ sequence: 6, holders: 'A', serials: { A: 2 } });
    expect(codeOf(decide([disk('A', [five, raised])], { witnessSequence: 5 }))).toBe('imports: all holders');
  });

  it('two sides that both went on are a fork, whatever the flags', () => {
    const left = configuration({ sequence: 9, holders: 'A', commit: 'left', serials: { A: 2 } });
    const right = configuration({ sequence: 7, holders: 'B', commit: 'right', serials: { B: 2 } });
    for (const flags of [{}, { force: true }, { clearStamp: true, force: true }]) {
      const refused = decide([disk('A', [five, left], 2), disk('B', [five, right], 2)], flags);
      expect(codeOf(refused)).toBe('group.fork');
      expect(refused.ok ? [] : refused.error.evidence['sides']).toHaveLength(2);
    }
  });

  it('a side of a fork that was deported last is said to be that', () => {
    const left = configuration({ sequence: 9, holders: 'A', commit: 'left', serials: { A: 2 }, stamp: null });
    const right = configuration({ sequence: 7, holders: 'B', commit: 'right', serials: { B: 2 } });
    const refused = decide([disk('A', [left], 2), disk('B', [right], 2)]);
    expect(refused.ok ? [] : refused.error.evidence['sides']).toEqual([
      expect.stringMatching(/sequence 9, deported$/), expect.stringMatching(/sequence 7, last imported by /),
    ]);
  });

  it('a disk that took part in a later import but never held it is old, not a fork', () => {
    expect(codeOf(decide([disk('B', [five], 2)]))).toBe('group.holders-absent');
    const forced = decide([disk('B', [five], 2)], { force: true });
    expect(forced.ok && forced.value.serials.get('B' as DiskId)).toBe(3);
  });

  it('of one sequence, the configuration that more disks bear', () => {
    const one = configuration({ sequence: 8, holders: 'ABC', commit: 'one' });
    const two = configuration({ sequence: 8, holders: 'ABC', commit: 'two' });
    const decided = decide([disk('A', [one]), disk('B', [two]), disk('C', [two])]);
    expect(decided.ok && decided.value.configuration.commitId).toBe('two');
  });

  it('copies, newer releases, and damage all round are refused by name', () => {
    expect(codeOf(decide([disk('A', [five]), disk('A', [five])]))).toBe('disk.copied');
    expect(codeOf(decide([disk('A', []), disk('B', [])]))).toBe('group.damaged');
    expect(codeOf(decide([{ ...disk('A', [five]), futureVersion: true }, disk('B', [five])], { force: true }))).toBe('disk.future-version');
  });
});

describe('the choice of a side of a fork', () => {
  const ours = configuration({ sequence: 12, holders: 'A', serials: { A: 3, B: 1 }, commit: 'ours' });
  const theirs = configuration({ sequence: 11, holders: 'B', serials: { A: 2, B: 2 }, commit: 'theirs' });
  const fork = [disk('A', [ours], 3), disk('B', [theirs], 2)];
  const older = configuration({ sequence: 8, holders: 'ABC', serials: { A: 1, B: 1 }, commit: 'older' });

  it('goes on with what the disk bears, over the witness too; the other side is given up and its serial overtaken', () => {
    for (const [selectedCopy, sequence, givenUp] of [['A', 12, ['B']], ['B', 11, ['A']]] as const) {
      const decided = decide(fork, { selectedCopy, witnessSequence: 12, foreseenSequence: 14 });
      if (!decided.ok) throw new Error(decided.error.code);
      expect([decided.value.ground, decided.value.configuration.sequence, decided.value.givenUpDiskIds])
        .toEqual(['chosen side', sequence, givenUp]);
      expect(decided.value.sequenceFloor).toBe(14);
      for (const one of fork) expect(decided.value.serials.get(one.diskId)).toBeGreaterThan(one.serial);
    }
  });

  it('a disk from before they parted goes with either', () => {
    const decided = decide([...fork, disk('C', [older])], { selectedCopy: 'B' });
    expect(decided.ok && [decided.value.givenUpDiskIds, decided.value.presentDiskIds.has('C' as DiskId)]).toEqual([['A'], true]);
  });

  it.each([
    ['a disk of no side', fork, 'C', 'disk.unknown'],
    ['where there is no fork', [disk('A', [ours], 3)], 'A', 'argument.invalid'],
    ['a disk that bears only what came before', [...fork, disk('C', [older])], 'C', 'disk.unknown'],
  ] as const)('is refused for %s', (_words, disks, selectedCopy, code) => {
    expect(codeOf(decide(disks, { selectedCopy }))).toBe(code);
  });

  it('takes no stamp over unasked, and its way out keeps the choice', () => {
    const far = configuration({ sequence: 11, holders: 'B', serials: { A: 2, B: 2 }, commit: 'far', stamp: them });
    const refused = decide([fork[0]!, disk('B', [far], 2)], { selectedCopy: 'B' });
    expect(refused.ok ? null : [refused.error.code, refused.error.remedy])
      .toMatchObject(['group.foreign', { command: { clearStamp: true, selectedCopy: 'B' } }]);
  });

  it('neither -f nor -C chooses', () => {
    expect(codeOf(decide(fork, { force: true, clearStamp: true }))).toBe('group.fork');
  });

  it('takes no disk as a member that is shorter than the configuration says, and believes what it says of the group', () => {
    const both = configuration({ sequence: 5, holders: 'AB', stamp: null, disks: 'AB' });
    const { dataStartBytes, dataLengthBytes } = both.disks[0]!;
    const whole = dataStartBytes + dataLengthBytes;
    const decided = decide([{ ...disk('A', [both]), sizeBytes: whole - 1 }, { ...disk('B', [both]), sizeBytes: whole }]);
    expect(decided).toMatchObject({ ok: true, value: { ground: 'all holders', absentDiskIds: ['A'] } });
    expect(decided.ok && [...decided.value.presentDiskIds]).toEqual(['B']);
    expect(decided.ok && decided.value.cutShort.get('A' as DiskId)).toMatch(/^it was cut short: /);
    expect(decided.ok && [...decided.value.serials]).toEqual([['A', 1], ['B', 2]]);
    const allCut = ['A', 'B'].map((name) => ({ ...disk(name, [both]), sizeBytes: whole - 1 }));
    expect(codeOf(decide(allCut))).toBe('disk.too-small');
  });
});
