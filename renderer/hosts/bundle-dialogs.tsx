/** Support Bundle: what it would hold, and how much, before it is made. Open Bundle: one that somebody sent. */
import { useEffect, useState } from 'react';
import type { BundlePart } from '../../core/host/contract.ts';
import type { BundleFile } from '../../core/host/window-messages.ts';
import { formatSize } from '../../core/model/size-text.ts';
import type { Refusal } from '../../core/model/refusal.ts';
import type { DialogProps } from '../commands/console-command.ts';
import { useDialogTools } from '../commands/surface-state.ts';
import { DialogFrame } from '../dialogs/dialog-frame.tsx';
import { CheckField } from '../dialogs/fields.tsx';
import { RefusalBox } from '../dialogs/refusal-box.tsx';
import { hostsTexts } from './hosts-texts.ts';
import { OpenDialog } from './throw-away-dialogs.tsx';

/** `given`: the bundle that was dropped on the window, or passed to the desktop program. */
export function OpenBundleDialog({ onClose, given = null }: DialogProps & { readonly given?: BundleFile | null }) {
  const [bundle, setBundle] = useState(given);
  const read = async (file: File): Promise<void> => setBundle({ name: file.name, content: base64Of(await file.arrayBuffer()) });
  return (
    <OpenDialog title={hostsTexts.labels.bundle} words={hostsTexts.bundle} onClose={onClose}
      input={bundle === null ? null : { kind: 'bundle', ...bundle }}>
      <label className="field">
        <span className="field-label">{hostsTexts.bundle.file}</span>
        {given !== null && <span className="mono">{given.name}</span>}
        {given === null && <input type="file" onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          if (file !== undefined) void read(file);
        }} />}
      </label>
    </OpenDialog>
  );
}

export function SupportDialog({ onClose }: DialogProps) {
  const { call } = useDialogTools();
  const [hideNames, setHideNames] = useState(true);
  const [parts, setParts] = useState<readonly BundlePart[]>([]);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  useEffect(() => {
    let current = true;
    void call('support.bundle', { hideNames, pack: false }).then((answer) => {
      if (!current) return;
      setRefusal(answer.ok ? null : answer.error);
      if (answer.ok) setParts(answer.value.parts);
    });
    return () => { current = false; };
    // The dialog asks when it opens and when the wish changes, not when its tools are made anew.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [hideNames]);
  const save = (): void => void call('support.bundle', { hideNames, pack: true }).then((answer) => {
    if (!answer.ok) return setRefusal(answer.error);
    download(answer.value.packed);
    onClose();
  });
  const words = hostsTexts.support;
  return (
    <DialogFrame title={hostsTexts.labels.support} onClose={onClose} onSubmit={save} buttons={<>
      <button type="button" className="button" onClick={onClose}>{words.close}</button>
      <button type="submit" className="button" data-primary disabled={parts.length === 0}>{words.save}</button>
    </>}>
      <p>{words.about}</p>
      <table>
        <thead><tr><th scope="col">{words.part}</th><th scope="col">{words.holds}</th><th scope="col">{words.size}</th></tr></thead>
        <tbody>
          {parts.map(({ name, about, bytes }) => (
            <tr key={name}><th scope="row">{name}</th><td>{about}</td><td>{formatSize(bytes)}</td></tr>
          ))}
        </tbody>
      </table>
      <CheckField label={words.hide} hint={words.hideHint} checked={hideNames} onChange={setHideNames} />
      {refusal !== null && <RefusalBox refusal={refusal} onRemedy={null} />}
    </DialogFrame>
  );
}

function download(base64: string): void {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: 'application/gzip' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = hostsTexts.support.file;
  link.click();
  URL.revokeObjectURL(address);
}

export function base64Of(buffer: ArrayBuffer): string {
  let text = '';
  for (const byte of new Uint8Array(buffer)) text += String.fromCharCode(byte);
  return btoa(text);
}
