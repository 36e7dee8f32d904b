/** Whether the volumes of a group are served over the network, where, and to whom; with the risk in words. */
import { useEffect, useState } from 'react';
import type { TcpSettingView } from '../../core/host/contract.ts';
import type { Refusal } from '../../core/model/refusal.ts';
import type { GroupView } from '../../core/model/views.ts';
import type { DialogProps } from '../commands/console-command.ts';
import { useDialogTools } from '../commands/surface-state.ts';
import { CommandLineBox } from '../dialogs/command-line-box.tsx';
import { DialogFrame } from '../dialogs/dialog-frame.tsx';
import { dialogTexts } from '../dialogs/dialog-texts.ts';
import { CheckField, TextField } from '../dialogs/fields.tsx';
import { RefusalBox } from '../dialogs/refusal-box.tsx';
import { ConditionIcon } from '../shell/icons.tsx';
import { wholeIssue } from './form-checks.ts';
import { wizardTexts } from './wizard-texts.ts';

const { tcp } = wizardTexts;

interface TcpForm {
  readonly enabled: boolean;
  readonly address: string;
  readonly port: string;
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly allow: string;
}

/** What a person who opens it while TCP is off is likely to want. */
const standardForm: TcpForm = { enabled: true, address: '127.0.0.1', port: '0', certificateFile: '', keyFile: '', allow: '' };

function formOf({ port, allow, ...setting }: TcpSettingView): TcpForm {
  return { ...setting, enabled: true, port: String(port), allow: allow.join(', ') };
}

export function TcpDialog({ group, onClose }: DialogProps & { readonly group: GroupView }) {
  const tools = useDialogTools();
  const [form, setForm] = useState(standardForm);
  const [refused, setRefused] = useState<Refusal | null>(null);
  useEffect(() => {
    let current = true;
    void tools.call('tcp.get', { group: group.name }).then((answer) => {
      if (!current) return;
      if (!answer.ok) setRefused(answer.error);
      else if (answer.value.setting !== null) setForm(formOf(answer.value.setting));
    });
    return () => { current = false; };
    // The dialog asks when it opens, not when its tools are made anew.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [group.name]);
  const change = (part: Partial<TcpForm>): void => {
    setForm({ ...form, ...part });
    setRefused(null);
  };
  const portFault = wholeIssue(form.port, 0, 65535) === undefined ? undefined : wizardTexts.faults.port;
  const allow = form.allow.split(/[\s,]+/).filter((word) => word !== '');
  const set = async (): Promise<void> => {
    if (portFault !== undefined) return;
    const answer = await tools.call('tcp.set', { ...form, group: group.name, port: Number(form.port), allow });
    if (!answer.ok) return setRefused(answer.error);
    const { address, port } = answer.value;
    tools.say(tcp.done(address === '' ? '' : `${address}:${port}`));
    onClose();
  };
  const off = !form.enabled;
  return (
    <DialogFrame title={wizardTexts.titles.tcp} onClose={onClose} onSubmit={() => void set()}
      buttons={(
        <>
          <button type="button" className="button" onClick={onClose}>{dialogTexts.cancel}</button>
          <button type="submit" className="button" data-primary>{tcp.save}</button>
        </>
      )}>
      <p className="refusal-box"><ConditionIcon condition="warning" /> {tcp.risk}</p>
      <CheckField label={tcp.on} checked={form.enabled} onChange={(enabled) => change({ enabled })} />
      <div className="field-pair">
        <TextField label={tcp.address} value={form.address} disabled={off} onChange={(address) => change({ address })} />
        <TextField label={tcp.port} value={form.port} disabled={off} fault={portFault} onChange={(port) => change({ port })} />
        <TextField label={tcp.certificate} value={form.certificateFile} disabled={off} mono
          onChange={(certificateFile) => change({ certificateFile })} />
        <TextField label={tcp.key} value={form.keyFile} disabled={off} mono onChange={(keyFile) => change({ keyFile })} />
      </div>
      <TextField label={tcp.allow} value={form.allow} disabled={off} mono onChange={(list) => change({ allow: list })} />
      {refused !== null && <RefusalBox refusal={refused} onRemedy={(remedy) => tools.perform(remedy)} />}
      <CommandLineBox line={tcpLine(group.name, form, allow)} />
    </DialogFrame>
  );
}

function tcpLine(group: string, { enabled, address, port, certificateFile, keyFile }: TcpForm, allow: readonly string[]): string {
  if (!enabled) return `plexus tcp -g${group} off`;
  const files = certificateFile === '' ? [] : [`certificate=${certificateFile}`, `key=${keyFile}`];
  return [`plexus tcp -g${group} on`, `address=${address}`, `port=${port}`, ...files,
    ...(allow.length === 0 ? [] : [`allow=${allow.join(',')}`])].join(' ');
}
