/** Says that what is shown was, and is no more; silent in the present. */
import { useConsole } from '../state/console-context.ts';
import { formatExactTime, formatTime } from '../state/formats.ts';
import { historyTexts as words } from './history-texts.ts';

export function PastBanner() {
  const past = useConsole((state) => state.past);
  const backToNow = useConsole((state) => state.backToNow);
  if (past === null) return null;
  const { at, sequence, what, actor } = past;
  return (
    <aside className="banner" aria-label={words.bannerLabel} title={formatExactTime(at)}>
      <span role="status">{words.banner(formatTime(at, Date.now()), sequence, what, actor)}</span>
      <button type="button" className="button" onClick={backToNow}>{words.bannerButton}</button>
    </aside>
  );
}
