import { describe, expect, it } from 'vitest';
import { commandSchema } from '../host/contract.ts';
import { beyondTheGroup, faultCases } from './nth-fault-cases.ts';

const commands = commandSchema.options.map((option) => option.shape.command.value);

describe('the n-th fault loop', () => {
  it('has a loop for every command, or says where it is broken instead', () => {
    const looped = new Set<string>([...faultCases.map((one) => one.command), ...Object.keys(beyondTheGroup)]);
    expect(commands.filter((name) => !looped.has(name)), 'give them a case in nth-fault-cases.ts').toEqual([]);
  });

  it('knows no command that is gone, and each loop by a name of its own', () => {
    const known = new Set<string>(commands);
    expect([...faultCases.map((one) => one.command), ...Object.keys(beyondTheGroup)].filter((name) => !known.has(name))).toEqual([]);
    expect(new Set(faultCases.map((one) => one.name)).size).toBe(faultCases.length);
  });
});
