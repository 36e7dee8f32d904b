/**
 * One engine command on a plan page of its own. What loses data names it, puts the focus on Cancel, and, where a whole group
 * goes, asks for its name.
 */
import { useRef, useState } from 'react';
import type { Command } from '../../core/model/command.ts';
import { riskOf } from '../commands/command-risk.ts';
import type { DialogProps } from '../commands/console-command.ts';
import { useDialogTools } from '../commands/surface-state.ts';
import { verbOf } from './command-verbs.ts';
import { DialogFrame } from './dialog-frame.tsx';
import { dialogTexts } from './dialog-texts.ts';
import { TextField } from './fields.tsx';
import { PlanPage } from './plan-page.tsx';
import { usePlan } from './use-plan.ts';

export function PlanDialog({ command: first, onClose }: DialogProps & { readonly command: Command }) {
  const tools = useDialogTools();
  // The forced form of the command takes its place once somebody chose it on the refusal.
  const [command, setCommand] = useState(first);
  const [typedName, setTypedName] = useState('');
  const cancel = useRef<HTMLButtonElement>(null);
  const { state, run } = usePlan(command);
  const losing = riskOf(command) === 'loses data';
  const nameWanted = command.command === 'group.destroy' ? command.group : '';
  const ready = state.kind === 'planned' && (nameWanted === '' || typedName === nameWanted);
  const carryOut = async (): Promise<void> => {
    const outcome = await run();
    if (outcome === null) return;
    tools.say(outcome.plan.summary[0] ?? '');
    onClose();
  };
  return (
    <DialogFrame title={verbOf(command)} size="large" onClose={onClose} initialFocus={cancel}
      onSubmit={() => { if (ready && !losing) void carryOut(); }}
      buttons={(
        <>
          <button ref={cancel} type="button" className="button" onClick={onClose}>{dialogTexts.cancel}</button>
          <button type="button" className="button" data-danger={losing || undefined} data-primary={!losing || undefined}
            aria-disabled={!ready || undefined} onClick={() => { if (ready) void carryOut(); }}>{verbOf(command)}</button>
        </>
      )}>
      <PlanPage command={command} state={state} onRemedy={(remedy) => {
        if (remedy.command === command.command) setCommand(remedy);
        else tools.perform(remedy);
      }} />
      {nameWanted !== '' && state.kind === 'planned' && (
        <TextField label={dialogTexts.plan.typeName(nameWanted)} value={typedName} onChange={setTypedName} />
      )}
    </DialogFrame>
  );
}
