/**
 * Why something cannot be done: the object, the fact, and the way out as a button. A forced way out says what it costs, and
 * is the only place where force is offered.
 */
import { isForced } from '../commands/command-risk.ts';
import type { Command } from '../../core/model/command.ts';
import { refusalWords } from '../../core/model/refusal-words.ts';
import type { Refusal } from '../../core/model/refusal.ts';
import { ConditionIcon } from '../shell/icons.tsx';
import { verbOf } from './command-verbs.ts';
import { dialogTexts } from './dialog-texts.ts';

export interface RefusalBoxProps {
  readonly refusal: Refusal;
  /** Null where the way out cannot be gone from here. */
  readonly onRemedy: ((command: Command) => void) | null;
}

export function RefusalBox({ refusal, onRemedy }: RefusalBoxProps) {
  const words = refusalWords(refusal);
  const { remedy } = refusal;
  const command = remedy.kind === 'command' ? remedy.command : null;
  const forced = command !== null && isForced(command);
  return (
    <div className="refusal-box" role="alert" data-help={`refusals#${refusal.code}`}>
      <ConditionIcon condition="warning" />
      <div className="refusal-words">
        <p>{words.fact}.</p>
        {command === null && <p>{words.remedy}</p>}
        {forced && dialogTexts.consequences[refusal.code] !== undefined && <p>{dialogTexts.consequences[refusal.code]}</p>}
        {command !== null && <code className="command-line">{words.remedyCommandLine}</code>}
      </div>
      {command !== null && onRemedy !== null && (
        <button type="button" className="button" data-danger={forced || undefined} onClick={() => onRemedy(command)}>
          {forced ? dialogTexts.refusal.force(verbOf(command)) : verbOf(command)}
        </button>
      )}
    </div>
  );
}
