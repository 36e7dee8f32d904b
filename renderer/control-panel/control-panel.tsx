/** The Control Panel perspective: every setting of a host, what it is by itself, and the command that sets it. */
import { useEffect, useState } from 'react';
import type { HostSettingView } from '../../core/host/contract.ts';
import { refusal } from '../../core/model/refusal.ts';
import type { Refusal } from '../../core/model/refusal.ts';
import { refusalWords } from '../../core/model/refusal-words.ts';
import { failure } from '../../core/model/result.ts';
import type { Result } from '../../core/model/result.ts';
import { controlPanelTexts as words } from './control-panel-texts.ts';
import { useConsoleContext, useHost, usePlaceHost, useTreeIndex } from '../state/console-context.ts';
import { isAdministrator } from '../state/host-state.ts';
import type { HostKey } from '../state/host-state.ts';

type Answer = Result<{ readonly settings: readonly HostSettingView[] }, Refusal>;

export function ControlPanel() {
  const host = usePlaceHost();
  const name = useTreeIndex(host).host?.name ?? '';
  const administrator = useHost(host, isAdministrator, false);
  const { settings, fault, set } = useSettings(host);
  return (
    <div className="pane" data-help="control-panel" key={host}>
      <div className="object-heading"><h1>{words.title}</h1><span className="object-kind">{name}</span></div>
      {fault !== '' && <p role="alert" className="pane-bar">{fault}</p>}
      {!administrator && <p className="pane-bar muted">{words.readOnly}</p>}
      <div className="settings-scroller">
        <table className="settings" aria-label={words.label}>
          <thead>
            <tr>
              {Object.values(words.columns).map((column) => <th key={column} scope="col">{column}</th>)}
            </tr>
          </thead>
          <tbody>
            {settings.map((setting) => (
              <SettingRow key={`${setting.key} ${setting.value}`} setting={setting} editable={administrator} set={set} />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

interface SettingRowProps {
  readonly setting: HostSettingView;
  readonly editable: boolean;
  set(key: string, value: string): Promise<Answer>;
}

function SettingRow({ setting, editable, set }: SettingRowProps) {
  const [text, setText] = useState(setting.value);
  const [fault, setFault] = useState('');
  const faultId = `fault-${setting.key}`;
  const take = async (value: string): Promise<void> => {
    const answer = await set(setting.key, value);
    setFault(answer.ok ? '' : refusalWords(answer.error).message);
  };
  return (
    <tr>
      <th scope="row">{setting.key}</th>
      <td>
        <form className="setting-form" onSubmit={(event) => {
          event.preventDefault();
          void take(text);
        }}>
          <input className="text-field" aria-label={words.valueOf(setting.key)} value={text} disabled={!editable} spellCheck={false}
            aria-invalid={fault !== '' || undefined} aria-describedby={fault === '' ? undefined : faultId}
            onChange={({ target }) => setText(target.value)} />
          <button type="submit" className="button" aria-label={words.setOf(setting.key)} disabled={!editable || text === setting.value}>
            {words.set}
          </button>
          <button type="button" className="button" aria-label={words.resetOf(setting.key)}
            disabled={!editable || setting.value === setting.standard} onClick={() => void take(setting.standard)}>{words.reset}</button>
        </form>
        {fault !== '' && <span id={faultId} role="alert" className="field-fault">{fault}</span>}
      </td>
      <td className="mono">{setting.standard === '' ? words.none : setting.standard}</td>
      <td>{setting.about}</td>
      <td><code>{`plexus set ${setting.key}=${shellWord(text)}`}</code></td>
    </tr>
  );
}

/** As a shell takes it: quoted where a sign would mean something else. */
function shellWord(value: string): string {
  return /^[\w@%+=:,./-]*$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}

function useSettings(host: HostKey) {
  const { store } = useConsoleContext();
  const connected = useHost(host, ({ connection }) => connection.kind === 'connected', false);
  const [settings, setSettings] = useState<readonly HostSettingView[]>([]);
  const [fault, setFault] = useState('');
  useEffect(() => {
    if (!connected) return;
    void store.getState().hosts.get(host)?.call('settings.get', {}).then((answer) => {
      if (answer.ok) setSettings(answer.value.settings);
      setFault(answer.ok ? '' : refusalWords(answer.error).message);
    });
  }, [store, host, connected]);
  const set = async (key: string, value: string): Promise<Answer> => {
    const answer = await (store.getState().hosts.get(host)?.call('settings.set', { values: { [key]: value } }) ?? unreachable);
    if (answer.ok) setSettings(answer.value.settings);
    return answer;
  };
  return { settings, fault, set };
}

const unreachable: Promise<Answer> =
  Promise.resolve(failure(refusal('host.unreachable', { kind: 'host', name: '' }, {}, 'Connect to the host first.')));
