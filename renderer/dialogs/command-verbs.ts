/** What the button says that runs a command. */
import type { Command } from '../../core/model/command.ts';
import { dialogTexts } from './dialog-texts.ts';

export function verbOf(command: Command): string {
  if (command.command === 'volume.verify' && command.from !== undefined) return dialogTexts.repairVolume;
  return dialogTexts.verbs[command.command];
}
