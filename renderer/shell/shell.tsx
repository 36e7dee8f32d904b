/** The window: address, perspectives, tree, contents, lower pane, status line. The panes' borders move by mouse and by keys. */
import { useEffect, useState } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { MenuBar } from '../commands/menu-bar.tsx';
import { hasNativeMenu } from '../commands/platform.ts';
import { Toolbar } from '../commands/toolbar.tsx';
import type { Layout } from 'react-resizable-panels';
import { AddressBar } from './address-bar.tsx';
import { HostBanner } from '../hosts/host-banner.tsx';
import { PastBanner } from '../history/past-banner.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { watchFocus } from './pane-focus.ts';
import { PerspectiveBar } from './perspective-bar.tsx';
import { shellTexts } from './shell-texts.ts';
import { pressWindowKey } from './window-keys.ts';
import { ControlPanel } from '../control-panel/control-panel.tsx';
import { LogsPane } from '../logs/logs-pane.tsx';
import { useConsoleContext, useConsole, useHost, usePlaceHost } from '../state/console-context.ts';
import { isNumbers, recall, remember } from '../state/memory.ts';
import { DetailPane } from '../views/detail-pane.tsx';
import { LowerPane } from '../activity/lower-pane.tsx';
import { ObjectTree } from '../tree/object-tree.tsx';
import { StatusLine } from './status-line.tsx';

export function Shell() {
  const stale = useHost(usePlaceHost(), (state) => state.connection.kind !== 'connected', true);
  const [editing, setEditing] = useState(false);
  useWindowKeys(() => setEditing(true));
  return (
    <div className="shell" data-stale={stale || undefined}>
      <header>
        <div className="bars">{!hasNativeMenu && <MenuBar />}<Toolbar /></div>
        <AddressBar editing={editing} onEdit={setEditing} />
      </header>
      <HostBanner />
      <PastBanner />
      <ConnectionBanner />
      <div className="window-body">
        <PerspectiveBar />
        <main className="panes"><Panes /></main>
      </div>
      <StatusLine />
    </div>
  );
}

function Panes() {
  const perspective = useConsole((state) => state.perspective);
  return (
    <RememberedGroup id="rows" orientation="vertical">
      <Panel id="upper" minSize={120}>
        <RememberedGroup id="columns" orientation="horizontal">
          <Panel id="tree" defaultSize={232} minSize={140} groupResizeBehavior="preserve-pixel-size" className="tree-pane">
            <ObjectTree />
          </Panel>
          <Separator className="divider" aria-label={shellTexts.panes.treeDivider} />
          <Panel id="contents" minSize={240}>
            <div className="pane-place" data-pane="contents">
              {perspective === 'system' ? <DetailPane /> : perspective === 'logs' ? <LogsPane /> : <ControlPanel />}
            </div>
          </Panel>
        </RememberedGroup>
      </Panel>
      <Separator className="divider" aria-label={shellTexts.panes.lowerDivider} />
      <Panel id="lower" defaultSize={184} minSize={64} groupResizeBehavior="preserve-pixel-size">
        <div className="pane-place" data-pane="activity"><LowerPane /></div>
      </Panel>
    </RememberedGroup>
  );
}

interface RememberedGroupProps {
  readonly id: string;
  readonly orientation: 'vertical' | 'horizontal';
  readonly children: React.ReactNode;
}

/** Panes that are next time as large as the person left them. */
function RememberedGroup({ id, orientation, children }: RememberedGroupProps) {
  const [layout] = useState(() => recall(`panes.${id}`, isNumbers));
  return (
    <Group id={id} orientation={orientation} {...(layout === null ? {} : { defaultLayout: layout as Layout })}
      onLayoutChanged={(next) => remember(`panes.${id}`, next)}>
      {children}
    </Group>
  );
}

function useWindowKeys(editAddress: () => void): void {
  const { store } = useConsoleContext();
  useEffect(() => watchFocus(document), []);
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      if (event.target instanceof Element && event.target.closest('[role=dialog], [role=alertdialog], [role=menu]') !== null) return;
      const { goBack, goForward } = store.getState();
      if (!pressWindowKey(event, { goBack, goForward, editAddress })) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('keydown', hear, { capture: true });
    return () => window.removeEventListener('keydown', hear, { capture: true });
  }, [store, editAddress]);
}
