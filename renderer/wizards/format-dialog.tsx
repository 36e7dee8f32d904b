/** Gives a volume that is there a file system. What it holds is named before it is overwritten. */
import { useState } from 'react';
import { fileSystems } from '../../core/model/file-systems.ts';
import type { Refusal } from '../../core/model/refusal.ts';
import type { VolumeView } from '../../core/model/views.ts';
import type { DialogProps } from '../commands/console-command.ts';
import { useDialogTools } from '../commands/surface-state.ts';
import { CommandLineBox } from '../dialogs/command-line-box.tsx';
import { DialogFrame } from '../dialogs/dialog-frame.tsx';
import { RefusalBox } from '../dialogs/refusal-box.tsx';
import { ConditionIcon } from '../shell/icons.tsx';
import { FormatFields, useFormatRefusals } from './format-fields.tsx';
import { checkFormat, formatLine, noFormat, wishOf } from './format-form.ts';
import type { FormatForm } from './format-form.ts';
import { formatTexts as words } from './format-texts.ts';
import { isSound } from './wizard-steps.ts';

export function FormatDialog({ volume, onClose }: DialogProps & { readonly volume: VolumeView }) {
  const tools = useDialogTools();
  const refusals = useFormatRefusals();
  const [form, setForm] = useState<FormatForm>({ ...noFormat, fileSystem: 'ntfs' });
  const [refused, setRefused] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  const faults = checkFormat(form, volume.name, volume.lengthBytes, refusals);
  const force = refused?.code === 'volume.holds-data';
  const change = (part: Partial<FormatForm>): void => {
    setForm({ ...form, ...part });
    setRefused(null);
  };
  const format = async (): Promise<void> => {
    const wish = wishOf(form, volume.name);
    if (wish === null || busy || !isSound(faults)) return;
    setBusy(true);
    const answer = await tools.call('volume.format', { ...wish, group: volume.groupName, volume: volume.name, force });
    setBusy(false);
    if (!answer.ok) return setRefused(answer.error);
    tools.say(words.begun(fileSystems[wish.fileSystem].title, volume.name));
    onClose();
  };
  return (
    <DialogFrame title={words.title} onClose={onClose} onSubmit={() => void format()} buttons={<>
      <button type="button" className="button" onClick={onClose}>{words.cancel}</button>
      <button type="submit" className="button" data-danger aria-disabled={busy || !isSound(faults)}>
        {force ? words.force : words.button}
      </button>
    </>}>
      <FormatFields form={form} faults={faults} volume={volume.name} optional={false} change={change} />
      {busy && <p role="status" className="muted">{words.asking}</p>}
      {refused !== null && <RefusalBox refusal={refused} onRemedy={(remedy) => tools.perform(remedy)} />}
      {force && <p className="refusal-box"><ConditionIcon condition="warning" /> {words.holds}</p>}
      <CommandLineBox line={formatLine(form, volume.groupName, volume.name)} />
    </DialogFrame>
  );
}
