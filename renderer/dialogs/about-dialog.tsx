/** What this is, and which host of which version it shows. */
import type { DialogProps } from '../commands/console-command.ts';
import { useDialogHost } from '../commands/surface-state.ts';
import { commandTexts } from '../commands/command-texts.ts';
import { useTreeIndex } from '../state/console-context.ts';
import { texts } from '../texts.ts';
import { DialogFrame } from './dialog-frame.tsx';
import { dialogTexts } from './dialog-texts.ts';
import { FactList } from './fact-list.tsx';

export function AboutDialog({ onClose }: DialogProps) {
  const { host } = useTreeIndex(useDialogHost());
  const { facts, product } = texts;
  return (
    <DialogFrame title={commandTexts.labels.about} size="small" onClose={onClose} onSubmit={onClose}
      buttons={<button type="button" className="button" onClick={onClose}>{dialogTexts.close}</button>}>
      <FactList facts={host === null ? [[product, '']] : [
        [facts.version, `${product} ${host.version}`], [texts.status.host, host.name], [facts.process, String(host.processId)],
        [facts.stateFolder, host.stateFolder],
      ]} />
    </DialogFrame>
  );
}
