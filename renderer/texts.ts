/**
 * Every word that the console shows, but for what the host itself says. Object first, then fact, then remedy; no
 * "successfully", no "please", no exclamation mark.
 */
import type { DiskStatus, GroupStatus, TaskState, VolumeLayout } from '../core/model/views.ts';

export interface EmptyText {
  readonly sentence: string;
  readonly command: string;
  /** The entry of the registry that does it, by its id. */
  readonly runs?: string;
}

const diskStatus: Readonly<Record<DiskStatus, string>> = {
  free: 'Free', online: 'Imported', foreign: 'Foreign', missing: 'Missing', failed: 'Failed', unreadable: 'Unreadable', copy: 'Copy',
};

const groupStatus: Readonly<Record<GroupStatus, string>> = {
  imported: 'Imported', deported: 'Deported', foreign: 'Foreign', incomplete: 'Incomplete', fork: 'Forked', frozen: 'Frozen',
  stopped: 'Stopped', unreadable: 'Unreadable',
};

const layout: Readonly<Record<VolumeLayout, string>> = {
  'concatenated': 'Concatenated', 'spanned': 'Spanned', 'striped': 'Striped',
  'mirrored': 'Mirrored', 'mirrored striped': 'Mirrored striped',
};

const taskState: Readonly<Record<TaskState, string>> = {
  'running': 'Running', 'waiting': 'Waiting', 'paused': 'Paused', 'done': 'Done', 'done with remarks': 'Done with remarks',
  'failed': 'Failed', 'cancelled': 'Cancelled',
};

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

export const texts = {
  product: 'Plexus',
  nothing: '–',
  tree: {
    label: 'Objects', thisHost: 'Host', groups: 'Disk Groups', disks: 'Disks', volumes: 'Volumes', enclosures: 'Enclosures',
    queries: 'Saved Queries', lost: 'does not answer', pseudo: { free: 'Free Disks', foreign: 'Foreign Disks', missing: 'Missing Disks' },
  },
  kinds: {
    host: 'Host', groups: 'Folder', disks: 'Folder', volumes: 'Folder', enclosures: 'Folder', queries: 'Folder', pseudo: 'Folder',
    group: 'Disk group', disk: 'Disk', volume: 'Volume', enclosure: 'Enclosure', query: 'Saved query',
  },
  tabs: {
    groups: 'Disk Groups', disks: 'Disks', volumes: 'Volumes', console: 'Console', tasks: 'Tasks',
    label: 'Contents', lowerLabel: 'Lower pane',
  },
  columns: {
    name: 'Name', internalName: 'Internal name', status: 'Status', group: 'Disk Group', type: 'Type', style: 'Style', size: 'Size',
    unallocated: 'Unallocated', usage: 'Usage', device: 'Device', vendor: 'Vendor', enclosure: 'Enclosure',
    driveLetter: 'Drive letter/Mount', layout: 'Layout', freeSpace: 'Free Space', percentFree: '% free', fileSystem: 'File System',
    mirrors: 'Mirrors', redundancy: 'Redundancy', clients: 'Clients', fastResync: 'FastResync', volumes: 'Volumes', disks: 'Disks',
    free: 'Free Space', version: 'Version',
    severity: 'Severity', time: 'Time', message: 'Message', object: 'Object', host: 'Host',
    task: 'Task name', started: 'Start time', progress: 'Progress', result: 'Status', actions: 'Actions',
  },
  diskStatus, groupStatus, layout, taskState,
  taskActions: {
    pause: 'Pause', resume: 'Resume', abort: 'Abort', leaves: (left: string) => `Abort: ${left}.`,
  },
  taskProgress: {
    unmeasured: 'rate not measured yet', rate: (size: string) => `${size}/s`,
    left: (least: number, most: number) => `${least} to ${most} s left`,
  },
  severity: { information: 'Information', warning: 'Warning', error: 'Error', critical: 'Critical' },
  values: {
    dynamic: 'Dynamic', readOnly: 'Read only', errors: (count: number) => counted(count, 'I/O error'),
    survives: (disks: number) => (disks === 0 ? 'survives no disk' : `survives ${counted(disks, 'disk')}`),
  },
  conditions: {
    healthy: 'Healthy', warning: 'Warning', failed: 'Failed', unknown: 'Not in use',
    inherited: (count: number) => `${count} below`,
  },
  facts: {
    size: 'Size', free: 'Free', status: 'Status', layout: 'Layout', device: 'Device', address: 'NBD address',
    clients: 'Clients', survives: 'May lose', group: 'Disk group',
    guid: 'GUID', version: 'Version', stateFolder: 'State folder', process: 'Process',
    mayLose: (disks: number) => (disks === 0 ? 'no disk' : disks === 1 ? 'any one disk' : `any ${disks} disks`),
  },
  empty: {
    groups: {
      sentence: 'There is no disk group yet. Make one from attached disks.', command: 'vxdg -g NAME init Harddisk0 Harddisk1',
      runs: 'group.new',
    },
    disks: {
      sentence: 'No disk is attached. Attach an image file, a block device or an nbd:// address.',
      command: 'vxdisk attach --create 1G disk0.img disk1.img', runs: 'disk.attach',
    },
    volumes: {
      sentence: 'There is no volume yet. Make one in a disk group.', command: 'vxassist -g NAME make Volume1 500M type=mirror',
      runs: 'volume.new',
    },
    groupDisks: { sentence: 'None of this group’s disks is attached.', command: 'vxdisk attach PATH', runs: 'disk.attach' },
    enclosures: { sentence: 'No disk is tagged with an enclosure. Tag disks with it.', command: 'vxdisk set DISK enclosure=NAME' },
    groupVolumes: (group: string): EmptyText => ({
      sentence: 'This disk group has no volume yet.', command: `vxassist -g ${group} make Volume1 MAX type=mirror`, runs: 'volume.new',
    }),
    notImported: (group: string): EmptyText => ({
      sentence: 'The group’s volumes show once it is imported.', command: `vxdg -g ${group} import`, runs: 'group.import',
    }),
    diskVolumes: (group: string): EmptyText => ({
      sentence: 'No volume lies on this disk.',
      command: group === '' ? 'vxdg -g NAME adddisk DISK' : `vxassist -g ${group} make Volume1 100M`,
    }),
    volumeDisks: { sentence: 'None of this volume’s disks is attached.', command: 'vxdisk attach PATH' },
    alerts: { sentence: 'No alert. What the host wants a person to know shows here.', command: 'plexus log alert' },
    tasks: { sentence: 'No task. Copies and recoveries show here while they run.', command: 'vxtask list' },
  },
  connection: {
    connecting: 'Connecting to the host',
    lost: 'The host does not answer. What you see is what it last said.',
    neverSeen: 'The host does not answer.',
    lastSeen: (time: string) => `Last seen ${time}.`,
    reconnect: 'Reconnect to Host',
    incompatible: (protocol: number) =>
      `The host speaks version ${protocol} of the contract, this console another one. Load the console from the host again.`,
  },
  status: {
    label: 'Session', user: 'User', role: 'Role', host: 'Host',
    roles: { 'read-only': 'Read-only', 'operator': 'Operator', 'administrator': 'Administrator' },
    counts: (disks: number, volumes: number, running: number) => [
      counted(disks, 'disk'), counted(volumes, 'volume'), ...(running === 0 ? [] : [`${counted(running, 'task')} running`]),
    ].join(', '),
  },
} as const;
