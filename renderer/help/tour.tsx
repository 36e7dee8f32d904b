/**
 * The tour: a small card beside the part of the window that it tells of, which has a ring around it. It walks over the sample, and
 * opens it first where it is not there. Escape ends it wherever the focus is, but for menus and dialogs, which close first.
 */
import { Popover } from '@base-ui/react/popover';
import { useContext, useEffect, useState } from 'react';
import type { DialogProps } from '../commands/console-command.ts';
import { DepthContext, DialogStack } from '../dialogs/dialog-stack.tsx';
import { paneFocus } from '../dialogs/pane-focus.ts';
import { RefusalBox } from '../dialogs/refusal-box.tsx';
import { useOpenHost } from '../hosts/use-open-host.ts';
import { useConsole, useConsoleContext, useHost } from '../state/console-context.ts';
import { localHost } from '../state/host-state.ts';
import { noObjects } from '../state/object-store.ts';
import { rememberTour } from './tour-memory.ts';
import { tourSteps } from './tour-steps.ts';
import { tourTexts as words } from './tour-texts.ts';
import { usePart } from './use-part.ts';

/** Before the first step nothing has a ring. */
const beforeStart = -1;

export function Tour({ onClose }: DialogProps) {
  const depth = useContext(DepthContext);
  const [at, setAt] = useState(beforeStart);
  const step = tourSteps[at];
  const part = usePart(step?.part ?? '.shell');
  const sample = useSample();
  const { state, open } = useOpenHost(() => undefined);
  useShownStep(at, sample);
  useEscape(onClose);
  const begin = (): void => {
    rememberTour();
    if (sample === null) open({ kind: 'sample' });
    setAt(0);
  };
  const last = at === tourSteps.length - 1;
  const { title, text } = step?.words ?? words.begin;
  return (
    <Popover.Root open modal={false}>
      {step !== undefined && part !== null && <Ring part={part.place} />}
      <Popover.Portal>
        <Popover.Positioner className="tour-positioner" anchor={part?.element ?? null} side={step === undefined ? 'inline-end' : 'bottom'}
          align="center" sideOffset={step === undefined ? -520 : 8} collisionPadding={16}>
          <Popover.Popup className="tour" finalFocus={() => paneFocus() ?? true}>
            <Popover.Title className="dialog-title">{title}</Popover.Title>
            <Popover.Description>{text}</Popover.Description>
            {state.kind === 'asking' && <p role="status" className="muted">{words.asking}</p>}
            {state.kind === 'refused' && <RefusalBox refusal={state.refusal} onRemedy={null} />}
            <div className="tour-buttons">
              <span className="muted">{step === undefined ? words.escape : words.stepOf(at + 1, tourSteps.length)}</span>
              {!last && <button type="button" className="button" onClick={onClose}>{words.end}</button>}
              {at > 0 && <button type="button" className="button" onClick={() => setAt(at - 1)}>{words.back}</button>}
              <button type="button" className="button" data-primary
                onClick={() => (last ? onClose() : step === undefined ? begin() : setAt(at + 1))}>
                {last ? words.done : step === undefined ? words.start : words.next}
              </button>
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
      <DialogStack depth={depth + 1} />
    </Popover.Root>
  );
}

/** The key of the sample; null while there is none. */
function useSample(): string | null {
  const others = useHost(localHost, ({ objects }) => objects.tables['other host'], noObjects.tables['other host']);
  return [...others.values()].find(({ hostKind }) => hostKind === 'sample')?.id ?? null;
}

/** Goes where the step is about, as soon as the sample has it. */
function useShownStep(at: number, sample: string | null): void {
  const { indexOf } = useConsoleContext();
  const goTo = useConsole((state) => state.goTo);
  const showTab = useConsole((state) => state.showTab);
  const known = useHost(sample ?? '', ({ objects }) => objects.sequence >= 0, false);
  useEffect(() => {
    const step = tourSteps[at];
    if (step === undefined || sample === null || !known) return;
    const place = step.place?.(indexOf(sample)) ?? null;
    if (place !== null) goTo(place);
    if (step.tab !== undefined) showTab(step.tab);
  }, [at, sample, known, indexOf, goTo, showTab]);
}

function useEscape(onEscape: () => void): void {
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      const inside = event.target instanceof Element ? event.target.closest('[role=menu], [role=dialog]') : null;
      if (event.key !== 'Escape' || (inside !== null && !inside.classList.contains('tour'))) return;
      event.stopPropagation();
      onEscape();
    };
    window.addEventListener('keydown', hear, { capture: true });
    return () => window.removeEventListener('keydown', hear, { capture: true });
  }, [onEscape]);
}

function Ring({ part }: { readonly part: DOMRectReadOnly }) {
  const { left, top, width, height } = part;
  return <div className="tour-ring" aria-hidden="true" style={{ left, top, width, height }} />;
}
