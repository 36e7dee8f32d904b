/** What is known of one object; it follows the object while it is open, and says so when it is gone. */
import type { ObjectViewKind } from '../../core/model/views.ts';
import type { DialogProps } from '../commands/console-command.ts';
import { useDialogHost } from '../commands/surface-state.ts';
import { useTreeIndex } from '../state/console-context.ts';
import type { TreeIndex } from '../state/tree-model.ts';
import { DialogFrame } from './dialog-frame.tsx';
import { dialogTexts } from './dialog-texts.ts';
import { FactList } from './fact-list.tsx';
import { objectFacts } from './object-facts.ts';
import { propertyTexts } from './property-texts.ts';

export interface PropertiesProps extends DialogProps {
  readonly kind: ObjectViewKind;
  readonly id: string;
  readonly name: string;
  /** What it is looked up in where it is not shown as it is now. */
  readonly past?: TreeIndex | undefined;
}

export function PropertiesDialog({ kind, id, name, past, onClose }: PropertiesProps) {
  const present = useTreeIndex(useDialogHost());
  const index = past ?? present;
  const view = viewOf(index, kind, id);
  return (
    <DialogFrame title={propertyTexts.title(name)} onClose={onClose} onSubmit={onClose}
      buttons={<button type="submit" className="button" data-primary>{dialogTexts.close}</button>}>
      {view === undefined ? <p role="status">{dialogTexts.gone(name)}</p> : <FactList facts={objectFacts(index, view)} />}
    </DialogFrame>
  );
}

/** The tree names a host by its key, not by its id. */
function viewOf(index: TreeIndex, kind: ObjectViewKind, id: string) {
  return kind === 'host' ? (index.host ?? undefined) : index.tables[kind].get(id);
}
