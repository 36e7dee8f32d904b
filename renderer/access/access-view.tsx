/** How clients reach a volume, who does, and whether the network may. */
import { useState } from 'react';
import { clientSampleId } from '../../core/model/io-statistics.ts';
import { refusalWords } from '../../core/model/refusal-words.ts';
import type { Refusal } from '../../core/model/refusal.ts';
import type { Result } from '../../core/model/result.ts';
import type { ClientView, VolumeView } from '../../core/model/views.ts';
import { accessTexts as words } from './access-texts.ts';
import { CopyLine } from './copy-line.tsx';
import { readyLines } from './ready-lines.ts';
import { useConsoleContext } from '../state/console-context.ts';
import { formatExactTime, formatTime } from '../state/formats.ts';
import type { HostKey, HostState } from '../state/host-state.ts';
import { placeOf } from '../state/node-path.ts';
import { formatCallRate, formatThroughput } from '../statistics/rate-formats.ts';
import type { OperationRates } from '../statistics/rates.ts';
import { usePoints } from '../statistics/use-points.ts';
import type { ViewProps } from '../views/node-tabs.tsx';

export function AccessView({ index, node }: ViewProps) {
  const place = placeOf(node);
  const volume = place.kind === 'volume' ? index.tables.volume.get(place.id) : undefined;
  if (volume === undefined) return null;
  return (
    <div className="access">
      <section aria-labelledby="access-address">
        <h2 id="access-address">{words.address}</h2>
        {volume.uri === '' ? <p>{words.stopped}</p> : (
          <dl>
            <CopyLine name={words.address} line={volume.uri} />
            <CopyLine name={words.byGuid} line={volume.guidUri} />
            {volume.tcpUri !== '' && <CopyLine name={words.overTcp} line={volume.tcpUri} />}
            <CopyLine name={words.device} line={volume.devicePath} />
          </dl>
        )}
      </section>
      {volume.uri !== '' && (
        <section aria-labelledby="access-lines">
          <h2 id="access-lines">{words.lines}</h2>
          <p className="muted">{words.linesLead}</p>
          <dl>{readyLines(volume).map(({ name, line }) => <CopyLine key={name} name={words.line[name]} line={line} />)}</dl>
        </section>
      )}
      <Clients host={index.key} volume={volume} />
      <TcpSwitch host={index.key} volume={volume} />
    </div>
  );
}

/** Asks the host; what it refuses is kept to be shown. */
function useAsk(host: HostKey) {
  const { store } = useConsoleContext();
  const [fault, setFault] = useState('');
  const [asked, setAsked] = useState(false);
  const ask = async (question: (call: HostState['call']) => Promise<Result<unknown, Refusal>>): Promise<void> => {
    const state = store.getState().hosts.get(host);
    if (state === undefined) return;
    setAsked(true);
    const answer = await question(state.call);
    setAsked(false);
    setFault(answer.ok ? '' : refusalWords(answer.error).message);
  };
  return { ask, asked, fault };
}

const headings = [words.client, words.since, words.reads, words.writes, words.actions];

function rateWords(rates: OperationRates | undefined): string {
  return rates === undefined ? words.waiting : words.rate(formatThroughput(rates.bytesPerSecond), formatCallRate(rates.callsPerSecond));
}

function Clients({ host, volume }: { readonly host: HostKey; readonly volume: VolumeView }) {
  const ids = volume.clients.map(({ connection }) => clientSampleId(volume.id, connection));
  const pointsOf = usePoints(host, ids.length === 0 ? '' : volume.groupId, ids);
  const { ask, asked, fault } = useAsk(host);
  const disconnect = ({ connection }: ClientView): void => {
    void ask((call) => call('volume.disconnect', { volumeId: volume.id, connection }));
  };
  return (
    <section aria-labelledby="access-clients">
      <h2 id="access-clients">{words.clients} <span className="tab-count">{volume.clients.length}</span></h2>
      {volume.clients.length === 0 ? <p>{words.noClient}</p> : (
        <table className="clients" aria-labelledby="access-clients">
          <thead><tr>{headings.map((head) => <th key={head} scope="col">{head}</th>)}</tr></thead>
          <tbody>
            {volume.clients.map((client) => {
              const point = pointsOf(clientSampleId(volume.id, client.connection)).at(-1);
              return <tr key={client.connection}>
                <td className="mono">{client.address}</td>
                <td title={formatExactTime(client.since)}>{formatTime(client.since, Date.now())}</td>
                <td className="client-rate">{rateWords(point?.read)}</td>
                <td className="client-rate">{rateWords(point?.write)}</td>
                <td>
                  <button type="button" className="button" disabled={asked} aria-label={words.disconnectOf(client.address)}
                    onClick={() => disconnect(client)}>{words.disconnect}</button>
                </td>
              </tr>;
            })}
          </tbody>
        </table>
      )}
      {fault !== '' && <p role="alert" className="field-fault">{fault}</p>}
    </section>
  );
}

function TcpSwitch({ host, volume }: { readonly host: HostKey; readonly volume: VolumeView }) {
  const { ask, asked, fault } = useAsk(host);
  const on = volume.tcpUri !== '';
  const { groupName: group } = volume;
  return (
    <section aria-labelledby="access-tcp">
      <h2 id="access-tcp">{words.tcp}</h2>
      <p>{on ? words.tcpOn(new URL(volume.tcpUri).host) : words.tcpOff}</p>
      <p className="muted">{on ? words.tcpClients : words.tcpRisk}</p>
      <p className="access-action">
        <button type="button" className="button" disabled={asked || !volume.started}
          onClick={() => void ask((call) => call('tcp.set', { group, enabled: !on }))}>
          {on ? words.tcpStop(group) : words.tcpStart(group)}
        </button>
        <code>{`plexus tcp -g${group} ${on ? 'off' : 'on'}`}</code>
      </p>
      {fault !== '' && <p role="alert" className="field-fault">{fault}</p>}
    </section>
  );
}
