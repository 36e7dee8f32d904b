import { describe, expect, it } from 'vitest';
import { SectorHistory } from './sector-history.ts';

function acknowledged(history: SectorHistory, stamp: number): void {
  history.acknowledge(history.send(0, 1, stamp));
}

describe('the reference model', () => {
  it('an acknowledged write replaces what was there', () => {
    const history = new SectorHistory(8);
    acknowledged(history, 1);
    acknowledged(history, 2);
    const sentAt = history.now();
    expect(history.check(0, 2, sentAt)).toBe('');
    expect(history.check(0, 1, sentAt)).toMatch(/replaced before/);
    expect(history.check(0, 7, sentAt)).toMatch(/expected one of/);
  });

  it('a write in flight may be seen or not', () => {
    const history = new SectorHistory(8);
    acknowledged(history, 1);
    history.send(0, 1, 2);
    const sentAt = history.now();
    expect([history.check(0, 1, sentAt), history.check(0, 2, sentAt)]).toEqual(['', '']);
  });

  it('overlapping writes may end in either order', () => {
    const history = new SectorHistory(8);
    const first = history.send(0, 1, 1);
    const second = history.send(0, 1, 2);
    history.acknowledge(second);
    history.acknowledge(first);
    const sentAt = history.now();
    expect([history.check(0, 1, sentAt), history.check(0, 2, sentAt)]).toEqual(['', '']);
    expect(history.check(0, 0, sentAt)).not.toBe('');
  });

  it('a power cut keeps what was flushed and may lose what was not', () => {
    const history = new SectorHistory(8);
    acknowledged(history, 1);
    history.flushed(history.now());
    acknowledged(history, 2);
    history.crash(true);
    const sentAt = history.now();
    expect([history.check(0, 1, sentAt), history.check(0, 2, sentAt)]).toEqual(['', '']);
    expect(history.check(0, 0, sentAt)).not.toBe('');
  });

  it('a flush that was sent before the write ended does not cover it', () => {
    const history = new SectorHistory(8);
    const sentAt = history.now();
    acknowledged(history, 1);
    history.flushed(sentAt);
    history.crash(true);
    expect(history.check(0, 0, history.now())).toBe('');
  });

  it('the death of the host alone loses nothing that was acknowledged', () => {
    const history = new SectorHistory(8);
    acknowledged(history, 1);
    history.crash(false);
    expect(history.check(0, 0, history.now())).not.toBe('');
  });

  it('what was read after a crash stays', () => {
    const history = new SectorHistory(8);
    acknowledged(history, 1);
    history.crash(true);
    history.settle(0, 0);
    expect(history.check(0, 1, history.now())).not.toBe('');
  });
});
