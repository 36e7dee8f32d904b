/**
 * The tabs of the right pane for each kind of tree node, in their order. A view joins by one line here; it gets the
 * index of the objects that it shows (the present ones, or those of another time) and reads no others.
 */
import type { ReactNode } from 'react';
import { activityTexts } from '../activity/activity-texts.ts';
import { alertsOfDisk, DiskAlerts } from '../activity/disk-alerts.tsx';
import { AccessView } from '../access/access-view.tsx';
import { disksAt, logsAt, plexesAt, subdisksAt, volumesAt } from './contents.ts';
import { DisksView, GroupsView, VolumesView } from './object-views.tsx';
import { DiskView } from '../disk-view/disk-view.tsx';
import { diskViewTexts } from '../disk-view/disk-view-texts.ts';
import { VolumeView } from '../volume-view/volume-view.tsx';
import { volumeViewTexts } from '../volume-view/volume-view-texts.ts';
import { Overview } from './overview.tsx';
import { LogsView, MirrorsView, SubdisksView } from './part-views.tsx';
import { HistoryView } from '../history/history-view.tsx';
import { historyTexts } from '../history/history-texts.ts';
import { placeOf } from '../state/node-path.ts';
import type { NodeId, Place } from '../state/node-path.ts';
import type { TreeIndex } from '../state/tree-model.ts';
import { SearchView } from '../search/search-view.tsx';
import { searchTexts } from '../search/search-texts.ts';
import { StatisticsView } from '../statistics/statistics-view.tsx';
import { statisticsTexts } from '../statistics/statistics-texts.ts';
import { texts } from '../texts.ts';
import { viewsTexts } from './views-texts.ts';

export interface ViewProps {
  readonly index: TreeIndex;
  readonly node: NodeId;
}

export interface ViewTab {
  readonly id: string;
  readonly label: string;
  /** It tells of what runs: there is nothing like it in the past. */
  readonly onlyNow?: boolean;
  /** How many rows it has, shown beside the label; left out where that says nothing. */
  count?(props: ViewProps): number;
  render(props: ViewProps): ReactNode;
}

const disks: ViewTab = {
  id: 'disks', label: texts.tabs.disks, count: ({ index, node }) => disksAt(index, placeOf(node)).length,
  render: (props) => <DisksView {...props} />,
};
const volumes: ViewTab = {
  id: 'volumes', label: texts.tabs.volumes, count: ({ index, node }) => volumesAt(index, placeOf(node)).length,
  render: (props) => <VolumesView {...props} />,
};
const groups: ViewTab = {
  id: 'groups', label: texts.tabs.groups, count: ({ index }) => index.groups.length,
  render: (props) => <GroupsView {...props} />,
};

const diskView: ViewTab = { id: 'diskView', label: diskViewTexts.label, render: (props) => <DiskView {...props} /> };
const volumeView: ViewTab = { id: 'volumeView', label: volumeViewTexts.label, render: (props) => <VolumeView {...props} /> };
const searching: ViewTab = { id: 'search', label: searchTexts.tab, render: (props) => <SearchView {...props} /> };

const statistics: ViewTab = {
  id: 'statistics', label: statisticsTexts.tab, onlyNow: true, render: (props) => <StatisticsView {...props} />,
};
const overview: ViewTab = { id: 'overview', label: viewsTexts.tabs.overview, render: (props) => <Overview {...props} /> };
const subdisks: ViewTab = {
  id: 'subdisks', label: viewsTexts.tabs.subdisks, count: ({ index, node }) => subdisksAt(index, placeOf(node)).length,
  render: (props) => <SubdisksView {...props} />,
};
const mirrors: ViewTab = {
  id: 'mirrors', label: viewsTexts.tabs.mirrors, count: ({ index, node }) => plexesAt(index, placeOf(node)).length,
  render: (props) => <MirrorsView {...props} />,
};
const logs: ViewTab = {
  id: 'logs', label: viewsTexts.tabs.logs, count: ({ index, node }) => logsAt(index, placeOf(node)).length,
  render: (props) => <LogsView {...props} />,
};
const alerts: ViewTab = {
  id: 'alerts', label: activityTexts.disksTab, onlyNow: true, count: ({ index, node }) => alertsOfDisk(index, placeOf(node)).length,
  render: (props) => <DiskAlerts {...props} />,
};
const access: ViewTab = {
  id: 'access', label: viewsTexts.tabs.access, onlyNow: true, render: (props) => <AccessView {...props} />,
};
const history: ViewTab = { id: 'history', label: historyTexts.tab, render: (props) => <HistoryView {...props} /> };

export const nodeTabs: Readonly<Record<Place['kind'], readonly ViewTab[]>> = {
  host: [overview, disks, volumes, groups],
  groups: [groups],
  disks: [disks, diskView],
  volumes: [volumes, volumeView],
  enclosures: [disks],
  queries: [searching],
  query: [searching],
  group: [disks, volumes, diskView, volumeView, statistics, history],
  pseudo: [disks, diskView],
  enclosure: [disks, diskView],
  disk: [subdisks, volumes, diskView, alerts, statistics],
  volume: [mirrors, subdisks, logs, disks, diskView, volumeView, statistics, access],
};
