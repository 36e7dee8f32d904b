/** Every option of every tool, once. A verb names those that it takes; `state`, `json` and `help` are for all. */

interface OptionShape {
  readonly flags: string;
  readonly about: string;
}

export const optionShapes = {
  g: { flags: '-g <group>', about: 'the disk group' },
  n: { flags: '-n <name>', about: 'a new name' },
  f: { flags: '-f', about: 'do it although the first answer was no; the refusal says what follows from it' },
  C: { flags: '-C', about: "clear another host's stamp" },
  r: {
    flags: '-r',
    about: 'of a disk: read-only, not a single write to it; of tasks: those that run; of statistics: count anew from here',
  },
  p: { flags: '-p', about: 'of tasks: those that are paused; of statistics: plexes' },
  a: { flags: '-a', about: 'all ended ones that the host remembers, not only the last' },
  b: { flags: '-b', about: 'in the background: print the task id and return' },
  o: { flags: '-o <word>', about: 'special wishes, with commas between: noautoimport, selectcp=DISKID' },
  h: { flags: '-h', about: 'the objects below one another' },
  t: { flags: '-t', about: 'one line of detail for each record, under column headers' },
  v: { flags: '-v', about: 'of records: volumes only, with what they are made of; of statistics: volumes' },
  s: { flags: '-s', about: 'statistics of subdisks' },
  d: { flags: '-d', about: 'statistics of disks' },
  i: { flags: '-i <seconds>', about: 'again at this interval; each time what came since the last' },
  c: { flags: '-c <count>', about: 'how many times; else until it is ended' },
  l: { flags: '-l', about: 'all that is known of an object' },
  create: { flags: '--create <size>', about: 'make sparse files of this size' },
  listen: { flags: '--listen <address>', about: 'address of the console, 127.0.0.1:PORT' },
  remote: { flags: '--remote <address>', about: 'ADDRESS:PORT where consoles of other machines log in, over TLS' },
  hideNames: { flags: '--hide-names', about: 'stand-ins for names, paths, addresses and users' },
  last: { flags: '--last <count>', about: 'how many entries' },
  list: { flags: '--list', about: 'what is mapped' },
  diff: { flags: '--diff', about: 'what is different between two sequence numbers' },
  dryRun: { flags: '--dry-run', about: 'print the plan; change nothing' },
  json: { flags: '--json', about: 'one JSON object on standard output' },
  state: { flags: '--state <folder>', about: "the host's state folder (else PLEXUS_STATE, else the usual place)" },
  help: { flags: '--help', about: 'this text' },
} as const satisfies Record<string, OptionShape>;

export type OptionName = keyof typeof optionShapes;

export const optionNames = Object.keys(optionShapes) as readonly OptionName[];

/** Taken by every verb. */
export const optionsForAll: readonly OptionName[] = ['json', 'state', 'help'];
