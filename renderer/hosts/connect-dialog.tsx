/**
 * Connect to a Host: address, user, password. A certificate that is new, or another one than before, is shown for comparison;
 * only the button below it accepts it.
 */
import { useEffect, useState } from 'react';
import type { KnownHostView } from '../../core/host/contract.ts';
import type { Refusal } from '../../core/model/refusal.ts';
import type { DialogProps } from '../commands/console-command.ts';
import { DialogFrame } from '../dialogs/dialog-frame.tsx';
import { FactList } from '../dialogs/fact-list.tsx';
import { SelectField, TextField } from '../dialogs/fields.tsx';
import { RefusalBox } from '../dialogs/refusal-box.tsx';
import { useHost } from '../state/console-context.ts';
import { localHost } from '../state/host-state.ts';
import { hostsTexts } from './hosts-texts.ts';
import { useOpenHost } from './use-open-host.ts';

export interface ConnectDialogProps {
  readonly address?: string;
  readonly user?: string;
}

const words = hostsTexts.connect;

export function ConnectDialog({ address: given = '', user: before = '', onClose }: ConnectDialogProps & DialogProps) {
  const [address, setAddress] = useState(given);
  const [user, setUser] = useState(before);
  const [password, setPassword] = useState('');
  const { state, open } = useOpenHost(onClose);
  const known = useKnownHosts();
  const refusal = state.kind === 'refused' ? state.refusal : null;
  const fingerprint = refusal === null || !isAboutCertificate(refusal) ? '' : String(refusal.evidence['fingerprint'] ?? '');
  const choose = (chosen: string): void => {
    setAddress(chosen);
    setUser(known.find((host) => host.address === chosen)?.user ?? user);
  };
  const connect = (accepted: string): void => open({ kind: 'remote', address, user, password, fingerprint: accepted });
  const changed = refusal?.code === 'host.certificate-changed';
  const accept = changed ? words.acceptChanged : words.accept;
  const ready = address.trim() !== '' && user !== '' && state.kind !== 'asking';
  return (
    <DialogFrame title={hostsTexts.labels.connect} onClose={onClose} onSubmit={() => { if (ready && fingerprint === '') connect(''); }}
      buttons={<>
        <button type="button" className="button" onClick={onClose}>{words.cancel}</button>
        {fingerprint === ''
          ? <button type="submit" className="button" data-primary disabled={!ready}>{words.button}</button>
          : <button type="button" className="button" data-danger={changed || undefined} disabled={!ready}
              onClick={() => connect(fingerprint)}>{accept}</button>}
      </>}>
      {known.length > 0 && (
        <SelectField label={words.history} value={known.some((host) => host.address === address) ? address : ''} onChange={choose}
          choices={[{ value: '', label: words.another }, ...known.map((host) => ({
            value: host.address, label: host.hostName === '' ? host.address : `${host.hostName} (${host.address})`,
          }))]} />
      )}
      <TextField label={words.address} hint={words.addressHint} value={address} onChange={setAddress} />
      <TextField label={words.user} value={user} onChange={setUser} />
      <TextField label={words.password} value={password} onChange={setPassword} secret />
      {state.kind === 'asking' && <p role="status">{words.asking}</p>}
      {refusal !== null && <RefusalBox refusal={refusal} onRemedy={null} />}
      {refusal !== null && fingerprint !== '' && <Fingerprints refusal={refusal} />}
    </DialogFrame>
  );
}

function isAboutCertificate({ code }: Refusal): boolean {
  return code === 'host.certificate-new' || code === 'host.certificate-changed';
}

function Fingerprints({ refusal: { code, evidence } }: { readonly refusal: Refusal }) {
  const now = String(evidence['fingerprint'] ?? '');
  const facts: readonly (readonly [string, string])[] = code === 'host.certificate-new' ? [[words.fingerprint, now]]
    : [[words.before, String(evidence['known'] ?? '')], [words.now, now]];
  return (
    <>
      <FactList facts={facts} />
      <p>{words.compare}</p>
    </>
  );
}

/** Asked once, when the dialog opens: who was connected meanwhile is no matter of this dialog. */
function useKnownHosts(): readonly KnownHostView[] {
  const call = useHost(localHost, (host) => host.call, null);
  const [known, setKnown] = useState<readonly KnownHostView[]>([]);
  useEffect(() => {
    void call?.('hosts.list', {}).then((answer) => {
      if (answer.ok) setKnown(answer.value.known);
    });
  }, [call]);
  return known;
}
