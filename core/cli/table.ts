/** Columns of plain text, as wide as what is in them, for people and for `awk`. An empty cell is a dash. */

export function tableLines(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  // Nothing follows the last cell of a row, so it makes its column no wider.
  for (const row of rows) row.slice(0, -1).forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, shown(cell).length)));
  return rows.map((row) => row.map((cell, column) => shown(cell).padEnd(widths[column] ?? 0)).join('  ').trimEnd());
}

/** `Name:  value`, values below one another. */
export function factLines(facts: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(0, ...facts.map(([name]) => name.length + 1));
  return facts.map(([name, value]) => `${`${name}:`.padEnd(width)}  ${shown(value)}`);
}

function shown(cell: string): string {
  return cell === '' ? '-' : cell;
}
