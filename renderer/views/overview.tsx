/** The host at a glance: its folders with how much is in each and what is not well. */
import { ObjectTable } from '../table/object-table.tsx';
import { count, named, words } from '../table/column-kinds.tsx';
import { tableColumns } from '../table/table-model.ts';
import { useConsole } from '../state/console-context.ts';
import { conditionOf } from '../state/node-conditions.ts';
import { referenceOf } from '../state/node-path.ts';
import type { NodeId } from '../state/node-path.ts';
import { childrenOf, labelOf } from '../state/tree-model.ts';
import type { TreeIndex } from '../state/tree-model.ts';
import { StateCell } from '../table/cells.tsx';
import type { ViewProps } from './node-tabs.tsx';
import { StartPage } from './start-page.tsx';
import { viewsTexts } from './views-texts.ts';

interface FolderRow {
  readonly node: NodeId;
  readonly name: string;
  readonly count: number;
  readonly condition: ReturnType<typeof conditionOf>;
}

const { columns, tabs, troubles } = viewsTexts;

const folderColumns = tableColumns<FolderRow>([
  named('folder', ({ name }) => name),
  count('count', columns.count, 84, (row) => row.count),
  {
    id: 'trouble', header: columns.trouble, width: 160, value: ({ condition }) => condition.count,
    text: ({ condition }) => troubles(condition.count),
    cell: ({ condition }) => <StateCell condition={condition.condition} word={troubles(condition.count)} title="" />,
  },
  words('what', columns.what, 420, ({ node }) => viewsTexts.folders[node.slice(node.indexOf('/') + 1)] ?? ''),
]);

export function overviewRows(index: TreeIndex, node: NodeId): readonly FolderRow[] {
  return childrenOf(index, node).map((child) => ({
    node: child, name: labelOf(index, child), count: childrenOf(index, child).length, condition: conditionOf(index, child),
  }));
}

export function Overview({ index, node }: ViewProps) {
  const goTo = useConsole((state) => state.goTo);
  if (index.tables.disk.size === 0) return <StartPage />;
  return (
    <ObjectTable label={tabs.overview} rows={overviewRows(index, node)} columns={folderColumns} rowId={(row) => row.node}
      reference={(row) => referenceOf(row.node)} empty={null} onOpen={(row) => goTo(row.node)} />
  );
}
