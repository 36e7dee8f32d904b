/** What a person may ask of a task under way. The buttons are stops of the Tab key of their own, behind the table's. */
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { refusalWords } from '../../core/model/refusal-words.ts';
import type { TaskView } from '../../core/model/views.ts';
import { useConsoleContext } from '../state/console-context.ts';
import type { HostKey } from '../state/host-state.ts';
import { texts } from '../texts.ts';

type TaskCall = 'task.pause' | 'task.resume' | 'task.abort';

/** Enter and the space bar press the button; the table would take them for its own. */
function keepFromTable(event: KeyboardEvent): void {
  if (event.key === 'Enter' || event.key === ' ') event.stopPropagation();
}

export function TaskActions({ host, task }: { readonly host: HostKey; readonly task: TaskView }) {
  const { store } = useConsoleContext();
  const [refused, setRefused] = useState('');
  const [asked, setAsked] = useState(false);
  if (task.endedAt !== '') return null;
  const ask = async (name: TaskCall): Promise<void> => {
    const asks = store.getState().hosts.get(host);
    if (asks === undefined) return;
    setAsked(true);
    const answer = await asks.call(name, { task: task.id });
    setAsked(false);
    setRefused(answer.ok ? '' : refusalWords(answer.error).message);
  };
  const button = (name: TaskCall, label: string, title: string) => (
    <button type="button" className="button" aria-label={`${label} ${task.name} of ${task.subject.name}`} title={title} disabled={asked}
      onClick={() => void ask(name)}>{label}</button>
  );
  const { pause, resume, abort, leaves } = texts.taskActions;
  return (
    <span className="cell-actions" onKeyDown={keepFromTable} onDoubleClick={(event) => { event.stopPropagation(); }}>
      {task.pausable && (task.state === 'paused' ? button('task.resume', resume, resume) : button('task.pause', pause, pause))}
      {task.abortable && button('task.abort', abort, leaves(task.abortLeaves))}
      {refused !== '' && <span role="alert" className="cell-text" title={refused}>{refused}</span>}
    </span>
  );
}
