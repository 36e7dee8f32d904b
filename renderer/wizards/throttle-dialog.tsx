/** How long a task rests after each chunk: more rest, less in the way of clients. */
import { useState } from 'react';
import { slowMillisecondsMaximum } from '../../core/model/task-kinds.ts';
import type { Refusal } from '../../core/model/refusal.ts';
import type { TaskView } from '../../core/model/views.ts';
import type { DialogProps } from '../commands/console-command.ts';
import { useDialogTools } from '../commands/surface-state.ts';
import { CommandLineBox } from '../dialogs/command-line-box.tsx';
import { DialogFrame } from '../dialogs/dialog-frame.tsx';
import { dialogTexts } from '../dialogs/dialog-texts.ts';
import { TextField } from '../dialogs/fields.tsx';
import { RefusalBox } from '../dialogs/refusal-box.tsx';
import { wholeIssue } from './form-checks.ts';
import { wizardTexts } from './wizard-texts.ts';

export function ThrottleDialog({ task, onClose }: DialogProps & { readonly task: TaskView }) {
  const tools = useDialogTools();
  const [pause, setPause] = useState(String(task.slowMilliseconds));
  const [refused, setRefused] = useState<Refusal | null>(null);
  const fault = wholeIssue(pause, 0, slowMillisecondsMaximum);
  const set = async (): Promise<void> => {
    if (fault !== undefined) return;
    const answer = await tools.call('task.set', { task: task.id, slowMilliseconds: Number(pause) });
    if (!answer.ok) return setRefused(answer.error);
    tools.say(wizardTexts.throttle.done);
    onClose();
  };
  return (
    <DialogFrame title={wizardTexts.titles.throttle} size="small" onClose={onClose} onSubmit={() => void set()}
      buttons={(
        <>
          <button type="button" className="button" onClick={onClose}>{dialogTexts.cancel}</button>
          <button type="submit" className="button" data-primary
            aria-disabled={fault !== undefined || undefined}>{wizardTexts.throttle.set}</button>
        </>
      )}>
      <TextField label={wizardTexts.fields.pause} value={pause} fault={fault} hint={wizardTexts.fields.unitMilliseconds}
        onChange={setPause} />
      {refused !== null && <RefusalBox refusal={refused} onRemedy={(remedy) => tools.perform(remedy)} />}
      <CommandLineBox line={`vxtask set slow=${pause} ${task.number}`} />
    </DialogFrame>
  );
}
