import { expect, it } from 'vitest';
import { crashSpanMilliseconds, longestReloadMilliseconds, reloadsMaximum, RendererRecovery } from './renderer-recovery.ts';

it('loads again in place, later each time, and asks in the end', () => {
  const recovery = new RendererRecovery();
  const decisions = Array.from({ length: reloadsMaximum + 1 }, (_, at) => recovery.gone('crashed', at));
  const delays = decisions.map((decision) => (decision.kind === 'reload' ? decision.afterMilliseconds : decision.kind));
  expect(delays).toEqual([250, 500, 1000, 2000, 4000, longestReloadMilliseconds, 'ask']);
  recovery.forget();
  expect(recovery.gone('oom', 10)).toEqual({ kind: 'reload', afterMilliseconds: 250 });
});

it('forgets what lies long ago, and takes an end that was meant for none', () => {
  const recovery = new RendererRecovery();
  recovery.gone('killed', 0);
  expect(recovery.gone('clean-exit', 1)).toEqual({ kind: 'nothing' });
  expect(recovery.gone('crashed', crashSpanMilliseconds)).toEqual({ kind: 'reload', afterMilliseconds: 250 });
});
