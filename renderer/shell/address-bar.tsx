/** The product's mark and the way from the host down to the chosen object; each step can be gone back to. */
import { Fragment } from 'react';
import { useConsole, usePlaceHost, useTreeIndex } from '../state/console-context.ts';
import { Icon } from './icons.tsx';
import { texts } from '../texts.ts';
import { parentOf } from '../state/node-path.ts';
import type { NodeId } from '../state/node-path.ts';
import { labelOf } from '../state/tree-model.ts';

export function AddressBar() {
  const index = useTreeIndex(usePlaceHost());
  const place = useConsole((state) => state.place);
  const goTo = useConsole((state) => state.goTo);
  const steps: NodeId[] = [];
  for (let step: NodeId | null = place; step !== null; step = parentOf(step)) steps.unshift(step);
  return (
    <header className="address-bar">
      <span className="product"><Icon name="product-mark" /> {texts.product}</span>
      <nav aria-label={texts.address.label}>
        {steps.map((step, position) => (
          <Fragment key={step}>
            {position > 0 && <span className="step-separator" aria-hidden="true">{texts.address.separator}</span>}
            <button type="button" className="step" aria-current={step === place ? 'location' : undefined} onClick={() => goTo(step)}>
              {labelOf(index, step)}
            </button>
          </Fragment>
        ))}
      </nav>
    </header>
  );
}
