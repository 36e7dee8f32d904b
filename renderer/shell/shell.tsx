/** The window: address, tree, contents, lower pane, status line. The panes' borders move by mouse and by keys. */
import { Group, Panel, Separator } from 'react-resizable-panels';
import { MenuBar } from '../commands/menu-bar.tsx';
import { Toolbar } from '../commands/toolbar.tsx';
import { AddressBar } from './address-bar.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { useHost, usePlaceHost } from '../state/console-context.ts';
import { DetailPane } from '../views/detail-pane.tsx';
import { LowerPane } from '../activity/lower-pane.tsx';
import { ObjectTree } from '../tree/object-tree.tsx';
import { StatusLine } from './status-line.tsx';
import { texts } from '../texts.ts';

export function Shell() {
  const stale = useHost(usePlaceHost(), (state) => state.connection.kind !== 'connected', true);
  return (
    <div className="shell" data-stale={stale || undefined}>
      <div className="bars"><MenuBar /><Toolbar /></div>
      <AddressBar />
      <ConnectionBanner />
      <main className="panes">
        <Group orientation="vertical">
          <Panel minSize={120}>
            <Group orientation="horizontal">
              <Panel defaultSize={232} minSize={140} groupResizeBehavior="preserve-pixel-size" className="tree-pane">
                <ObjectTree />
              </Panel>
              <Separator className="divider" aria-label={texts.panes.treeDivider} />
              <Panel minSize={240}><DetailPane /></Panel>
            </Group>
          </Panel>
          <Separator className="divider" aria-label={texts.panes.lowerDivider} />
          <Panel defaultSize={184} minSize={64} groupResizeBehavior="preserve-pixel-size"><LowerPane /></Panel>
        </Group>
      </main>
      <StatusLine />
    </div>
  );
}
