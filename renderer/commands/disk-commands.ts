import type { ConsoleCommand } from './console-command.ts';
export const diskCommands: readonly ConsoleCommand[] = [];
