import type { ConsoleCommand } from './console-command.ts';
export const taskCommands: readonly ConsoleCommand[] = [];
