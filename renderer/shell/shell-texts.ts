/** Words of the window's frame. */
export const shellTexts = {
  address: {
    label: 'Address', separator: '/', back: 'Back', backTitle: 'Back (Alt+Left)', forward: 'Forward', forwardTitle: 'Forward (Alt+Right)',
    edit: 'Edit address', editTitle: 'Edit address (Ctrl+L)', recent: 'Places visited',
    unknown: 'Nothing of that name is here. Type plexus://HOST/GROUP/OBJECT, a device path, or a drive letter.',
  },
  perspectives: {
    'label': 'Perspective', 'system': 'System', 'logs': 'Logs', 'control-panel': 'Control Panel',
    'titles': {
      'system': 'Hosts, disk groups, disks and volumes', 'logs': 'What the hosts have written down',
      'control-panel': 'Settings of the hosts',
    },
  },
  panes: { treeDivider: 'Width of the object tree', lowerDivider: 'Height of the lower pane' },
} as const;
