/** Words of the right pane beyond the tables of disks, volumes and groups. */
import type { LogState, PlexLayout, PlexState } from '../../core/model/configuration.ts';

export const viewsTexts = {
  tabs: { overview: 'Overview', subdisks: 'Subdisks', mirrors: 'Mirrors', logs: 'Logs', access: 'Access' },
  columns: {
    disk: 'Disk', volume: 'Volume', mirror: 'Mirror', column: 'Column', offset: 'Offset in disk', size: 'Size', status: 'Status',
    layout: 'Layout', columns: 'Columns', stripeUnit: 'Stripe unit', disks: 'Disks',
    region: 'Region', what: 'What', count: 'Count', trouble: 'Trouble',
  },
  plexLayout: { concatenated: 'Concatenated', striped: 'Striped' } satisfies Record<PlexLayout, string>,
  plexState: {
    ACTIVE: 'Attached', CLEAN: 'Attached', STALE: 'Stale', OFFLINE: 'Taken offline', TEMPRMSD: 'Being attached',
  } satisfies Record<PlexState, string>,
  plexFlag: { NODEVICE: 'Disk missing', IOFAIL: 'Disk failed' } as Readonly<Record<string, string>>,
  logState: { ACTIVE: 'Active', STALE: 'Stale' } satisfies Record<LogState, string>,
  empty: {
    subdisksOfDisk: { sentence: 'No subdisk lies on this disk.', command: 'vxassist -g GROUP make Volume1 100M' },
    subdisksOfVolume: { sentence: 'This volume has no subdisk.', command: 'vxprint -g GROUP' },
    mirrors: { sentence: 'This volume has no plex.', command: 'vxprint -g GROUP' },
    logs: (group: string, volume: string) => ({
      sentence: 'This volume has no log. A volume with mirrors gets one, so that a crash costs no full copy.',
      command: `vxassist -g${group} addlog ${volume}`, runs: 'log.add',
    }),
  },
  folders: {
    groups: 'Disk groups: disks that are managed together, and the disks in none',
    disks: 'Every disk that this host has attached or misses',
    volumes: 'Every volume of the imported disk groups', enclosures: 'Disks by the enclosure that they are tagged with',
    queries: 'Searches that were saved on this console',
  } as Readonly<Record<string, string>>,
  start: {
    title: 'No disk is attached yet',
    lead: 'Disks make up disk groups, disk groups hold volumes, and volumes are served to their clients.',
    sample: 'Try the sample', sampleAbout: 'Starts a throw-away host with made-up disks, groups and volumes to look around in.',
    attach: 'Attach or create disks',
    attachAbout: 'Creates image files, or takes files, block devices and nbd:// addresses that are there.',
    connect: 'Connect to a host', connectAbout: 'Shows another machine that runs plexus serve beside this one.',
  },
  troubles: (count: number) => (count === 0 ? 'none' : `${count} not well`),
} as const;
