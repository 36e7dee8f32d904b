/** All pages of the help, in the order of its contents, and how they are found. */
import { refusalExitCodes } from '../../core/model/refusal.ts';
import type { RefusalCode } from '../../core/model/refusal.ts';
import { alertCodes, alertHelp } from './alert-help.ts';
import { dialogPages } from './dialog-pages.ts';
import { glossary } from './glossary.ts';
import { topicParts } from './help-page.ts';
import type { HelpPage, HelpTopic } from './help-page.ts';
import { helpTexts } from './help-texts.ts';
import { objectPages } from './object-pages.ts';
import { refusalHelp } from './refusal-help.ts';
import { viewPages } from './view-pages.ts';

const { refusals, alerts, glossary: words, tourPage, groups } = helpTexts;

const referencePages: readonly HelpPage[] = [
  {
    id: 'refusals', title: refusals.title, paragraphs: [refusals.lead], see: ['plan', 'alerts'],
    sections: (Object.keys(refusalExitCodes) as RefusalCode[]).map((code) => ({ heading: code, text: refusalHelp[code] })),
  },
  {
    id: 'alerts', title: alerts.title, paragraphs: [alerts.lead], see: ['alert'],
    sections: alertCodes.map((code) => {
      const { meaning, cause, clearsWhen } = alertHelp(code);
      return { heading: code, text: alerts.entry(meaning, cause, clearsWhen) };
    }),
  },
  {
    id: 'glossary', title: words.title, paragraphs: [words.lead],
    sections: Object.entries(glossary).map(([heading, text]) => ({ heading, text })),
  },
];

const [windowPage, keysPage, ...tabPages] = viewPages;
const tour: HelpPage = { id: 'tour', title: tourPage.title, paragraphs: [tourPage.text], see: ['sample', 'window'] };

export interface HelpGroup {
  readonly title: string;
  readonly pages: readonly HelpPage[];
}

export const helpGroups: readonly HelpGroup[] = [
  { title: groups.window, pages: [windowPage, tour, keysPage].filter((page) => page !== undefined) },
  { title: groups.objects, pages: objectPages },
  { title: groups.views, pages: tabPages },
  { title: groups.dialogs, pages: dialogPages },
  { title: groups.reference, pages: referencePages },
];

export const helpPages: readonly HelpPage[] = helpGroups.flatMap(({ pages }) => pages);

/** Where the help opens when nothing has a page of its own. */
export const firstTopic: HelpTopic = 'window';

const byId = new Map(helpPages.map((page) => [page.id, page]));

/** The first page stands in for one that is not there. */
export function pageOf(topic: HelpTopic): HelpPage {
  return byId.get(topicParts(topic).page) ?? helpPages[0]!;
}

export function isPage(id: string): boolean {
  return byId.has(id);
}

/** The page of a dialog, at the field with this label where it has a section. */
export function topicOfDialog(title: string, label: string): HelpTopic {
  const page = helpPages.find(({ dialogs }) => dialogs?.includes(title) === true);
  // A dialog without a form is the plan of one command.
  if (page === undefined) return 'plan';
  const known = page.sections?.some(({ heading }) => heading === label) === true;
  return known ? `${page.id}#${label}` : page.id;
}

/** Topics whose page or section has all the words, pages first. */
export function searchHelp(query: string): readonly { readonly topic: HelpTopic; readonly title: string }[] {
  const wanted = query.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const fits = (...texts: readonly string[]): boolean => {
    const text = texts.join(' ').toLowerCase();
    return wanted.every((word) => text.includes(word));
  };
  const pages = helpPages.filter(({ title, paragraphs }) => fits(title, ...paragraphs));
  const sections = helpPages.flatMap((page) => (page.sections ?? [])
    .filter(({ heading, text }) => fits(heading, text))
    .map(({ heading }) => ({ topic: `${page.id}#${heading}`, title: `${page.title}: ${heading}` })));
  return [...pages.map(({ id, title }) => ({ topic: id, title })), ...sections];
}
