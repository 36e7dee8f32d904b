/** Words about hosts beside the own one. */
export const hostsTexts = {
  labels: {
    connect: 'Connect to a Host', bundle: 'Open Bundle', support: 'Support Bundle',
    disconnect: 'Disconnect', sample: 'Open Sample', inspect: 'Inspect Disk Images',
  },
  connect: {
    history: 'Hosts connected before', another: 'Another host', address: 'Address',
    addressHint: 'ADDRESS:PORT, as plexus status prints it there',
    user: 'User', password: 'Password', button: 'Connect', cancel: 'Cancel', asking: 'The host is asked.',
    fingerprint: 'Fingerprint of its certificate (SHA-256)', before: 'Fingerprint before', now: 'Fingerprint now',
    compare: 'Compare it with what "plexus status" prints on that host.',
    accept: 'Accept and Connect', acceptChanged: 'Accept the New Certificate',
  },
  sample: {
    about: 'A host that is thrown away starts on this machine: two arrays, a disk group with volumes, a missing disk, a foreign one, '
      + 'a free one. No disk of yours is touched; it is removed when it is disconnected.',
    button: 'Open Sample', asking: 'The sample starts.',
  },
  inspect: {
    about: 'The images are attached read-only to a host that is thrown away. Not a byte of them is written.',
    images: 'Image files, one a line', button: 'Inspect', asking: 'The images are read.',
  },
  bundle: {
    about: 'A support bundle is shown as a host that can only be looked at.', file: 'Bundle', button: 'Open', asking: 'The bundle is read.',
  },
  support: {
    about: 'One file for whoever helps: configuration, history and logs. Never a byte of a volume, a password or a key.',
    hide: 'Hide names', hideHint: 'Names, paths, addresses and users get stand-ins, the same ones throughout.',
    part: 'Part', holds: 'What it holds', size: 'Size', save: 'Save', file: 'plexus-support.bundle', close: 'Close',
  },
  disconnect: {
    about: (name: string) => `${name} leaves the tree. Nothing on it changes.`,
    sample: 'The sample ends, and all that was done in it is removed.',
    button: 'Disconnect',
  },
  banner: {
    sample: 'Sample: made-up disks on this machine. All of it goes when it is disconnected.',
    inspection: 'Disk images, attached read-only. Nothing here can be changed.',
    bundle: (at: string) => `From a support bundle, as of ${at}. Nothing here can be changed.`,
    again: 'Connect Again',
  },
} as const;
