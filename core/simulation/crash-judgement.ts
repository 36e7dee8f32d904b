/**
 * One state that a crash may have left: a host starts on it, and everything that was promised is asked for.
 *
 * - The configuration is the one before or the one after what was under way, and breaks no invariant.
 * - What a client was told is there; what was read once stays.
 * - The plexes become equal, and no space is lost: the same command could be given again.
 * With a disk away less can be asked: what is served must be right, and what cannot be served must say so.
 */
import type { GroupConfiguration } from '../model/configuration.ts';
import { violatedInvariants } from '../model/configuration-invariants.ts';
import { describeConfiguration } from './configuration-description.ts';
import type { ModelEvent } from './crash-log.ts';
import { ScriptedDisk } from './scripted-disk.ts';
import type { WriteRecord } from './sector-history.ts';
import type { SparseImage } from './sparse-image.ts';
import { Violation } from './violation.ts';
import { comparePlexes, readAllVolumes } from './volume-checks.ts';
import { VolumeUnderTest } from './volume-under-test.ts';
import { groupName, World } from './world.ts';

export interface CrashState {
  readonly images: readonly SparseImage[];
  readonly diskBytes: number;
  /** False: the process died, and the caches of the machine lived on. */
  readonly powerCut: boolean;
  readonly model: readonly ModelEvent[];
  readonly breaking: string | null;
  readonly groupId: string;
  readonly witnessSequence: number;
  readonly foreseenSequence: number;
  readonly expected: readonly (string | null)[];
  /** The one disk that does not come back, or -1. */
  readonly absent: number;
}

/** Virtual time in which everything is to be in step again. */
const healLimitMilliseconds = 3_600_000;
const statusDelayMilliseconds = 1_000;
/** Not that of the story: the ids that the next life draws are others. */
const nextLifeSeed = 2;

/** The clients' knowledge at the crash, told to a fresh model. */
export function replayModel(events: readonly ModelEvent[], volumes: Map<string, VolumeUnderTest>): void {
  const writes = new Map<number, { readonly volume: VolumeUnderTest; readonly record: WriteRecord }>();
  const flushes = new Map<number, number>();
  for (const event of events) {
    switch (event.kind) {
      case 'published': {
        const origin = volumes.get(event.origin) ?? null;
        volumes.set(event.volumeId, new VolumeUnderTest(event.volumeId, event.number, event.lengthBytes, origin));
        break;
      }
      case 'sent': {
        const volume = volumes.get(event.volumeId);
        if (volume) writes.set(event.write, { volume, record: volume.history.send(event.first, event.count, event.write) });
        break;
      }
      case 'acknowledged':
      case 'refused': {
        const { volume, record } = writes.get(event.write) ?? {};
        if (record) volume?.history[event.kind === 'refused' ? 'fail' : 'acknowledge'](record);
        break;
      }
      case 'flush sent':
        flushes.set(event.flush, volumes.get(event.volumeId)?.history.now() ?? 0);
        break;
      case 'flushed':
        volumes.get(event.volumeId)?.history.flushed(flushes.get(event.flush) ?? 0);
        break;
      case 'killed':
        for (const volume of volumes.values()) volume.history.crash(false);
    }
  }
}

/** Throws a Violation unless everything is as promised. */
export async function judgeCrashState(state: CrashState): Promise<void> {
  const world = new World<ScriptedDisk>(nextLifeSeed);
  state.images.forEach((image, number) => {
    const disk = new ScriptedDisk(number, state.diskBytes, world.clock, image);
    disk.present = number !== state.absent;
    world.disks.push(disk);
  });
  world.groupId = state.groupId;
  world.witnessSequence = state.witnessSequence;
  world.foreseenSequence = state.foreseenSequence;
  world.breaking = state.breaking;
  replayModel(state.model, world.volumes);
  for (const volume of world.volumes.values()) volume.history.crash(state.powerCut);
  const born = await world.importGroup();
  if (!born.ok) {
    if (state.absent >= 0 || state.expected.includes(null)) return;
    throw new Violation('import refused', `${born.error.code} ${JSON.stringify(born.error.evidence)}`);
  }
  judgeConfiguration(born.value.configuration, state.expected);
  world.breaking = null;
  await judgeService(world, state.absent < 0);
}

function judgeConfiguration(configuration: GroupConfiguration, expected: readonly (string | null)[]): void {
  const broken = violatedInvariants(configuration);
  if (broken.length > 0) throw new Violation('invariant broken', broken.join(' '));
  const lines = [describeConfiguration(configuration), describeConfiguration(configuration, true)];
  if (lines.some((line) => expected.includes(line))) return;
  throw new Violation('neither before nor after', `found ${lines[0] ?? ''}\nexpected one of\n${expected.map(String).join('\n')}`);
}

async function judgeService(world: World<ScriptedDisk>, complete: boolean): Promise<void> {
  judgeTolerance(world);
  await readAllVolumes(world);
  for (const { name } of world.runtime?.configuration.volumes ?? []) {
    await world.execute({ command: 'volume.start', group: groupName, volume: name });
  }
  judgeTolerance(world);
  await readAllVolumes(world);
  await world.advance(statusDelayMilliseconds);
  const busy = (): boolean => (world.runtime?.status().tasks ?? []).some((task) => task.endedAt === '');
  await world.settle(() => !busy(), healLimitMilliseconds, 'a job never ended');
  await readAllVolumes(world);
  const { runtime } = world;
  await world.close();
  if (!complete || !runtime) return;
  comparePlexes(world, runtime.configuration);
}

/** No error may reach a client of a volume that has an ACTIVE plex on disks that are all there. */
export function judgeTolerance(world: World<ScriptedDisk>): void {
  const configuration = world.runtime?.configuration;
  if (!configuration) return;
  const there = new Set(world.disks.filter((disk) => disk.present && !disk.dead).map((disk) => disk.name));
  const awayIds = new Set(configuration.disks.filter((record) => !there.has(record.lastAccess)).map((record) => record.id));
  for (const volume of world.volumes.values()) {
    const plexes = configuration.plexes.filter((plex) => plex.volumeId === volume.id && plex.state === 'ACTIVE');
    volume.mustNotFail = plexes.some(
      (plex) => !configuration.subdisks.some((subdisk) => subdisk.plexId === plex.id && awayIds.has(subdisk.diskId)),
    );
  }
}
