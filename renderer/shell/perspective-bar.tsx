/** The bar at the left edge: the three ways of looking at the hosts. One stop of the Tab key; arrows go from one to the next. */
import { Toolbar } from '@base-ui/react/toolbar';
import { Network, ScrollText, SlidersHorizontal } from 'lucide-react';
import { useConsole } from '../state/console-context.ts';
import { shellTexts } from './shell-texts.ts';

const perspectives = [['system', Network], ['logs', ScrollText], ['control-panel', SlidersHorizontal]] as const;

export function PerspectiveBar() {
  const perspective = useConsole((state) => state.perspective);
  const show = useConsole((state) => state.showPerspective);
  const { perspectives: words } = shellTexts;
  return (
    <nav className="perspectives" aria-label={words.label}>
      <Toolbar.Root className="perspective-bar" orientation="vertical" aria-label={words.label}>
        {perspectives.map(([name, Sign]) => (
          <Toolbar.Button key={name} className="perspective" title={words.titles[name]} aria-pressed={name === perspective}
            onClick={() => show(name)}>
            <Sign size={20} strokeWidth={1.5} aria-hidden="true" /><span>{words[name]}</span>
          </Toolbar.Button>
        ))}
      </Toolbar.Root>
    </nav>
  );
}
