/** The way from the host down to the chosen object: each step can be gone back to, and the whole can be typed. */
import { Menu } from '@base-ui/react/menu';
import { ArrowLeft, ArrowRight, ChevronDown, PencilLine } from 'lucide-react';
import { Fragment, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useConsole, useForest, usePlaceHost, useShownIndex } from '../state/console-context.ts';
import { findLocation, locationOf } from '../state/location.ts';
import { Icon } from './icons.tsx';
import { shellTexts } from './shell-texts.ts';
import { parentOf, placeOf } from '../state/node-path.ts';
import type { NodeId } from '../state/node-path.ts';
import { labelOf } from '../state/tree-model.ts';
import { texts } from '../texts.ts';

const recentMaximum = 20;
const { address: words } = shellTexts;

export function AddressBar({ editing, onEdit }: { readonly editing: boolean; onEdit(editing: boolean): void }) {
  const visited = useConsole((state) => state.visited);
  const goBack = useConsole((state) => state.goBack);
  const goForward = useConsole((state) => state.goForward);
  return (
    <div className="address-bar" data-pane="address">
      <span className="product"><Icon name="product-mark" /> {texts.product}</span>
      <span className="address-moves">
        <button type="button" className="icon-button" aria-label={words.back} title={words.backTitle} disabled={visited.at === 0}
          onClick={goBack}><ArrowLeft size={16} /></button>
        <button type="button" className="icon-button" aria-label={words.forward} title={words.forwardTitle}
          disabled={visited.at === visited.places.length - 1} onClick={goForward}><ArrowRight size={16} /></button>
      </span>
      {editing ? <AddressField onDone={() => onEdit(false)} /> : <AddressSteps onEdit={() => onEdit(true)} />}
    </div>
  );
}

function AddressSteps({ onEdit }: { onEdit(): void }) {
  const index = useShownIndex();
  const place = useConsole((state) => state.place);
  const goTo = useConsole((state) => state.goTo);
  const steps: NodeId[] = [];
  for (let step: NodeId | null = place; step !== null; step = parentOf(step)) steps.unshift(step);
  return (
    <nav className="address-field" aria-label={words.label} onClick={({ target, currentTarget }) => {
      if (target === currentTarget) onEdit();
    }}>
      {steps.map((step, position) => (
        <Fragment key={step}>
          {position > 0 && <span className="step-separator" aria-hidden="true">{words.separator}</span>}
          <button type="button" className="step" aria-current={step === place ? 'location' : undefined} onClick={() => goTo(step)}>
            {labelOf(index, step)}
          </button>
        </Fragment>
      ))}
      <span className="address-tools">
        <button type="button" className="icon-button" aria-label={words.edit} title={words.editTitle} onClick={onEdit}>
          <PencilLine size={14} />
        </button>
        <RecentPlaces />
      </span>
    </nav>
  );
}

/** The places of this session, the latest first, each once. */
function RecentPlaces() {
  const forest = useForest();
  const visited = useConsole((state) => state.visited);
  const goTo = useConsole((state) => state.goTo);
  const recent = [...new Set([...visited.places].reverse())].slice(0, recentMaximum);
  return (
    <Menu.Root modal={false}>
      <Menu.Trigger className="icon-button" aria-label={words.recent} title={words.recent}><ChevronDown size={14} /></Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={4} className="menu-positioner">
          <Menu.Popup className="menu">
            {recent.map((node) => {
              const index = forest.get(placeOf(node).host);
              return index === undefined ? null
                : <Menu.Item key={node} className="menu-item" onClick={() => goTo(node)}>{locationOf(index, node)}</Menu.Item>;
            })}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function AddressField({ onDone }: { onDone(): void }) {
  const forest = useForest();
  const host = usePlaceHost();
  const place = useConsole((state) => state.place);
  const goTo = useConsole((state) => state.goTo);
  const index = forest.get(host);
  const [text, setText] = useState(index === undefined ? '' : locationOf(index, place));
  const [unknown, setUnknown] = useState(false);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onDone();
    if (event.key !== 'Enter') return;
    const found = findLocation(forest, text, host);
    setUnknown(found === null);
    if (found === null) return;
    goTo(found);
    onDone();
  };
  return (
    <form className="address-field" onSubmit={(event) => event.preventDefault()}>
      <input className="address-input" aria-label={words.label} autoFocus spellCheck={false} autoComplete="off" value={text}
        aria-invalid={unknown || undefined} aria-describedby={unknown ? 'address-fault' : undefined}
        onFocus={({ currentTarget }) => currentTarget.select()} onBlur={onDone} onKeyDown={onKeyDown}
        onChange={({ target }) => {
          setText(target.value);
          setUnknown(false);
        }} />
      {unknown && <span id="address-fault" role="alert" className="field-fault">{words.unknown}</span>}
    </form>
  );
}
