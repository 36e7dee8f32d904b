/** Every word of a group's history in the console. */

export const historyTexts = {
  tab: 'History',
  columns: { sequence: 'Sequence', when: 'When', who: 'Who', what: 'What', changes: 'Changes' },
  nobody: 'the engine',
  label: 'History',
  open: 'Show as It Was', compare: 'Compare', compareWithNow: 'Compare with Now',
  lead: 'Enter shows the group as it was. Two chosen entries can be compared.',
  empty: { sentence: 'No history is kept of this disk group.', command: '' },
  banner: (at: string, sequence: number, what: string, actor: string) =>
    `Data as it was at ${at} (${[`sequence ${sequence}`, what, actor].filter((part) => part !== '').join(', ')}).`,
  bannerLabel: 'Data of the past',
  backToNow: 'Back to Now',
  bannerButton: 'Back to now',
  showHistory: 'History',
  comparison: {
    back: 'Back to the List', title: (from: number, to: number) => `From sequence ${from} to sequence ${to}`,
    words: 'What changed', none: 'Nothing that matters is different.',
    side: (sequence: number, at: string) => `Sequence ${sequence}, ${at}`,
  },
} as const;
