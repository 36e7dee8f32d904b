/** One page of the help. The focus goes to what was asked for: the page's title, or one of its sections. */
import { useEffect, useMemo } from 'react';
import type { RefObject } from 'react';
import { GlossaryTerm } from './glossary-term.tsx';
import { glossaryWord, markWords } from './glossary-words.ts';
import type { TextPart } from './glossary-words.ts';
import { topicParts } from './help-page.ts';
import type { HelpTopic } from './help-page.ts';
import { pageOf } from './help-pages.ts';
import { helpTexts } from './help-texts.ts';

export interface HelpArticleProps {
  readonly topic: HelpTopic;
  /** Stands for the heading that was asked for. */
  readonly wanted: RefObject<HTMLHeadingElement | null>;
  onOpen(topic: HelpTopic): void;
}

export function HelpArticle({ topic, wanted, onOpen }: HelpArticleProps) {
  const page = pageOf(topic);
  const { section } = topicParts(topic);
  useEffect(() => {
    wanted.current?.focus();
    wanted.current?.scrollIntoView({ block: section === '' ? 'nearest' : 'start' });
  }, [topic, section, wanted]);
  const sections = page.sections ?? [];
  const at = sections.findIndex(({ heading }) => heading === section);
  const marked = useMemo(() => markedPage(page.id), [page.id]);
  const words = (parts: readonly TextPart[] = []) => parts.map((part, place) => (part.kind === 'text' ? part.text
    : <GlossaryTerm key={place} word={part.word} text={part.text} onOpen={(word) => onOpen(`glossary#${word}`)} />));
  return (
    <article className="help-article" aria-label={helpTexts.page(page.title)} tabIndex={0}>
      <h3 ref={at < 0 ? wanted : null} tabIndex={-1}>{page.title}</h3>
      {page.paragraphs.map((paragraph, line) => <p key={paragraph}>{words(marked[line])}</p>)}
      {sections.map(({ heading }, line) => (
        <section key={heading}>
          <h4 ref={line === at ? wanted : null} tabIndex={-1}>{heading}</h4>
          <p>{words(marked[page.paragraphs.length + line])}</p>
        </section>
      ))}
      {page.see !== undefined && (
        <nav className="help-see" aria-label={helpTexts.see}>
          <span className="muted">{helpTexts.see}</span>
          {page.see.map((id) => (
            <button key={id} type="button" className="help-link" onClick={() => onOpen(id)}>{pageOf(id).title}</button>
          ))}
        </nav>
      )}
    </article>
  );
}

/** The glossary itself and words that its own title says are left plain. */
function markedPage(id: string): readonly (readonly TextPart[])[] {
  const { title, paragraphs, sections = [] } = pageOf(id);
  const texts = [...paragraphs, ...sections.map(({ text }) => text)];
  if (id === 'glossary') return texts.map((text) => [{ kind: 'text', text }]);
  const own = glossaryWord(title);
  return markWords(texts, own === undefined ? [] : [own]);
}
