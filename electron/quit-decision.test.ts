import { describe, expect, it } from 'vitest';
import { decideClose, decideQuit, linesMaximum, quitAnswer } from './quit-decision.ts';
import type { HostUse } from './quit-decision.ts';

const idle: HostUse = { clients: [], runningTasks: [], activeLinks: [] };
const client = { volume: 'Volume1', group: 'VMDG', address: 'unix', since: '2026-01-01T00:00:00Z' };

describe('closing the window', () => {
  it('keeps serving from the tray and says so once', () => {
    expect(decideClose({ ownHost: true, trayShown: true, saidBefore: false, lastWindow: true })).toEqual({ kind: 'hide', say: true });
    expect(decideClose({ ownHost: true, trayShown: true, saidBefore: true, lastWindow: true })).toEqual({ kind: 'hide', say: false });
  });

  it('acts as Quit where no tray is shown', () => {
    expect(decideClose({ ownHost: true, trayShown: false, saidBefore: false, lastWindow: true })).toEqual({ kind: 'quit' });
  });

  it('ends a console that is attached to another process’s host', () => {
    expect(decideClose({ ownHost: false, trayShown: true, saidBefore: false, lastWindow: true })).toEqual({ kind: 'quit' });
  });
});

describe('quitting', () => {
  it('stops an unused host without a question', () => {
    expect(decideQuit(true, idle)).toEqual({ kind: 'stop' });
  });

  it('leaves a host that runs elsewhere alone, also when it is in use', () => {
    expect(decideQuit(false, { ...idle, clients: [client] })).toEqual({ kind: 'leave' });
  });

  it.each([
    ['client', { ...idle, clients: [client] }, 'VMDG/Volume1 is connected from unix.'],
    ['task', { ...idle, runningTasks: ['Resynchronize Volume1'] }, 'Task Resynchronize Volume1 is running.'],
    ['link', { ...idle, activeLinks: ['to-site-b'] }, 'Link to-site-b is replicating.'],
  ])('asks when there is a %s, and names it', (_kind, use, line) => {
    const decision = decideQuit(true, use);
    expect(decision).toMatchObject({ kind: 'ask', question: { lines: [line] } });
  });

  it('offers to keep serving by default, and Cancel on Escape', () => {
    const decision = decideQuit(true, { ...idle, clients: [client] });
    if (decision.kind !== 'ask') throw new Error('no question');
    const { buttons, defaultButton, cancelButton } = decision.question;
    expect(buttons).toEqual(['Keep serving in the background', 'Stop anyway', 'Cancel']);
    expect([defaultButton, cancelButton].map(quitAnswer)).toEqual(['keep-serving', 'cancel']);
    expect(quitAnswer(1)).toBe('stop');
    expect(quitAnswer(-1)).toBe('cancel');
  });

  it('sums up what does not fit the screen', () => {
    const decision = decideQuit(true, { ...idle, clients: Array.from({ length: 40 }, () => client) });
    if (decision.kind !== 'ask') throw new Error('no question');
    expect(decision.question.lines).toHaveLength(linesMaximum);
    expect(decision.question.lines.at(-1)).toBe('29 more.');
  });
});

it('a window that is not the last one just closes', () => {
  expect(decideClose({ ownHost: true, trayShown: true, saidBefore: false, lastWindow: false })).toEqual({ kind: 'close' });
  expect(decideClose({ ownHost: false, trayShown: false, saidBefore: true, lastWindow: false })).toEqual({ kind: 'close' });
});
