/** A refusal on its own: what a disabled entry or a command that was refused opens. */
import type { Refusal } from '../../core/model/refusal.ts';
import type { DialogProps } from '../commands/console-command.ts';
import { useDialogTools } from '../commands/surface-state.ts';
import { DialogFrame } from './dialog-frame.tsx';
import { dialogTexts } from './dialog-texts.ts';
import { RefusalBox } from './refusal-box.tsx';

export function RefusalDialog({ refusal, onClose }: DialogProps & { readonly refusal: Refusal }) {
  const tools = useDialogTools();
  return (
    <DialogFrame title={dialogTexts.refusal.title} size="small" onClose={onClose} onSubmit={onClose}
      buttons={<button type="button" className="button" onClick={onClose}>{dialogTexts.close}</button>}>
      <RefusalBox refusal={refusal} onRemedy={(command) => {
        onClose();
        tools.perform(command);
      }} />
    </DialogFrame>
  );
}
