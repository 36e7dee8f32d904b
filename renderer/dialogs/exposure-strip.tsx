/** How many disks may fail, before, during and after: a strip whose height is that number, and the same in words. */
import type { RedundancyStep } from '../../core/planner/plan.ts';
import { dialogTexts } from './dialog-texts.ts';

const { plan: words } = dialogTexts;
const width = 240;
const height = 32;

export function ExposureStrip({ steps }: { readonly steps: readonly RedundancyStep[] }) {
  if (steps.length === 0) return null;
  return (
    <section className="plan-section">
      <h3 className="plan-heading">{words.exposure}</h3>
      {steps.map((step) => <Strip key={`${step.volumeId} ${step.reason}`} step={step} />)}
    </section>
  );
}

function Strip({ step }: { readonly step: RedundancyStep }) {
  const { survivesBefore, survivesDuring, survivesAfter = survivesBefore } = step;
  const times = [
    [words.now, survivesBefore], [words.during, survivesDuring], [words.after, survivesAfter],
  ] as const;
  const most = Math.max(1, ...times.map(([, survives]) => survives));
  const part = width / times.length;
  return (
    <div className="exposure">
      <svg width={width} height={height} aria-hidden="true">
        {times.map(([time, survives], at) => {
          // A volume that survives nothing still has a floor, so that the drop is seen as a drop and not as a hole.
          const tall = 3 + (survives / most) * (height - 4);
          return (
            <rect key={time} className="exposure-part" data-low={survives < survivesBefore || undefined} x={at * part} width={part - 2}
              y={height - tall} height={tall} />
          );
        })}
      </svg>
      <ul className="exposure-words">
        {times.map(([time, survives]) => <li key={time}><span className="muted">{time}</span> {words.survives(survives)}</li>)}
      </ul>
      <p className="exposure-reason">{step.volume}: {step.reason}</p>
    </div>
  );
}
