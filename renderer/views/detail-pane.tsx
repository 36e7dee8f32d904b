/** The right pane: what the chosen object is, in one line, and tabs of what is in it. */
import { Tabs } from '@base-ui/react/tabs';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { diskColumns, groupColumns, volumeColumns } from './columns.tsx';
import { useConsole, useTreeIndex } from '../state/console-context.ts';
import { EmptyState } from './empty-state.tsx';
import { contentsOf } from './contents.ts';
import type { Contents, TabName } from './contents.ts';
import { ObjectHeading } from './object-heading.tsx';
import { ObjectTable } from '../table/object-table.tsx';
import { texts } from '../texts.ts';
import { placeOf } from '../state/tree-model.ts';
import type { NodeId } from '../state/tree-model.ts';

export function DetailPane() {
  const index = useTreeIndex();
  const node = useConsole((state) => state.place);
  const goTo = useConsole((state) => state.goTo);
  const known = useConsole((state) => state.objects.sequence >= 0);
  // The tab stays when the next object has it too, so that one can walk the tree looking at volumes.
  const [wanted, setWanted] = useState<TabName>('disks');
  const place = placeOf(node);
  const contents = contentsOf(index, place);
  const tab = contents.tabs.includes(wanted) ? wanted : contents.tabs[0];
  const inGroup = place.kind === 'group' ? place.id : null;

  return (
    <Tabs.Root className="pane" value={tab} onValueChange={(value) => setWanted(value as TabName)}>
      <ObjectHeading index={index} node={node} />
      <Tabs.List className="tab-list" aria-label={texts.tabs.label}>
        {contents.tabs.map((name) => (
          <Tabs.Tab key={name} value={name} className="tab">
            {texts.tabs[name]} <span className="tab-count">{known ? countOf(contents, name) : ''}</span>
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {contents.tabs.map((name) => (
        <Tabs.Panel key={name} value={name} className="tab-panel" tabIndex={-1}>
          {known && tableOf(name, contents, node, (target) => goTo(target), inGroup)}
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}

function countOf(contents: Contents, tab: TabName): number {
  return contents[tab].length;
}

function tableOf(tab: TabName, contents: Contents, node: NodeId, goTo: (node: NodeId) => void, inGroup: string | null): ReactNode {
  const empty = <EmptyState {...contents.empty[tab]} />;
  // A table of another object is another table: it starts unsorted, at its top, with nothing chosen.
  const key = `${node} ${tab}`;
  switch (tab) {
    case 'groups': return (
      <ObjectTable key={key} label={texts.tabs.groups} rows={contents.groups} columns={groupColumns} rowId={(group) => group.id}
        empty={empty} onOpen={(group) => goTo(`group:${group.id}`)} />
    );
    case 'disks': return (
      <ObjectTable key={key} label={texts.tabs.disks} rows={contents.disks} columns={diskColumns} rowId={(disk) => disk.id}
        empty={empty} onOpen={(disk) => goTo(inGroup === null ? `disk:${disk.id}` : `group:${inGroup}/disk:${disk.id}`)} />
    );
    case 'volumes': return (
      <ObjectTable key={key} label={texts.tabs.volumes} rows={contents.volumes} columns={volumeColumns} rowId={(volume) => volume.id}
        empty={empty} onOpen={(volume) => goTo(inGroup === null ? `volume:${volume.id}` : `group:${inGroup}/volume:${volume.id}`)} />
    );
  }
}
