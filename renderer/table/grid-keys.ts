/** Where a key leads inside a table. Row -1 is the headings. */
export interface GridPosition {
  readonly row: number;
  readonly column: number;
}

export interface GridExtent {
  readonly rows: number;
  readonly columns: number;
  /** Rows that Page Up and Page Down pass over. */
  readonly pageRows: number;
}

/** Null when the key does not move: then it is not the table's key. */
export function moveInGrid(from: GridPosition, key: string, control: boolean, extent: GridExtent): GridPosition | null {
  const to = target(from, key, control, extent);
  if (to === null) return null;
  return {
    row: Math.max(-1, Math.min(extent.rows - 1, to.row)),
    column: Math.max(0, Math.min(extent.columns - 1, to.column)),
  };
}

function target({ row, column }: GridPosition, key: string, control: boolean, extent: GridExtent): GridPosition | null {
  switch (key) {
    case 'ArrowUp': return { row: row - 1, column };
    case 'ArrowDown': return { row: row + 1, column };
    case 'ArrowLeft': return { row, column: column - 1 };
    case 'ArrowRight': return { row, column: column + 1 };
    case 'PageUp': return { row: Math.max(0, row - extent.pageRows), column };
    case 'PageDown': return { row: row + extent.pageRows, column };
    case 'Home': return control ? { row: 0, column } : { row, column: 0 };
    case 'End': return control ? { row: extent.rows - 1, column } : { row, column: extent.columns - 1 };
    default: return null;
  }
}
