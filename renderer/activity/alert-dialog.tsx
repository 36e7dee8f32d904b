/** All that is known of one alert, and its remedy as a button. It follows the alert while it is open. */
import { commandLine } from '../../core/model/command-line.ts';
import type { Command } from '../../core/model/command.ts';
import type { AlertView } from '../../core/model/views.ts';
import type { DialogProps } from '../commands/console-command.ts';
import { useDialogHost } from '../commands/surface-state.ts';
import { verbOf } from '../dialogs/command-verbs.ts';
import { DialogFrame } from '../dialogs/dialog-frame.tsx';
import { dialogTexts } from '../dialogs/dialog-texts.ts';
import { FactList } from '../dialogs/fact-list.tsx';
import type { NamedFact } from '../dialogs/fact-list.tsx';
import { objectFacts } from '../dialogs/object-facts.ts';
import { useTreeIndex } from '../state/console-context.ts';
import { formatExactTime } from '../state/formats.ts';
import { activityTexts } from './activity-texts.ts';

export interface AlertDialogProps extends DialogProps {
  readonly alert: AlertView;
  perform(command: Command): void;
}

export function AlertDialog({ alert, perform, onClose }: AlertDialogProps) {
  const index = useTreeIndex(useDialogHost());
  const shown = index.tables.alert.get(alert.id) ?? alert;
  const { remedy } = shown;
  const command = remedy.kind === 'command' && shown.state !== 'cleared' ? remedy.command : null;
  const run = (wanted: Command): void => {
    onClose();
    perform(wanted);
  };
  return (
    <DialogFrame title={activityTexts.detailsOf(shown.subject.name)} help={`alerts#${shown.code}`} onClose={onClose} onSubmit={onClose}
      buttons={<>
        {command !== null && (
          <button type="button" className="button" onClick={() => run(command)}>
            {isDeadRuntime(shown) ? activityTexts.restart : verbOf(command)}
          </button>
        )}
        <button type="submit" className="button" data-primary>{dialogTexts.close}</button>
      </>}>
      <FactList facts={[...objectFacts(index, shown), ...alertFacts(shown)]} />
    </DialogFrame>
  );
}

/** Its remedy imports the group again, which starts its runtime. */
export function isDeadRuntime({ code }: AlertView): boolean {
  return code === 'group.runtime-dead';
}

export function alertFacts(alert: AlertView): readonly NamedFact[] {
  const { acknowledgedAt, acknowledgedBy, clearedAt, remedy, evidence } = alert;
  return [
    [activityTexts.acknowledged, acknowledgedBy === '' ? '' : activityTexts.by(formatExactTime(acknowledgedAt), acknowledgedBy)],
    [activityTexts.cleared, clearedAt === '' ? '' : formatExactTime(clearedAt)],
    [activityTexts.group, alert.groupName], [activityTexts.cause, alert.cause], [activityTexts.clearsWhen, alert.clearsWhen],
    [activityTexts.remedyFact, remedy.kind === 'command' ? commandLine(remedy.command) : remedy.advice],
    [activityTexts.evidence, Object.entries(evidence).map(([name, value]) => `${name}: ${String(value)}`).join('; ')],
  ];
}
