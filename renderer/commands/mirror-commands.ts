import type { ConsoleCommand } from './console-command.ts';
export const mirrorCommands: readonly ConsoleCommand[] = [];
