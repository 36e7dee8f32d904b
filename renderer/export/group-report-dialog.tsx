/** The report of a disk group as a page that can be looked at here and printed. */
import { useTreeIndex } from '../state/console-context.ts';
import type { TreeIndex } from '../state/tree-model.ts';
import type { DialogProps } from '../commands/console-command.ts';
import { useDialogHost } from '../commands/surface-state.ts';
import { DialogFrame } from '../dialogs/dialog-frame.tsx';
import { exportTexts } from './export-texts.ts';
import { GroupReport } from './group-report.tsx';
import './group-report.css';

const { report: words } = exportTexts;

export interface GroupReportProps extends DialogProps {
  readonly groupId: string;
  /** The group as it was, in place of the present. */
  readonly past?: TreeIndex | undefined;
}

export function GroupReportDialog({ groupId, past, onClose }: GroupReportProps) {
  const now = useTreeIndex(useDialogHost());
  const index = past ?? now;
  const group = index.tables.group.get(groupId);
  return (
    <DialogFrame title={words.title(group?.name ?? '')} size="page" onClose={onClose} onSubmit={() => window.print()} buttons={<>
      <button type="button" className="button" onClick={onClose}>{words.close}</button>
      <button type="submit" className="button" data-primary>{words.print}</button>
    </>}>
      {group !== undefined && <GroupReport index={index} group={group} />}
    </DialogFrame>
  );
}
