/** The last line: how much there is, and who is looking at which host with what right. */
import { CommandNotice } from '../commands/command-notice.tsx';
import { useHost, usePlaceHost, useTreeIndex } from '../state/console-context.ts';
import { texts } from '../texts.ts';

const connecting = { kind: 'connecting' } as const;

export function StatusLine() {
  const key = usePlaceHost();
  const connection = useHost(key, (state) => state.connection, connecting);
  const { tables, host } = useTreeIndex(key);
  const running = [...tables.task.values()].filter((task) => task.state === 'running').length;
  const { status } = texts;
  return (
    <footer className="status-line" aria-label={status.label}>
      <span>
        {connection.kind === 'connecting' ? texts.connection.connecting : status.counts(tables.disk.size, tables.volume.size, running)}
      </span>
      <CommandNotice />
      {connection.kind === 'connected' && (
        <dl>
          <div><dt>{status.user}</dt><dd>{connection.greeting.user}</dd></div>
          <div><dt>{status.role}</dt><dd>{status.roles[connection.greeting.role]}</dd></div>
          {host !== null && <div><dt>{status.host}</dt><dd>{host.name}</dd></div>}
        </dl>
      )}
    </footer>
  );
}
