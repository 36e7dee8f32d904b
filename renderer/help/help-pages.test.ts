import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { alertKinds } from '../../core/model/alert-kinds.ts';
import { refusalExitCodes } from '../../core/model/refusal.ts';
import { dialogTexts } from '../dialogs/dialog-texts.ts';
import { nodeTabs } from '../views/node-tabs.tsx';
import { hostsTexts } from '../hosts/hosts-texts.ts';
import { wizardTexts } from '../wizards/wizard-texts.ts';
import { glossary } from './glossary.ts';
import { helpPages, isPage, pageOf, searchHelp, topicOfDialog } from './help-pages.ts';

const sectionsOf = (page: string): readonly string[] => (pageOf(page).sections ?? []).map(({ heading }) => heading);

describe('the pages of the help', () => {
  it('have an entry for every refusal and every alert', () => {
    expect(sectionsOf('refusals')).toEqual(Object.keys(refusalExitCodes));
    expect(sectionsOf('alerts')).toEqual(Object.keys(alertKinds));
  });

  it('have a page for every tab of every object', () => {
    const tabs = new Set(Object.values(nodeTabs).flat().map(({ id }) => id));
    expect([...tabs].filter((id) => !isPage(`view-${id}`))).toEqual([]);
  });

  it('have a page for every wizard and every dialog about hosts', () => {
    const titles = [...Object.values(wizardTexts.titles), ...Object.values(hostsTexts.labels)];
    expect(titles.filter((title) => topicOfDialog(title, '') === 'plan' && title !== wizardTexts.titles.properties)).toEqual([]);
  });

  it('lead from a command without a form to the page of plans', () => {
    expect(topicOfDialog(dialogTexts.verbs['group.deport'], '')).toBe('plan');
  });

  it('lead from a field to its own words', () => {
    expect(topicOfDialog(wizardTexts.titles.newVolume, wizardTexts.fields.stripeUnit)).toBe('new-volume#Stripe unit size');
    expect(topicOfDialog(wizardTexts.titles.newVolume, 'no field')).toBe('new-volume');
  });

  it('name only pages that are there, each once, and say something in each', () => {
    expect(helpPages.flatMap(({ see = [] }) => see).filter((id) => !isPage(id))).toEqual([]);
    expect(new Set(helpPages.map(({ id }) => id)).size).toBe(helpPages.length);
    for (const { id, paragraphs, sections = [] } of helpPages) {
      for (const text of [...paragraphs, ...sections.map((section) => section.text)]) {
        expect(text, id).toMatch(/[.:?]$/);
        expect(text, id).not.toMatch(/please|successful|error occurred|!|undefined/i);
      }
    }
  });

  it('are found by words of a page or a section', () => {
    expect(searchHelp('stripe unit').map(({ topic }) => topic)).toContain('new-volume#Stripe unit size');
    expect(searchHelp('VOLUME.in-use')[0]?.topic).toBe('refusals#volume.in-use');
    expect(searchHelp('no such words')).toEqual([]);
  });
});

describe('the glossary', () => {
  it('says what docs/glossary.md says', () => {
    const text = readFileSync(path.resolve(import.meta.dirname, '../../docs/glossary.md'), 'utf8');
    const rows = [...text.matchAll(/^\| (?!word \||---)(.+?) \| (.+) \|$/gm)].map(([, word = '', sentence = '']) => [word, sentence]);
    const plain = (sentence: string): string => sentence.replaceAll('`', '').replaceAll("'", '’');
    expect(rows.map(([word, sentence = '']) => [word, plain(sentence)])).toEqual(Object.entries(glossary));
  });

  it('has one sentence a word', () => {
    for (const [word, sentence] of Object.entries(glossary)) expect(sentence, word).toMatch(/^.+\.$/);
  });
});
