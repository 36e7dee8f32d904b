/** Online Monitoring: live rates of what was chosen, in a window of its own over the console. */
import type { DialogProps } from '../commands/console-command.ts';
import { useDialogHost } from '../commands/surface-state.ts';
import { DialogFrame } from '../dialogs/dialog-frame.tsx';
import { dialogTexts } from '../dialogs/dialog-texts.ts';
import type { CountedThing } from './counted-things.ts';
import { MonitorTable } from './monitor-table.tsx';
import { statisticsTexts } from './statistics-texts.ts';

export interface MonitoringProps extends DialogProps {
  readonly groupId: string;
  readonly things: readonly CountedThing[];
}

export function MonitoringDialog({ groupId, things, onClose }: MonitoringProps) {
  const host = useDialogHost();
  return (
    <DialogFrame title={statisticsTexts.monitoring} size="large" onClose={onClose}
      buttons={<button type="button" className="button" onClick={onClose}>{dialogTexts.close}</button>}>
      <div className="monitoring"><MonitorTable host={host} groupId={groupId} things={things} /></div>
    </DialogFrame>
  );
}
