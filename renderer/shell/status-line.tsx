/** The last line: how much there is, and who is looking at which host with what right. */
import { useConsole } from '../state/console-context.ts';
import { texts } from '../texts.ts';

export function StatusLine() {
  const connection = useConsole((state) => state.connection);
  const disks = useConsole((state) => state.objects.tables.disk.size);
  const volumes = useConsole((state) => state.objects.tables.volume.size);
  const host = useConsole((state) => state.objects.tables.host.values().next().value ?? null);
  const running = useConsole((state) => [...state.objects.tables.task.values()].filter((task) => task.state === 'running').length);
  const { status } = texts;
  return (
    <footer className="status-line" aria-label={status.label}>
      <span>{connection.kind === 'connecting' ? texts.connection.connecting : status.counts(disks, volumes, running)}</span>
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
