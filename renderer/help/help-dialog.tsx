/** The help: its contents or what a search found at the left, the page at the right. All of it comes with the console. */
import { useRef, useState } from 'react';
import type { DialogProps } from '../commands/console-command.ts';
import { DialogFrame } from '../dialogs/dialog-frame.tsx';
import { HelpArticle } from './help-article.tsx';
import type { HelpTopic } from './help-page.ts';
import { firstTopic, helpGroups, pageOf, searchHelp } from './help-pages.ts';
import { helpTexts } from './help-texts.ts';

export function HelpDialog({ topic, onClose }: DialogProps & { readonly topic: HelpTopic }) {
  const [visited, setVisited] = useState<readonly HelpTopic[]>([topic]);
  const wanted = useRef<HTMLHeadingElement>(null);
  const [query, setQuery] = useState('');
  const shown = visited.at(-1) ?? firstTopic;
  const open = (next: HelpTopic): void => setVisited([...visited, next]);
  const found = query.trim() === '' ? null : searchHelp(query);
  return (
    <DialogFrame title={helpTexts.title} size="wide" help="" initialFocus={wanted} onClose={onClose}
      onSubmit={() => { if (found?.[0] !== undefined) open(found[0].topic); }}
      buttons={<>
        <button type="button" className="button" disabled={visited.length < 2} onClick={() => setVisited(visited.slice(0, -1))}>
          {helpTexts.back}
        </button>
        <button type="button" className="button" data-primary onClick={onClose}>{helpTexts.close}</button>
      </>}>
      <div className="help">
        <div className="help-contents">
          <input className="field-control" type="search" value={query} aria-label={helpTexts.search} placeholder={helpTexts.search}
            spellCheck={false} onChange={(event) => setQuery(event.currentTarget.value)} />
          <nav aria-label={helpTexts.pages}>
            {found === null ? <Contents shown={shown} onOpen={open} /> : <Found found={found} onOpen={open} />}
          </nav>
        </div>
        <HelpArticle topic={shown} wanted={wanted} onOpen={open} />
      </div>
    </DialogFrame>
  );
}

interface ListProps {
  onOpen(topic: HelpTopic): void;
}

function Contents({ shown, onOpen }: ListProps & { readonly shown: HelpTopic }) {
  const current = pageOf(shown).id;
  return helpGroups.map(({ title, pages }) => (
    <section key={title}>
      <h3>{title}</h3>
      <ul>
        {pages.map((page) => (
          <li key={page.id}>
            <button type="button" className="help-link" aria-current={page.id === current ? 'page' : undefined}
              onClick={() => onOpen(page.id)}>
              {page.title}
            </button>
          </li>
        ))}
      </ul>
    </section>
  ));
}

/** Rows of a list of results; a query that finds more is too short to be of use. */
const foundMaximum = 40;

function Found({ found, onOpen }: ListProps & { readonly found: ReturnType<typeof searchHelp> }) {
  return (
    <>
      <p role="status" className="muted">{found.length === 0 ? helpTexts.none : helpTexts.found(found.length)}</p>
      <ul>
        {found.slice(0, foundMaximum).map(({ topic, title }) => (
          <li key={topic}><button type="button" className="help-link" onClick={() => onOpen(topic)}>{title}</button></li>
        ))}
      </ul>
    </>
  );
}
