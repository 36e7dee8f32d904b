/** Words of a volume's Access tab. */
export const accessTexts = {
  address: 'NBD address', byGuid: 'By GUID, for ever', overTcp: 'Over TCP', device: 'Device path',
  stopped: 'The volume is stopped, so that it has no address. Start it first.',
  copy: 'Copy', copyOf: (what: string) => `Copy ${what}`, copied: 'Copied',
  lines: 'Ready lines', linesLead: 'Each opens this volume on the machine of the host.',
  line: {
    qemu: 'QEMU, as a disk of a guest', map: 'Map to a block device (root)', nbdfuse: 'A file in a folder',
    convertOut: 'Copy into an image',
    convertIn: 'Fill from an image', info: 'Ask what is exported',
  },
  clients: 'Clients', noClient: 'No client is connected.', client: 'Address', since: 'Connected since', reads: 'Reads', writes: 'Writes',
  rate: (bytes: string, calls: string) => `${bytes}, ${calls} requests/s`, waiting: 'measured in a moment', disconnect: 'Disconnect',
  disconnectOf: (address: string) => `Disconnect ${address}`, actions: 'Actions',
  tcp: 'Serve over TCP', tcpOff: 'Off: only programs on the machine of the host reach this volume.',
  tcpOn: (address: string) => `On: every volume of the disk group is at ${address}.`,
  tcpRisk: 'NBD asks nobody for a password. On the loopback address every user of the machine can read and write every volume of the disk '
    + 'group; another address needs TLS or a list of who may connect, which plexus tcp sets.',
  tcpStart: (group: string) => `Serve ${group} on Loopback`, tcpStop: (group: string) => `Stop Serving ${group} over TCP`,
  tcpClients: 'Clients that are connected over TCP stay until they leave.',
} as const;
