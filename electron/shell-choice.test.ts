import { describe, expect, it } from 'vitest';
import { chooseShell, diedAtOnceMilliseconds, fetchAgainMilliseconds, judgeEnd, readArguments } from './shell-choice.mjs';
import type { ShellFacts } from './shell-choice.mjs';

const desktop: ShellFacts = {
  asked: '', platform: 'linux', hasDisplay: true, isRoot: false, runtimePresent: true,
  millisecondsSinceFetchFailed: Number.POSITIVE_INFINITY,
};

describe('the shell', () => {
  it.each<[string, Partial<ShellFacts>, string]>([
    ['everything is there', {}, 'electron'],
    ['a browser is asked for', { asked: 'browser' }, 'browser'],
    ['there is no display', { hasDisplay: false }, 'browser'],
    ['the display is macOS’s own', { platform: 'darwin', hasDisplay: true }, 'electron'],
    ['we are root', { isRoot: true }, 'browser'],
    ['we are root and ask for Electron', { isRoot: true, asked: 'electron' }, 'electron'],
    ['the runtime is missing', { runtimePresent: false }, 'fetch'],
    ['the runtime could not be fetched an hour ago', { runtimePresent: false, millisecondsSinceFetchFailed: 3_600_000 }, 'browser'],
    ['that was more than a day ago', { runtimePresent: false, millisecondsSinceFetchFailed: fetchAgainMilliseconds }, 'fetch'],
    ['Electron is asked for in spite of that', { runtimePresent: false, millisecondsSinceFetchFailed: 0, asked: 'electron' }, 'fetch'],
  ])('when %s', (_when, facts, shell) => {
    expect(chooseShell({ ...desktop, ...facts }).shell).toBe(shell);
  });

  it('says why it is not the usual one', () => {
    expect(chooseShell({ ...desktop, hasDisplay: false }).reason).toContain('no display');
    expect(chooseShell(desktop).reason).toBe('');
  });
});

describe('a desktop program that ended', () => {
  it('at once by a signal or a fault makes room for the browser', () => {
    expect(judgeEnd({ code: null, signal: 'SIGTRAP', livedMilliseconds: 200 }).fallBack).toBe(true);
    expect(judgeEnd({ code: 127, signal: null, livedMilliseconds: 200 }).reason).toContain('exit code 127');
  });

  it('on purpose or after it had come up is the end', () => {
    expect(judgeEnd({ code: 0, signal: null, livedMilliseconds: 200 }).fallBack).toBe(false);
    expect(judgeEnd({ code: 1, signal: null, livedMilliseconds: diedAtOnceMilliseconds }).fallBack).toBe(false);
  });
});

describe('the arguments', () => {
  it('keeps its own switches from the host and hands on the rest', () => {
    expect(readArguments(['--browser', '--state', '/a'], {})).toEqual({ asked: 'browser', rest: ['--state', '/a'] });
  });

  it('takes the shell from the environment when no switch says otherwise', () => {
    expect(readArguments([], { PLEXUS_SHELL: 'electron' }).asked).toBe('electron');
    expect(readArguments(['--browser'], { PLEXUS_SHELL: 'electron' }).asked).toBe('browser');
    expect(readArguments([], { PLEXUS_SHELL: 'nonsense' }).asked).toBe('');
  });
});
