/**
 * The frame of every wizard and of every dialog with a form. Its form lives as long as it is open: going back, or a host that
 * is lost and comes back, takes nothing away. The last page is the plan, unless the command is safe: then its button runs it.
 */
import { useEffect, useRef, useState } from 'react';
import type { Command } from '../../core/model/command.ts';
import { commandLine } from '../../core/model/command-line.ts';
import type { Refusal } from '../../core/model/refusal.ts';
import { riskOf } from '../commands/command-risk.ts';
import type { DialogProps } from '../commands/console-command.ts';
import { useDialogTools } from '../commands/surface-state.ts';
import { CommandLineBox } from '../dialogs/command-line-box.tsx';
import { verbOf } from '../dialogs/command-verbs.ts';
import { DialogFrame, whereWorkBegins } from '../dialogs/dialog-frame.tsx';
import { dialogTexts } from '../dialogs/dialog-texts.ts';
import { PlanPage } from '../dialogs/plan-page.tsx';
import { RefusalBox } from '../dialogs/refusal-box.tsx';
import { usePlan } from '../dialogs/use-plan.ts';
import type { CommandOutcome } from '../dialogs/use-plan.ts';
import { isSound, shownFaults } from './wizard-steps.ts';
import type { WizardStep } from './wizard-steps.ts';
import { wizardTexts } from './wizard-texts.ts';

export interface WizardProps<Form> extends DialogProps {
  readonly title: string;
  readonly initial: Form;
  readonly steps: readonly WizardStep<Form>[];
  readonly size?: 'small' | 'medium' | 'large';
  /** Asked only for a form without faults. */
  command(form: Form): Command;
  /** The command line of what `onDone` has done after it; empty for nothing. */
  followingLine?(form: Form): string;
  /** After the command was carried out and the dialog is closed. */
  onDone?(outcome: CommandOutcome, form: Form): void;
}

export function Wizard<Form extends object>(props: WizardProps<Form>) {
  const { title, steps, size = 'medium', followingLine, onClose } = props;
  const tools = useDialogTools();
  const { form, at, step, touched, wanted, command, planned, plan, refused, busy, ready, finishing, ...wizard } = useWizard(props);
  const body = useFocusOnNewPage(at);
  const losing = command !== null && riskOf(command) === 'loses data';
  const titles = [...steps.map((one) => one.title), ...(planned ? [wizardTexts.summary] : [])];
  const verb = command === null ? wizardTexts.next : verbOf(command);
  return (
    <DialogFrame title={title} size={titles.length > 2 ? 'large' : size} onClose={onClose} onSubmit={wizard.next}
      buttons={(
        <>
          <button type="button" className="button" onClick={onClose}>{dialogTexts.cancel}</button>
          {titles.length > 1 && (
            <button type="button" className="button" disabled={at === 0} onClick={() => wizard.goTo(at - 1)}>{wizardTexts.back}</button>
          )}
          <button type="submit" className="button" data-primary={!(finishing && losing) || undefined}
            data-danger={(finishing && losing) || undefined}
            aria-disabled={(step === undefined && !ready) || busy || undefined}>{finishing ? verb : wizardTexts.next}</button>
        </>
      )}>
      <div ref={body} className="wizard" data-steps={titles.length > 2 || undefined}>
        {titles.length > 2 && <StepList titles={titles} at={at} />}
        <div className="wizard-page" key={at}>
          {step === undefined
            ? command !== null && <PlanPage command={command} state={plan.state} onRemedy={(remedy) => {
              if (remedy.command === command.command) wizard.setForced(remedy);
              else tools.perform(remedy);
            }} />
            : step.page({ form, faults: shownFaults(step.check(form), touched, wanted), change: wizard.change })}
          {step === undefined && <CommandLineBox line={followingLine?.(form) ?? ''} label={wizardTexts.then} />}
          {refused !== null && <RefusalBox refusal={refused} onRemedy={(remedy) => tools.perform(remedy)} />}
          {finishing && !planned && command !== null && <CommandLineBox line={commandLine(command)} />}
        </div>
      </div>
    </DialogFrame>
  );
}

/** The form, where in it the person is, and what its buttons do. */
function useWizard<Form extends object>({ initial, steps, command: commandOf, onDone, onClose }: WizardProps<Form>) {
  const tools = useDialogTools();
  const [form, setForm] = useState(initial);
  const [at, setAt] = useState(0);
  const [touched, setTouched] = useState<ReadonlySet<keyof Form>>(new Set());
  const [wanted, setWanted] = useState(false);
  const [forced, setForced] = useState<Command | null>(null);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);

  const sound = steps.every((step) => isSound(step.check(form)));
  const command = sound ? (forced ?? commandOf(form)) : null;
  const planned = command === null || riskOf(command) !== 'safe';
  const step = steps[at];
  const plan = usePlan(step === undefined ? command : null);
  const ready = plan.state.kind === 'planned';
  const change = (part: Partial<Form>): void => {
    setForm((before) => ({ ...before, ...part }));
    setTouched((before) => new Set([...before, ...Object.keys(part) as (keyof Form)[]]));
    setRefused(null);
  };
  const goTo = (next: number): void => {
    setAt(next);
    setWanted(false);
    setForced(null);
  };
  const finish = async (): Promise<void> => {
    if (command === null || busy) return;
    if (planned && !ready) return;
    setBusy(true);
    const outcome = planned ? await plan.run() : await runAtOnce(command);
    setBusy(false);
    if (outcome === null) return;
    tools.say(outcome.plan.summary[0] ?? '');
    onClose();
    onDone?.(outcome, form);
  };
  const runAtOnce = async (safe: Command): Promise<CommandOutcome | null> => {
    const answer = await tools.call('command.run', { command: safe });
    if (answer.ok) return answer.value;
    setRefused(answer.error);
    return null;
  };
  const last = !planned && at === steps.length - 1;
  const next = (): void => {
    if (step === undefined || last) {
      if (!sound) setWanted(true);
      else void finish();
    } else if (isSound(step.check(form))) goTo(at + 1);
    else setWanted(true);
  };
  const finishing = step === undefined || last;
  return { form, at, step, touched, wanted, command, planned, plan, refused, busy, ready, finishing, change, goTo, next, setForced };
}

/** A page that is turned takes its fields with it: the focus goes to where the next one begins. */
function useFocusOnNewPage(at: number) {
  const body = useRef<HTMLDivElement>(null);
  const shown = useRef(at);
  useEffect(() => {
    if (shown.current !== at) whereWorkBegins(body.current?.closest<HTMLElement>('.dialog') ?? null)?.focus();
    shown.current = at;
  }, [at]);
  return body;
}

function StepList({ titles, at }: { readonly titles: readonly string[]; readonly at: number }) {
  return (
    <ol className="wizard-steps" aria-label={wizardTexts.stepOf(at + 1, titles.length)}>
      {titles.map((title, position) => (
        <li key={title} aria-current={position === at ? 'step' : undefined} data-done={position < at || undefined}>{title}</li>
      ))}
    </ol>
  );
}
