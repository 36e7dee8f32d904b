/** Open Sample, Inspect Disk Images, and Disconnect: each says what it does before it does it. */
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { CallInput } from '../../core/host/contract.ts';
import type { DialogProps } from '../commands/console-command.ts';
import { useDialogHost } from '../commands/surface-state.ts';
import { DialogFrame } from '../dialogs/dialog-frame.tsx';
import { RefusalBox } from '../dialogs/refusal-box.tsx';
import { useConsole, useHost } from '../state/console-context.ts';
import { localHost } from '../state/host-state.ts';
import { nodeOf } from '../state/node-path.ts';
import { hostsTexts } from './hosts-texts.ts';
import { useOpenHost } from './use-open-host.ts';

interface OpenDialogProps extends DialogProps {
  readonly title: string;
  readonly words: { readonly about: string; readonly button: string; readonly asking: string };
  /** Null while there is nothing to open. */
  readonly input: CallInput<'hosts.connect'> | null;
  readonly children?: ReactNode;
}

export function OpenDialog({ title, words, input, children, onClose }: OpenDialogProps) {
  const { state, open } = useOpenHost(onClose);
  const ready = input !== null && state.kind !== 'asking';
  const submit = (): void => {
    if (input !== null) open(input);
  };
  return (
    <DialogFrame title={title} onClose={onClose} onSubmit={submit} buttons={<>
      <button type="button" className="button" onClick={onClose}>{hostsTexts.connect.cancel}</button>
      <button type="submit" className="button" data-primary disabled={!ready}>{words.button}</button>
    </>}>
      <p>{words.about}</p>
      {children}
      {state.kind === 'asking' && <p role="status">{words.asking}</p>}
      {state.kind === 'refused' && <RefusalBox refusal={state.refusal} onRemedy={null} />}
    </DialogFrame>
  );
}

export function SampleDialog({ onClose }: DialogProps) {
  return <OpenDialog title={hostsTexts.labels.sample} words={hostsTexts.sample} input={{ kind: 'sample' }} onClose={onClose} />;
}

export function InspectDialog({ onClose }: DialogProps) {
  const [text, setText] = useState('');
  const locations = text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  return (
    <OpenDialog title={hostsTexts.labels.inspect} words={hostsTexts.inspect} onClose={onClose}
      input={locations.length === 0 ? null : { kind: 'inspection', locations }}>
      <label className="field">
        <span className="field-label">{hostsTexts.inspect.images}</span>
        <textarea className="field-control mono" rows={5} value={text} spellCheck={false}
          onChange={(event) => setText(event.currentTarget.value)} />
      </label>
    </OpenDialog>
  );
}

export function DisconnectDialog({ onClose }: DialogProps) {
  const key = useDialogHost();
  const kind = useHost(key, (host) => host.kind, null);
  const label = useHost(key, (host) => host.label, '');
  const call = useHost(localHost, (host) => host.call, null);
  const goTo = useConsole((state) => state.goTo);
  const words = hostsTexts.disconnect;
  const disconnect = (): void => {
    goTo(nodeOf(localHost, 'host'));
    void call?.('hosts.disconnect', { key });
    onClose();
  };
  return (
    <DialogFrame title={hostsTexts.labels.disconnect} size="small" onClose={onClose} onSubmit={disconnect} buttons={<>
      <button type="button" className="button" onClick={onClose}>{hostsTexts.connect.cancel}</button>
      <button type="submit" className="button" data-primary>{words.button}</button>
    </>}>
      <p>{kind === 'sample' ? words.sample : words.about(label)}</p>
    </DialogFrame>
  );
}
