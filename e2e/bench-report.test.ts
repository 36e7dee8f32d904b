/** The report of `npm run bench`: reasons stand under the bars that were missed, and nowhere else. */
import { describe, expect, it } from 'vitest';

interface Row {
  readonly workload: string;
  readonly ours: string;
  readonly peer: string;
  readonly ratio: string;
  readonly bar: string;
  readonly met: boolean;
}

const { readReasons, reasonLines } = await import(new URL('../bench/report.mjs', import.meta.url).href) as {
  readonly readReasons: (text: string) => ReadonlyMap<string, string>;
  readonly reasonLines: (rows: readonly Row[], reasons: ReadonlyMap<string, string>) => string;
};

const write = { workload: '4k write', ours: 'mirror 104.5k/s', peer: 'plain 127.6k/s', ratio: '0.82', bar: '0.85' };
const idle = { workload: 'idle', ours: 'RSS 285 MiB', peer: '', ratio: '', bar: 'below 200 MiB' };
const reasons = readReasons('# Why\n\n## 4k write, mirror, plain\n\nTwo calls\ninstead of one.\n\n## other\n\nNo.\n');

describe('a benchmark report', () => {
  it('gives the reason of each missed bar, or says that none is written down', () => {
    const lines = reasonLines([{ ...write, met: false }, { ...idle, met: false }], reasons);
    expect(lines).toContain('- **4k write, mirror, plain** (0.82, bar 0.85): Two calls instead of one.\n');
    expect(lines).toContain('- **idle, RSS** (RSS 285 MiB, bar below 200 MiB): no reason written down.\n');
    expect(lines).not.toContain('No.');
  });

  it('has no such part when every bar is met', () => {
    expect(reasonLines([{ ...write, met: true }], reasons)).toBe('');
  });
});
