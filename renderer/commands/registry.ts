/** Everything that a person can do, in the order in which menus show it. A new area is one file and one line here. */
import type { ConsoleCommand } from './console-command.ts';
import { alertCommands } from './alert-commands.ts';
import { diskCommands } from './disk-commands.ts';
import { generalCommands } from './general-commands.ts';
import { groupCommands } from './group-commands.ts';
import { hostCommands } from './host-commands.ts';
import { helpCommands } from '../help/help-commands.ts';
import { historyCommands } from '../history/history-commands.ts';
import { mirrorCommands } from './mirror-commands.ts';
import { searchCommands } from '../search/search-commands.ts';
import { exportCommands } from '../export/export-commands.ts';
import { statisticsCommands } from '../statistics/statistics-commands.ts';
import { taskCommands } from './task-commands.ts';
import { volumeCommands } from './volume-commands.ts';

export const registry: readonly ConsoleCommand[] = [
  ...groupCommands,
  ...diskCommands,
  ...volumeCommands,
  ...mirrorCommands,
  ...statisticsCommands,
  ...historyCommands,
  ...searchCommands,
  ...taskCommands,
  ...alertCommands,
  ...hostCommands,
  ...helpCommands,
  ...exportCommands,
  ...generalCommands,
];
