import type { ConsoleCommand } from './console-command.ts';
export const volumeCommands: readonly ConsoleCommand[] = [];
