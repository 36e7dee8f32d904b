/** What a page of the help is made of. All of it is text that the console brings along: no page comes from a network. */

export interface HelpSection {
  /** A field's label, a refusal's or alert's code, a word of the glossary. */
  readonly heading: string;
  readonly text: string;
}

export interface HelpPage {
  readonly id: string;
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly sections?: readonly HelpSection[];
  /** Titles of the dialogs that it explains; a section with the label of a field in them explains that field. */
  readonly dialogs?: readonly string[];
  /** Ids of other pages. */
  readonly see?: readonly string[];
}

/** `disk`, or with a section of the page: `refusals#volume.in-use`. */
export type HelpTopic = string;

export function topicParts(topic: HelpTopic): { readonly page: string; readonly section: string } {
  const at = topic.indexOf('#');
  return at < 0 ? { page: topic, section: '' } : { page: topic.slice(0, at), section: topic.slice(at + 1) };
}

/** Fields in the order of `texts`: the label from the dialog's own table of words, and what the field is for. */
export function fieldSections<Labels extends Readonly<Record<string, unknown>>>(
  labels: Labels, texts: { readonly [Key in keyof Labels as Labels[Key] extends string ? Key : never]?: string },
): readonly HelpSection[] {
  return Object.entries<string | undefined>(texts).map(([key, text = '']) => ({ heading: String(labels[key]), text }));
}
