/** What the last command did, in a sentence, until the next one says something. */
import { useSurface } from './surface-state.ts';

export function CommandNotice() {
  const notice = useSurface((state) => state.notice);
  return <span role="status" className="command-notice" title={notice}>{notice}</span>;
}
