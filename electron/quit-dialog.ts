/** Asks the question of `quit-decision.ts` with the system's own dialog. */
import { dialog } from 'electron';
import { quitAnswer } from './quit-decision.ts';
import type { QuitAnswer, QuitQuestion } from './quit-decision.ts';

export async function askBeforeQuit(question: QuitQuestion): Promise<QuitAnswer> {
  const { response } = await dialog.showMessageBox({
    type: 'question', message: question.title, detail: question.lines.join('\n'), buttons: [...question.buttons],
    defaultId: question.defaultButton, cancelId: question.cancelButton, noLink: true,
  });
  return quitAnswer(response);
}
