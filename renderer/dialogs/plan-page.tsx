/** A plan before it runs: what happens, now and after, what it costs, when less is protected, and the command line that does the same. */
import type { Command } from '../../core/model/command.ts';
import { commandLine } from '../../core/model/command-line.ts';
import type { Plan } from '../../core/planner/plan.ts';
import { riskOf } from '../commands/command-risk.ts';
import { useDialogHost } from '../commands/surface-state.ts';
import { ConditionIcon } from '../shell/icons.tsx';
import { useTreeIndex } from '../state/console-context.ts';
import { formatExactBytes, formatSize } from '../state/formats.ts';
import { CommandLineBox } from './command-line-box.tsx';
import { connectedClients } from './connected-clients.ts';
import { dialogTexts } from './dialog-texts.ts';
import { ExposureStrip } from './exposure-strip.tsx';
import { planPicture } from './plan-picture.ts';
import { PlanPictureView } from './plan-picture-view.tsx';
import { RefusalBox } from './refusal-box.tsx';
import type { PlanState } from './use-plan.ts';

const { plan: words } = dialogTexts;

export interface PlanPageProps {
  readonly command: Command;
  readonly state: PlanState;
  onRemedy(command: Command): void;
}

export function PlanPage({ command, state, onRemedy }: PlanPageProps) {
  if (state.kind === 'asking') return <p className="plan-waiting" role="status">{words.asking}</p>;
  if (state.kind === 'refused') {
    const lost = state.refusal.code === 'host.unreachable';
    return (
      <>
        {lost ? <p className="refusal-box" role="alert"><ConditionIcon condition="warning" />
          {state.underWay ? dialogTexts.refusal.lost : words.unreachable}</p>
          : <RefusalBox refusal={state.refusal} onRemedy={onRemedy} />}
        <CommandLineBox line={commandLine(command)} />
      </>
    );
  }
  const { plan } = state;
  return (
    <>
      {state.kind === 'planned' && state.differences !== null && <Differences lines={state.differences} />}
      {riskOf(command) === 'loses data' ? <Losses command={command} plan={plan} /> : <Lines heading={words.happens} lines={plan.summary} />}
      <Lines heading={words.warnings} lines={plan.warnings} warning />
      <PlanFacts plan={plan} />
      <Picture plan={plan} />
      <ExposureStrip steps={plan.redundancy} />
      <CommandLineBox line={commandLine(plan.command)} />
      {state.kind === 'running' && <p className="plan-waiting" role="status">{words.running}</p>}
    </>
  );
}

function Differences({ lines }: { readonly lines: readonly string[] }) {
  return (
    <div className="plan-stale" role="alert">
      <p><ConditionIcon condition="warning" /> {words.stale}</p>
      {lines.length === 0 ? <p>{words.staleSame}</p> : <ul>{lines.map((line) => <li key={line}>{line}</li>)}</ul>}
    </div>
  );
}

interface LinesProps {
  readonly heading: string;
  readonly lines: readonly string[];
  readonly warning?: boolean;
}

function Lines({ heading, lines, warning = false }: LinesProps) {
  if (lines.length === 0) return null;
  return (
    <section className="plan-section">
      <h3 className="plan-heading">{warning && <ConditionIcon condition="warning" />} {heading}</h3>
      <ul className="plan-lines">{lines.map((line) => <li key={line}>{line}</li>)}</ul>
    </section>
  );
}

/** The worst first: what is gone for good, and who is using it at this moment. */
function Losses({ command, plan }: { readonly command: Command; readonly plan: Plan }) {
  const index = useTreeIndex(useDialogHost());
  const connected = connectedClients(index, command);
  return (
    <div className="plan-losses">
      <Lines heading={words.lost} lines={plan.summary} warning />
      <Lines heading={words.connected} lines={connected.length === 0 ? [words.nobody] : connected} />
    </div>
  );
}

function PlanFacts({ plan }: { readonly plan: Plan }) {
  const zeroedBytes = plan.zero.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0);
  const facts = [
    [words.toCopy, plan.bytesToCopy], [words.zeroed, zeroedBytes], [words.peak, plan.peakSpaceBytes],
  ] as const;
  if (facts.every(([, bytes]) => bytes === 0)) return null;
  return (
    <dl className="plan-facts">
      {facts.map(([name, bytes]) => (
        <div key={name}><dt>{name}</dt><dd title={formatExactBytes(bytes)}>{bytes === 0 ? words.nothing : formatSize(bytes)}</dd></div>
      ))}
    </dl>
  );
}

function Picture({ plan }: { readonly plan: Plan }) {
  const index = useTreeIndex(useDialogHost());
  return <PlanPictureView rows={planPicture(index, plan)} />;
}
