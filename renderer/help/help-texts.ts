/** Words around the pages of the help, and of the tour. */
export const helpTexts = {
  title: 'Help', contents: 'Contents', topic: 'Help on Selection', tour: 'Tour',
  search: 'Search the help', found: (count: number) => (count === 1 ? '1 place' : `${count} places`),
  none: 'No page has these words. Type fewer letters.',
  pages: 'Pages of the help', page: (title: string) => `Page: ${title}`,
  see: 'See also', back: 'Back', close: 'Close', open: 'Help',
  groups: { window: 'The window', objects: 'Objects', views: 'Tabs and panes', dialogs: 'Commands and dialogs', reference: 'Reference' },
  refusals: {
    title: 'Refusals',
    lead: 'The host refuses what cannot or must not be done, before anything has changed. Each refusal has a code, which the command line '
      + 'and the '
      + 'audit log show too, says which object and which facts stand in the way, and names what leads out of it.',
  },
  alerts: {
    title: 'Alerts by code',
    lead: 'Each alert has a code. Its cause is the usual one; what is known of the single case stands in its details.',
    entry: (meaning: string, cause: string, clearsWhen: string) =>
      `${meaning} ${cause} ${clearsWhen === '' ? 'It tells of an event, and nothing clears it.' : `It clears when ${clearsWhen}.`}`,
  },
  glossary: { title: 'Glossary', lead: 'The words of the field, one sentence each, as Plexus uses them.' },
  tourPage: {
    title: 'The tour',
    text: 'Help, Tour walks over the sample in a few steps and shows what stands where. Escape ends it at any time; it can be taken again.',
  },
} as const;
