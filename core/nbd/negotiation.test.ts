import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { Negotiation, negotiationStates } from './negotiation.ts';
import type { ExportDirectory, OfferedExport } from './offered-export.ts';
import { option, optionMagic, optionReply } from './protocol.ts';

const mail: OfferedExport = {
  names: ['DG1/Mail', 'guid-1'], description: 'mirrored, 2 plexes', sizeBytes: 5 * 2 ** 32 + 512, readOnly: false, fastZero: true,
};
const old: OfferedExport = { names: ['DG1/Old', 'guid-2'], description: '', sizeBytes: 1024, readOnly: true, fastZero: false };
const directory: ExportDirectory = {
  find: (name) => [mail, old].find((offered) => offered.names.includes(name)) ?? null,
  list: () => [mail, old],
  claim: (name, { hostId, writes }) => {
    if (name !== 'DG1/Mail') return null;
    return writes && hostId === 'other' ? { kind: 'taken', hostId: 'first' } : { kind: 'life', life: 'life-1' };
  },
};

const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255]);
const u32 = (value: number): Buffer => Buffer.from([value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]);
const text = (value: string): Buffer => Buffer.concat([u32(Buffer.byteLength(value)), Buffer.from(value)]);

function optionBytes(number: number, data: Uint8Array = Buffer.alloc(0)): Buffer {
  const magic = Buffer.alloc(8);
  magic.writeBigUInt64BE(optionMagic);
  return Buffer.concat([magic, u32(number), u32(data.length), data]);
}
const go = (name: string, ...items: number[]): Buffer => Buffer.concat([text(name), u16(items.length), ...items.map(u16)]);
const meta = (name: string, ...queries: string[]): Buffer => Buffer.concat([text(name), u32(queries.length), ...queries.map(text)]);

function begun(tls: 'off' | 'required' = 'off'): Negotiation {
  const negotiation = new Negotiation(directory, tls);
  say(negotiation, u32(3));
  return negotiation;
}

/** Feeds the bytes and returns the replies as [type, data] pairs. */
function say(negotiation: Negotiation, bytes: Buffer): [number, Buffer][] {
  expect(negotiation.take(bytes, 0, bytes.length)).toBe(bytes.length);
  return frames(Buffer.from(negotiation.takeReplies()));
}

function frames(bytes: Buffer): [number, Buffer][] {
  const found: [number, Buffer][] = [];
  for (let at = 0; at < bytes.length;) {
    expect(bytes.readBigUInt64BE(at)).toBe(0x0003e889045565a9n);
    const lengthBytes = bytes.readUInt32BE(at + 16);
    found.push([bytes.readUInt32BE(at + 12), bytes.subarray(at + 20, at + 20 + lengthBytes)]);
    at += 20 + lengthBytes;
  }
  return found;
}
const typesOf = (replies: [number, Buffer][]): number[] => replies.map(([type]) => type);

describe('the negotiation', () => {
  it('describes each of its states', () => {
    for (const sentence of Object.values(negotiationStates)) expect(sentence).toMatch(/^[A-Z].*\.$/);
  });

  it('ends when the client sets a flag that was not offered', () => {
    const negotiation = new Negotiation(directory, 'off');
    say(negotiation, u32(4));
    expect(negotiation.state).toBe('ended');
  });

  it('ends when an option does not begin with its magic number', () => {
    const negotiation = begun();
    say(negotiation, Buffer.alloc(16, 7));
    expect(negotiation.state).toBe('ended');
  });

  it('answers EXPORT_NAME with size and flags, and with 124 zeros for those who did not decline them', () => {
    const declined = begun();
    const bytes = optionBytes(option.exportName, Buffer.from('DG1/Mail'));
    declined.take(bytes, 0, bytes.length);
    expect(Buffer.from(declined.takeReplies()).toString('hex')).toBe('00000005000002000' + '96d');
    const kept = new Negotiation(directory, 'off');
    const all = Buffer.concat([u32(1), bytes]);
    kept.take(all, 0, all.length);
    expect(kept.takeReplies()).toHaveLength(134);
    expect(kept.chosen).toBe(mail);
    expect(kept.state).toBe('transmission');
  });

  it('ends at EXPORT_NAME of an unknown export, because that option has no error', () => {
    const negotiation = begun();
    say(negotiation, optionBytes(option.exportName, Buffer.from('DG1/Nobody')));
    expect(negotiation.state).toBe('ended');
  });

  it('chooses an export by GO under its name and its GUID, with what was asked for', () => {
    for (const name of mail.names) {
      const negotiation = begun();
      const replies = say(negotiation, optionBytes(option.go, go(name, 1, 2, 3, 99)));
      expect(typesOf(replies)).toEqual([3, 3, 3, 3, 1]);
      expect(replies[0]?.[1].toString('hex')).toBe('00000000000500000200096d');
      expect(replies[1]?.[1].subarray(2).toString()).toBe('DG1/Mail');
      expect(replies[2]?.[1].subarray(2).toString()).toBe('mirrored, 2 plexes');
      expect(replies[3]?.[1].toString('hex')).toBe('0003' + '00000001' + '00001000' + '02000000');
      expect(negotiation.chosen).toBe(mail);
    }
  });

  it('shows a read-only export without the abilities to change it', () => {
    const replies = say(begun(), optionBytes(option.info, go('DG1/Old')));
    expect(replies[0]?.[1].readUInt16BE(10)).toBe(0x10f);
  });

  it('goes on after INFO, and after GO of an unknown export', () => {
    const negotiation = begun();
    expect(typesOf(say(negotiation, optionBytes(option.info, go('DG1/Mail'))))).toEqual([3, 1]);
    expect(typesOf(say(negotiation, optionBytes(option.go, go('DG1/Nobody'))))).toEqual([optionReply.unknownExport]);
    expect(typesOf(say(negotiation, optionBytes(option.go, go(''))))).toEqual([optionReply.unknownExport]);
    expect(negotiation.state).toBe('option-header');
  });

  it('lists every export once, under its name', () => {
    const replies = say(begun(), optionBytes(option.list));
    expect(replies.slice(0, 2).map(([, data]) => data.subarray(4, 4 + data.readUInt32BE(0)).toString())).toEqual(['DG1/Mail', 'DG1/Old']);
    expect(typesOf(replies)).toEqual([2, 2, 1]);
  });

  it.each([
    ['LIST with data', option.list, Buffer.from('x')],
    ['STRUCTURED_REPLY with data', option.structuredReply, Buffer.from('x')],
    ['GO whose name is longer than the data', option.go, Buffer.concat([u32(900), Buffer.from('DG1')])],
    ['GO without a count', option.go, u32(0)],
    ['GO with more items than it says', option.go, Buffer.concat([text('DG1/Mail'), u16(1), u16(1), u16(2)])],
    ['SET_META_CONTEXT before STRUCTURED_REPLY', option.setMetaContext, meta('DG1/Mail', 'base:allocation')],
  ])('refuses %s as invalid and goes on', (_, number, data) => {
    const negotiation = begun();
    expect(typesOf(say(negotiation, optionBytes(number, data)))).toEqual([optionReply.invalid]);
    expect(typesOf(say(negotiation, optionBytes(option.abort)))).toEqual([1]);
  });

  it('says of an unknown option that it does not know it, and goes on', () => {
    const negotiation = begun();
    expect(typesOf(say(negotiation, optionBytes(11, Buffer.alloc(100))))).toEqual([optionReply.unsupported]);
    expect(typesOf(say(negotiation, optionBytes(4_000_000_000)))).toEqual([optionReply.unsupported]);
  });

  it('drops the data of an option that is too long, and ends at one that is absurdly long', () => {
    const negotiation = begun();
    const long = optionBytes(option.info, Buffer.alloc(20_000));
    for (let at = 0; at < long.length; at += 1000) negotiation.take(long, at, Math.min(at + 1000, long.length));
    expect(typesOf(frames(Buffer.from(negotiation.takeReplies())))).toEqual([optionReply.tooBig]);
    const absurd = Buffer.concat([optionBytes(option.info).subarray(0, 12), u32(2 ** 31)]);
    negotiation.take(absurd, 0, absurd.length);
    expect(negotiation.state).toBe('ended');
  });

  it('acknowledges ABORT and ends', () => {
    const negotiation = begun();
    expect(typesOf(say(negotiation, optionBytes(option.abort, Buffer.from('bye'))))).toEqual([1]);
    expect(negotiation.state).toBe('ended');
  });
});

describe('metadata contexts', () => {
  const structured = (): Negotiation => {
    const negotiation = begun();
    say(negotiation, optionBytes(option.structuredReply));
    return negotiation;
  };

  it('lists base:allocation without a query, with the wildcard, and by name', () => {
    for (const queries of [[], ['base:'], ['base:allocation'], ['x-other:y', 'base:allocation']]) {
      expect(typesOf(say(structured(), optionBytes(option.listMetaContext, meta('DG1/Mail', ...queries))))).toEqual([4, 1]);
    }
    expect(typesOf(say(structured(), optionBytes(option.listMetaContext, meta('DG1/Mail', 'x-other:'))))).toEqual([1]);
  });

  it('selects by name only, and only for the export that is then chosen', () => {
    const same = structured();
    expect(typesOf(say(same, optionBytes(option.setMetaContext, meta('DG1/Mail', 'base:allocation', 'base:'))))).toEqual([4, 1]);
    say(same, optionBytes(option.go, go('DG1/Mail')));
    expect(same.choices.allocationContextOf).toBe('DG1/Mail');
    const other = structured();
    say(other, optionBytes(option.setMetaContext, meta('DG1/Mail', 'base:allocation')));
    say(other, optionBytes(option.go, go('DG1/Old')));
    expect(other.choices.allocationContextOf).toBeNull();
    expect(typesOf(say(structured(), optionBytes(option.setMetaContext, meta('DG1/Mail', 'base:'))))).toEqual([1]);
  });

  it('forgets the selection when a later one fails', () => {
    const negotiation = structured();
    say(negotiation, optionBytes(option.setMetaContext, meta('DG1/Mail', 'base:allocation')));
    expect(typesOf(say(negotiation, optionBytes(option.setMetaContext, Buffer.alloc(3))))).toEqual([optionReply.invalid]);
    expect(negotiation.choices.allocationContextOf).toBeNull();
  });

  it('refuses more queries than its bound', () => {
    const many = Array.from({ length: 65 }, () => 'x-a:b');
    expect(typesOf(say(structured(), optionBytes(option.setMetaContext, meta('DG1/Mail', ...many))))).toEqual([optionReply.tooBig]);
  });
});

describe('where TLS is required', () => {
  it('says nothing about exports before it', () => {
    const negotiation = begun('required');
    for (const number of [option.list, option.go, option.info, option.structuredReply, 77]) {
      expect(typesOf(say(negotiation, optionBytes(number, go('DG1/Mail'))))).toEqual([optionReply.tlsRequired]);
    }
    say(negotiation, optionBytes(option.exportName, Buffer.from('DG1/Mail')));
    expect(negotiation.state).toBe('ended');
  });

  it('takes no byte in the clear behind STARTTLS and keeps nothing from before', () => {
    const negotiation = begun('required');
    const bytes = Buffer.concat([optionBytes(option.startTls), optionBytes(option.list)]);
    expect(negotiation.take(bytes, 0, bytes.length)).toBe(16);
    expect(negotiation.state).toBe('start-tls');
    const secured = negotiation.secured();
    expect(typesOf(say(secured, optionBytes(option.startTls)))).toEqual([optionReply.invalid]);
    expect(typesOf(say(secured, optionBytes(option.go, go('DG1/Mail'))))).toEqual([3, 1]);
  });

  it('is not offered where it is off', () => {
    expect(typesOf(say(begun(), optionBytes(option.startTls)))).toEqual([optionReply.policy]);
  });
});

describe('any bytes at all', () => {
  it('are answered alike however they are cut', () => {
    const sensible = fc.constantFrom(
      optionBytes(option.structuredReply), optionBytes(option.list), optionBytes(option.info, go('guid-2', 3)),
      optionBytes(option.listMetaContext, meta('DG1/Mail')), optionBytes(50, Buffer.alloc(9)),
    );
    const cutLengths = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 });
    fc.assert(fc.property(fc.array(sensible, { maxLength: 6 }), fc.uint8Array({ maxLength: 40 }), cutLengths, (options, noise, cuts) => {
      const bytes = Buffer.concat([u32(3), ...options, noise]);
      const whole = new Negotiation(directory, 'off');
      whole.take(bytes, 0, bytes.length);
      const cut = new Negotiation(directory, 'off');
      let taken = 0;
      for (let end = 0, turn = 0; end < bytes.length; turn += 1) {
        end = Math.min(bytes.length, end + (cuts[turn % cuts.length] ?? 1));
        taken = cut.take(bytes, taken, end);
      }
      expect(Buffer.from(cut.takeReplies())).toEqual(Buffer.from(whole.takeReplies()));
      expect(cut.state).toBe(whole.state);
    }));
  });
});
