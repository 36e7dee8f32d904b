/** A button that runs an entry of the registry; nothing where there is no such entry, so that no button is dead. */
import { useCommandSurface } from '../commands/surface-state.ts';
import { useConsole } from '../state/console-context.ts';
import { referenceOf } from '../state/node-path.ts';

export interface CommandButtonProps {
  readonly id: string;
  /** The entry's own words unless given. */
  readonly label?: string;
  readonly about?: string;
}

export function CommandButton({ id, label, about }: CommandButtonProps) {
  const surface = useCommandSurface();
  const place = useConsole((state) => state.place);
  const entry = surface.registry.find((each) => each.id === id);
  if (entry === undefined) return null;
  const Sign = entry.icon;
  const name = label ?? entry.label;
  return (
    <button type="button" className={about === undefined ? 'button command-button' : 'start-command'} title={about ?? name}
      onClick={() => surface.run(entry, surface.targetOf([referenceOf(place)]))}>
      {Sign !== undefined && <Sign size={about === undefined ? 14 : 28} strokeWidth={1.5} aria-hidden="true" />}
      <span className="command-name">{name}</span>
      {about !== undefined && <span className="muted">{about}</span>}
    </button>
  );
}
