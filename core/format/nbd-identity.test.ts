import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerText, claimText, parseAnswer, parseClaim } from './nbd-identity.ts';
import type { ClaimAnswer } from './nbd-identity.ts';

describe('the identity on the wire', () => {
  it('a claim comes back as it was', () => {
    const epochs = fc.integer({ min: 1, max: 999_999_999 });
    fc.assert(fc.property(fc.uuid(), fc.uuid(), epochs, fc.boolean(), (hostId, opening, epoch, writes) => {
      expect(parseClaim(claimText({ hostId, opening, epoch, writes }))).toEqual({ hostId, opening, epoch, writes });
    }));
  });

  it('so does an answer', () => {
    const answers: ClaimAnswer[] = [
      { kind: 'life', life: 'a-1' }, { kind: 'busy' }, { kind: 'stale' }, { kind: 'taken', hostId: 'b-2' },
    ];
    for (const answer of answers) expect(parseAnswer(answerText(answer))).toEqual(answer);
  });

  it.each([
    'plexus:client/h/o/0/writer', 'plexus:client/h/o/1/owner', 'plexus:client/h//1/writer', `plexus:client/${'h'.repeat(65)}/o/1/writer`,
    'base:allocation', 'plexus:', '', 'plexus:client/h/o/1/writer\n',
  ])('no claim: %s', (text) => {
    expect(parseClaim(text)).toBeNull();
  });

  it.each(['plexus:server/', 'plexus:server/a/b', 'plexus:other', 'base:allocation', ''])('no answer: %s', (text) => {
    expect(parseAnswer(text)).toBeNull();
  });
});
