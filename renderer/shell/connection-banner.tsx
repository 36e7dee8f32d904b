/** Says that the host is lost, since when, and offers the way back. Silent while all is well. */
import { useConsole, useHost, usePlaceHost } from '../state/console-context.ts';
import { formatTime } from '../state/formats.ts';
import { ConditionIcon } from './icons.tsx';
import { texts } from '../texts.ts';

export function ConnectionBanner() {
  const host = usePlaceHost();
  const connection = useHost(host, (state) => state.connection, null);
  const reconnect = useConsole((state) => state.reconnect);
  const { connection: words } = texts;
  if (connection === null) return null;
  if (connection.kind === 'incompatible') {
    return <div className="banner" role="alert"><ConditionIcon condition="warning" /> {words.incompatible(connection.hostProtocol)}</div>;
  }
  if (connection.kind !== 'lost') return null;
  const { lastSeenMilliseconds } = connection;
  return (
    <div className="banner" role="alert">
      <ConditionIcon condition="warning" />
      {lastSeenMilliseconds === null ? words.neverSeen
        : <span>{words.lost} {words.lastSeen(formatTime(new Date(lastSeenMilliseconds).toISOString(), Date.now()))}</span>}
      <button type="button" className="button" onClick={() => reconnect(host)}>{words.reconnect}</button>
    </div>
  );
}
