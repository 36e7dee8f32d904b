export const fetchAgainMilliseconds: number;
export const diedAtOnceMilliseconds: number;

export interface ShellFacts {
  readonly asked: '' | 'browser' | 'electron';
  readonly platform: NodeJS.Platform;
  readonly hasDisplay: boolean;
  readonly isRoot: boolean;
  readonly runtimePresent: boolean;
  readonly millisecondsSinceFetchFailed: number;
}

export function chooseShell(facts: ShellFacts): { readonly shell: 'browser' | 'electron' | 'fetch'; readonly reason: string };
export function judgeEnd(end: { readonly code: number | null; readonly signal: string | null; readonly livedMilliseconds: number }):
{ readonly fallBack: boolean; readonly reason: string };
export function readArguments(argumentsGiven: readonly string[], environment: Readonly<Record<string, string | undefined>>):
{ readonly asked: '' | 'browser' | 'electron'; readonly rest: readonly string[] };
