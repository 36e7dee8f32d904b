/** The right pane: what the chosen object is, in one line, and tabs of what is in it. */
import { Tabs } from '@base-ui/react/tabs';
import { useEffect, useRef, useState } from 'react';
import { glossarySentence } from '../help/glossary-words.ts';
import { nodeTabs } from './node-tabs.tsx';
import { ObjectHeading } from './object-heading.tsx';
import { useConsole, useHost, usePlaceHost, useShownIndex } from '../state/console-context.ts';
import { isText, recall, remember } from '../state/memory.ts';
import { placeOf } from '../state/node-path.ts';
import { texts } from '../texts.ts';

export function DetailPane() {
  const host = usePlaceHost();
  const index = useShownIndex();
  const node = useConsole((state) => state.place);
  const known = useHost(host, (state) => state.objects.sequence >= 0, false);
  // The tab stays when the next object has it too, so that one can walk the tree looking at volumes.
  const [remembered] = useState(() => recall('tab', isText) ?? 'disks');
  const wanted = useConsole((state) => state.tab) ?? remembered;
  const showTab = useConsole((state) => state.showTab);
  const pastAt = useConsole((state) => state.past?.sequence ?? null);
  const past = pastAt !== null;
  const list = useTabFocus(pastAt);
  const { kind } = placeOf(node);
  const tabs = past ? nodeTabs[kind].filter(({ onlyNow }) => onlyNow !== true) : nodeTabs[kind];
  // A host without disks shows where to begin.
  const begins = kind === 'host' && wanted === 'disks' && index.tables.disk.size === 0;
  const tab = begins ? tabs[0] : tabs.find(({ id }) => id === wanted) ?? tabs[0];
  const show = (id: string): void => {
    showTab(id);
    remember('tab', id);
  };

  return (
    <Tabs.Root className="pane" value={tab?.id ?? null} onValueChange={(value) => show(value as string)}>
      <ObjectHeading index={index} node={node} />
      <Tabs.List ref={list} className="tab-list" aria-label={texts.tabs.label}>
        {tabs.map(({ id, label, count }) => (
          <Tabs.Tab key={id} value={id} className="tab" title={glossarySentence(label)} data-help={`view-${id}`}>
            {label} {count !== undefined && <span className="tab-count">{known ? count({ index, node }) : ''}</span>}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map(({ id, render }) => (
        // The view of another object is another view: it starts unsorted, at its top.
        <Tabs.Panel key={`${node} ${id}`} value={id} className="tab-panel" tabIndex={-1}>{known && render({ index, node })}</Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}

/** Another time takes what had the focus with it: the tab that is shown gets it. */
function useTabFocus(pastAt: number | null) {
  const list = useRef<HTMLDivElement>(null);
  const shown = useRef(pastAt);
  useEffect(() => {
    if (shown.current === pastAt) return;
    shown.current = pastAt;
    list.current?.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus();
  }, [pastAt]);
  return list;
}
