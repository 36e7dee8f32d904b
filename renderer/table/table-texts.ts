/** Words of the one table. */
export const tableTexts = {
  filter: 'Filter', filterTitle: 'Filter (Ctrl+F)', filterLabel: (table: string) => `Filter ${table}`,
  found: (shown: number, all: number) => `${shown} of ${all}`, closeFilter: 'Close Filter',
  noneFound: { sentence: 'No row holds these words. Change the filter or close it.', command: '' },
  columns: 'Columns and export', columnsOf: (table: string) => `Columns and export of ${table}`,
  sortAscending: 'Sort Ascending', sortDescending: 'Sort Descending', hide: (column: string) => `Hide ${column}`,
  moveLeft: 'Move Left', moveRight: 'Move Right', shown: 'Shown columns', standard: 'Standard Columns',
  copyRows: 'Copy Rows', exportCsv: 'Export as CSV', exportJson: 'Export as JSON',
  width: (column: string) => `Width of the column ${column}`,
} as const;
