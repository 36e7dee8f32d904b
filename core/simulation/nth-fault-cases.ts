/**
 * Every command, with a group that it can succeed on: what the n-th fault loop breaks, call by call. A test compares this
 * list with the commands of the contract, so that a new command without a loop is noticed.
 */
import type { Command, CommandName } from '../model/command.ts';
import type { GroupConfiguration } from '../model/configuration.ts';
import { mebibyte } from '../model/limits.ts';
import { tinyDiskBytes } from './crash-story.ts';
import type { ScriptedDisk } from './scripted-disk.ts';
import { groupName, type World } from './world.ts';

export type FaultWorld = World<ScriptedDisk>;

/** Whether the command was carried out; null when it did not even begin. */
export type Outcome = 'done' | 'refused';

export interface FaultCase {
  readonly name: string;
  readonly command: CommandName;
  /** What is done, without faults, before the copy of the world is taken that every try begins with. */
  prepare(world: FaultWorld): Promise<void>;
  /** After the import of the copy, still without faults. */
  before?(world: FaultWorld): Promise<void>;
  run(world: FaultWorld): Promise<Outcome>;
}

export const diskCount = 4;
/** The last disk is free. */
export const memberCount = 3;
const group = groupName;
const anywhere = { disks: [], excludedDisks: [] } as const;

type Make = Extract<Command, { readonly command: 'volume.make' }>;

function make(shape: Partial<Make>): Command {
  return {
    command: 'volume.make', group, volume: 'V1', sizeBytes: mebibyte, type: 'mirror', mirrors: 2, ...anywhere, zeroed: true, ...shape,
  };
}

const mirror = make({});
const plain = make({ type: 'spanned', mirrors: 1 });
const stop: Command = { command: 'volume.stop', group, volume: 'V1', force: true };

function plexesOf(configuration: GroupConfiguration | undefined): readonly string[] {
  return (configuration?.plexes ?? []).map((plex) => plex.name);
}

async function carryOut(world: FaultWorld, command: Command): Promise<Outcome> {
  return (await world.execute(command))?.ok === true ? 'done' : 'refused';
}

type CommandOf = (configuration: GroupConfiguration) => Command;

/** A command of the group, on what `made` has made. */
function loop(
  name: string, made: readonly Command[], command: Command | CommandOf, before: readonly (Command | CommandOf)[] = [],
): FaultCase {
  const given = (wanted: Command | CommandOf, world: FaultWorld): Command => {
    const { configuration } = world.runtime ?? {};
    return typeof wanted === 'function' && configuration ? wanted(configuration) : (wanted as Command);
  };
  return {
    name,
    command: typeof command === 'function' ? (name.split(' ')[0] as CommandName) : command.command,
    prepare: async (world) => {
      await world.init(memberCount);
      for (const one of made) await world.execute(one);
    },
    before: async (world) => {
      for (const one of before) await world.execute(given(one, world));
    },
    run: (world) => carryOut(world, given(command, world)),
  };
}

async function leaveAndArrive(world: FaultWorld): Promise<Outcome> {
  const [record] = world.runtime?.configuration.disks ?? [];
  const disk = world.disks.find((candidate) => candidate.name === record?.lastAccess);
  if (!record || !disk) return 'refused';
  const gone = await world.diskLeaves(record.id);
  const back = await world.diskArrived(disk);
  return gone?.ok === true && back?.ok === true ? 'done' : 'refused';
}

const replaceDisk: FaultCase = {
  ...loop('group.repldisk', [mirror],
    { command: 'group.repldisk', group, disk: 'Disk1', replacement: `Harddisk${memberCount}`, force: true }),
  before: async (world) => { await world.diskLeaves(world.runtime?.configuration.disks[0]?.id ?? ''); },
};

const grownDiskBytes = tinyDiskBytes + mebibyte;

const resizeDisk: FaultCase = {
  ...loop('disk.resize', [mirror], { command: 'disk.resize', disk: 'Harddisk0', sizeBytes: grownDiskBytes }),
  before: async (world) => { for (const disk of world.disks.slice(0, 1)) disk.sizeBytes = grownDiskBytes; },
};

export const faultCases: readonly FaultCase[] = [
  {
    name: 'group.init', command: 'group.init', prepare: async () => undefined,
    run: async (world) => ((await world.tryInit(memberCount)).ok ? 'done' : 'refused'),
  },
  {
    name: 'group.import', command: 'group.import',
    prepare: async (world) => {
      await world.init(memberCount);
      await world.execute(mirror);
    },
    before: async (world) => { await world.close(); },
    run: async (world) => ((await world.importGroup()).ok ? 'done' : 'refused'),
  },
  { ...loop('disk.detach', [mirror], mirror), command: 'disk.detach', run: leaveAndArrive },
  loop('group.adddisk', [mirror], { command: 'group.adddisk', group, disks: [`Harddisk${memberCount}`], force: false }),
  loop('group.rmdisk free', [plain], { command: 'group.rmdisk', group, disks: ['Harddisk2'] }),
  replaceDisk,
  loop('group.rename', [mirror], { command: 'group.rename', group, newName: groupName.toLowerCase() }),
  loop('group.deport', [mirror], { command: 'group.deport', group, force: true }),
  loop('group.destroy', [mirror], { command: 'group.destroy', group, force: true }),
  resizeDisk,
  loop('disk.set', [mirror], { command: 'disk.set', disk: 'Harddisk0', enclosure: 'cabinet' }),
  loop('plex.off', [mirror], ({ plexes }) => ({ command: 'plex.off', group, plexes: [plexes.at(-1)?.name ?? ''] })),
  loop('plex.on', [mirror], (configuration) => ({ command: 'plex.on', group, plexes: plexesOf(configuration).slice(-1) }), [
    (configuration) => ({ command: 'plex.off', group, plexes: plexesOf(configuration).slice(-1) }),
  ]),
  loop('plex.fix', [mirror],
    (configuration) => ({ command: 'plex.fix', group, claim: 'stale', plexes: plexesOf(configuration).slice(-1) }), [stop]),
  loop('volume.make mirror', [], mirror),
  loop('volume.make without log', [], make({ logs: 0 })),
  loop('volume.make stripe', [], make({ type: 'stripe', columns: 2, stripeUnitBytes: 65536, mirrors: 1 })),
  loop('volume.delete', [mirror], { command: 'volume.delete', group, volume: 'V1', force: true }),
  loop('volume.rename', [mirror], { command: 'volume.rename', group, volume: 'V1', newName: 'V2' }),
  loop('volume.start', [mirror], { command: 'volume.start', group, volume: 'V1' }, [stop]),
  loop('volume.stop', [mirror], stop),
  loop('volume.grow', [mirror], { command: 'volume.grow', group, volume: 'V1', byBytes: mebibyte, ...anywhere, zeroed: true }),
  loop('volume.rdpol', [mirror], { command: 'volume.rdpol', group, volume: 'V1', policy: 'round' }),
  loop('volume.assign', [mirror], { command: 'volume.assign', group, volume: 'V1', driveLetter: 'X' }),
  loop('volume.access', [mirror], { command: 'volume.access', group, volume: 'V1', readOnly: true }),
  loop('volume.mirror', [plain], { command: 'volume.mirror', group, volume: 'V1', mirrors: 1, ...anywhere }),
  loop('volume.rmmirror', [mirror], (configuration) => (
    { command: 'volume.rmmirror', group, volume: 'V1', plex: plexesOf(configuration).at(-1) ?? '', disks: [] })),
  loop('volume.break', [mirror], (configuration) => (
    { command: 'volume.break', group, volume: 'V1', plex: plexesOf(configuration).at(-1) ?? '', newName: 'Broken' })),
  loop('volume.addlog', [make({ logs: 1 })], { command: 'volume.addlog', group, volume: 'V1', logs: 1, ...anywhere }),
  loop('volume.rmlog', [mirror], { command: 'volume.rmlog', group, volume: 'V1', logs: [] }),
  loop('volume.verify', [mirror], { command: 'volume.verify', group, volume: 'V1' }),
];

/** Commands of the host itself. What they ask of a group is in a loop above; what they do beside it, they test by themselves. */
export const beyondTheGroup: Readonly<Partial<Record<CommandName, string>>> = {
  'disk.attach': 'the arrival of a disk is in the loop of disk.detach; opening files is tested in device',
  'disk.rescan': 'reads headers; what it finds arrives as with disk.attach',
  'disk.reactivate': 'the arrival of a disk, as with disk.attach, and the mark of disk.set',
  'disk.merge': 'disks that arrive, as with disk.attach',
  'disk.renewids': 'writes images that are in no running group; tested in core/group/renew-ids.test.ts',
  'group.upgrade': 'a commit like that of group.rename, of a group that an older release has made; tested in planner',
  'disk.restore': 'makes a group as group.init does; tested in core/host/group-restore.test.ts',
};
