/** Words of dialogs, refusals and plan pages. */
import type { CommandName } from '../../core/model/command.ts';

const verbs: Readonly<Record<CommandName, string>> = {
  'disk.attach': 'Attach Disks', 'disk.detach': 'Detach Disk', 'disk.rescan': 'Rescan', 'disk.set': 'Set Disk',
  'disk.reactivate': 'Reactivate Disk', 'disk.resize': 'Take Over Size', 'disk.merge': 'Merge Disks', 'disk.renewids': 'Give New Ids',
  'disk.restore': 'Restore Disk Group',
  'group.init': 'Create Disk Group', 'group.adddisk': 'Add Disks', 'group.rmdisk': 'Remove Disks', 'group.repldisk': 'Replace Disk',
  'group.rename': 'Rename Disk Group', 'group.deport': 'Deport Disk Group', 'group.import': 'Import Disk Group',
  'group.destroy': 'Destroy Disk Group', 'group.upgrade': 'Upgrade Disk Group',
  'plex.off': 'Take Mirror Offline', 'plex.on': 'Put Mirror Back', 'plex.fix': 'Set Mirror State',
  'volume.make': 'Create Volume', 'volume.delete': 'Delete Volume', 'volume.rename': 'Rename Volume', 'volume.start': 'Start Volume',
  'volume.stop': 'Stop Volume', 'volume.grow': 'Grow Volume', 'volume.rdpol': 'Set Read Policy', 'volume.assign': 'Assign Letter',
  'volume.access': 'Set Access', 'volume.mirror': 'Add Mirror', 'volume.rmmirror': 'Remove Mirror', 'volume.break': 'Break Mirror',
  'volume.addlog': 'Add Log', 'volume.rmlog': 'Remove Log', 'volume.verify': 'Verify Volume',
};

export const dialogTexts = {
  cancel: 'Cancel', close: 'Close', copy: 'Copy', copied: 'Copied', again: 'Plan Again', ok: 'OK',
  verbs,
  repairVolume: 'Repair Volume',
  commandLine: 'Command line',
  gone: (name: string) => `${name} is no longer there.`,
  refusal: {
    title: 'It cannot be done now',
    lost: 'The host stopped answering while it carried this out. Whether it was done shows once it is back.',
    force: (verb: string) => `${verb} by Force`,
  },
  consequences: {
    'volume.in-use': 'Clients are cut off. What they have not flushed may be lost to them.',
    'group.has-volumes': 'Every volume of the group and its data are lost for good.',
    'disk.holds-data': 'What the disk holds is overwritten and cannot be brought back.',
    'plex.last': 'The last good copy of these volumes is given up with its data.',
    'group.holders-absent': 'Newer data on the absent disks is left behind; these disks go on without it.',
    'group.foreign': 'If the other host still uses these disks, both will damage the data. Make sure that it has stopped.',
    'group.fork': 'What the other side wrote since they parted is lost.',
  } as Readonly<Record<string, string>>,
  plan: {
    asking: 'The host is asked for its plan.', running: 'Under way',
    stale: 'The group was changed by someone else since this plan was made. The new plan is below.',
    staleSame: 'Nothing of the plan is different.',
    gone: 'No longer: ', added: 'Now: ',
    copy: (before: string, after: string) => `Bytes to copy: ${after} instead of ${before}.`,
    happens: 'What happens', warnings: 'Mind', picture: 'Now and after', exposure: 'Redundancy over time',
    toCopy: 'To copy', zeroed: 'Set to zeros', peak: 'Space used at the peak', nothing: 'nothing',
    now: 'Now', after: 'After', during: 'Meanwhile',
    more: (count: number) => `and ${count} more ${count === 1 ? 'disk' : 'disks'} with changes`,
    marks: { same: 'unchanged', new: 'new', gone: 'gone', moved: 'moved', changed: 'changed', free: 'free' },
    joins: 'joins the group', leaves: 'leaves the group',
    survives: (disks: number) => (disks === 0 ? 'survives no disk failure' : disks === 1 ? 'survives one disk failure'
      : `survives ${disks} disk failures`),
    lost: 'What is lost', connected: 'Who is connected', nobody: 'Nobody is connected.',
    clients: (volume: string, clients: readonly string[]) => `${volume}: ${clients.join(', ')}`,
    typeName: (name: string) => `Type ${name} to confirm`,
    unreachable: 'The host does not answer. The plan is made again once it is back.',
  },
} as const;
