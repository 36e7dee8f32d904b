/** Words of menus, toolbar and palette. Labels that the original console had are kept. */
import type { CommandClass, MenuName, Submenu } from './console-command.ts';

const menus: Readonly<Record<MenuName, string>> = { file: 'File', tools: 'Tools', actions: 'Actions', view: 'View', help: 'Help' };

const submenus: Readonly<Record<Submenu, string>> = {
  mirror: 'Mirror', log: 'Log', fileSystem: 'File System', plex: 'Mirror State', statistics: 'Statistics', export: 'Export',
};

const classes: Readonly<Record<CommandClass, string>> = {
  'safe': 'Safe', 'costly': 'Costly', 'loses redundancy': 'Loses redundancy for a time', 'loses data': 'Loses data',
};

export const commandTexts = {
  menuBar: 'Menu bar',
  toolbar: 'Toolbar',
  contextMenu: 'Commands for the selection',
  menus, submenus, classes,
  nothing: 'No command for what is selected',
  asking: 'The host is asked whether this can be done now.',
  noCommandLine: 'Has no command line of its own.',
  why: (label: string) => `${label}: why it cannot be done`,
  palette: {
    title: 'Command palette', placeholder: 'Type a few letters of a command', none: 'No command has these letters in this order.',
    refused: 'Not now',
  },
  keyboard: {
    title: 'Keyboard', keys: 'Keys', command: 'Command', menu: 'Menu',
    pointer: 'Shift+F10 or the Menu key opens the commands of what is selected.',
  },
  advice: {
    freeDisk: 'without a group', attachFirst: 'Attach or create a disk first.', groupFirst: 'Make a disk group first.',
    waitForTask: 'Wait until it has ended.', backupSaved: (group: string) => `The configuration of ${group} is saved.`,
    /** Stands for the name in the question whether a volume could be made at all. */
    probeName: 'NAME',
    task: {
      'task.pause': (name: string) => `${name} is paused.`, 'task.resume': (name: string) => `${name} goes on.`,
      'task.abort': (name: string) => `${name} is aborted.`,
    },
  },
  labels: {
    openPalette: 'Command Palette', keyboard: 'Keyboard', about: 'About Plexus', menuBar: 'Go to Menu Bar',
    refresh: 'Refresh', rescan: 'Rescan', properties: 'Properties',
    newGroup: 'New Dynamic Disk Group', importGroup: 'Import Dynamic Disk Group', deportGroup: 'Deport Dynamic Disk Group',
    destroyGroup: 'Destroy Dynamic Disk Group', renameGroup: 'Rename Dynamic Disk Group',
    upgradeGroup: 'Upgrade Dynamic Disk Group Version',
    resolveFork: 'Resolve Fork', backupGroup: 'Back Up Configuration', restoreGroup: 'Restore Disk Group from Backup',
    groupTcp: 'Network Access', addDisk: 'Add Disk to Dynamic Disk Group', removeDisk: 'Remove Disk from Dynamic Disk Group',
    attachDisks: 'Attach or Create Disks', detachDisk: 'Detach Disk', replaceDisk: 'Replace Disk', mergeDisks: 'Merge Foreign Disk',
    reactivateDisk: 'Reactivate Disk', resizeDisk: 'Take Over New Disk Size', tagDisk: 'Set Enclosure and Site',
    clearErrors: 'Clear Error Mark', renewIds: 'Give Copied Disk New Ids',
    newVolume: 'New Volume', growVolume: 'Resize Volume', addMirror: 'Add', removeMirror: 'Remove', breakMirror: 'Break',
    addLog: 'Add', removeLog: 'Remove', driveLetter: 'Change Drive Letter', format: 'Format', readPolicy: 'Set Volume Usage',
    startVolume: 'Start Volume', stopVolume: 'Stop Volume', readOnly: 'Make Read-Only', readWrite: 'Make Writable',
    verify: 'Verify Volume', repair: 'Repair Volume', renameVolume: 'Rename Volume', deleteVolume: 'Delete Volume',
    plexOff: 'Take Offline', plexOn: 'Put Back Online', plexFix: 'Set State by Hand', preferPlex: 'Prefer for Reading',
    removePlex: 'Remove Mirror', breakPlex: 'Break Mirror', repairFrom: 'Repair Volume from This Mirror', removeThisLog: 'Remove Log',
    pauseTask: 'Pause Task', resumeTask: 'Resume Task', abortTask: 'Abort Task',
    throttleTask: 'Throttle Task',
  },
} as const;
