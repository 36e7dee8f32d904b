/**
 * One seed from beginning to end: draw the options, make a group and volumes, run clients, administrator, faults and
 * crashes against each other, then let everything heal and check what must hold (reliability rules I1 to I3, I8, I9).
 */
import type { GroupConfiguration, PlexRecord } from '../model/configuration.ts';
import type { HostId } from '../model/identity.ts';
import { mebibyte } from '../model/limits.ts';
import { Administrator, type AdministratorCommand } from './administrator.ts';
import { Deeds } from './deeds.ts';
import type { ScenarioOptions } from './scenario-options.ts';
import { SeededRandom } from './seeded-random.ts';
import { SimulatedDisk } from './simulated-disk.ts';
import { UnnotedFailures } from './unnoted-failures.ts';
import { Violation } from './violation.ts';
import { VolumeUnderTest } from './volume-under-test.ts';
import { comparePlexes, readAllVolumes } from './volume-checks.ts';
import { groupName, World } from './world.ts';

export interface ScenarioReport {
  readonly options: ScenarioOptions;
  readonly violation: Violation | null;
  readonly hash: string;
  readonly crashes: number;
  readonly faults: number;
  readonly operations: number;
  /** Deaths of a host that hid a failed flush from the next, and sectors whose loss that excused (`unnoted-failures.ts`). */
  readonly exemptedWindows: number;
  readonly exemptedSectors: number;
  readonly lastLines: readonly string[];
}

const drainLimitMilliseconds = 120_000;
/** A redundant volume one of whose disks hangs is served again within this time (design section 5). */
const hangLimitMilliseconds = 10_000;
/** The engine's view of itself is at most this old. */
const statusDelayMilliseconds = 1_000;
/** With a dead disk and every volume on it, no client comes back before all is healed. */
const stepsWithoutClientsMaximum = 200;
/** Commands that may take a good copy away. */
const takesCopies: ReadonlySet<string> = new Set([
  'plex.off', 'volume.rmmirror', 'volume.break', 'volume.verify', 'group.rmdisk', 'group.repldisk',
]);
const healLimitMilliseconds = 3_600_000;

export async function runScenario(options: ScenarioOptions): Promise<ScenarioReport> {
  const scenario = new Scenario(options);
  let violation: Violation | null = null;
  try {
    await scenario.run();
  } catch (error) {
    violation = error instanceof Violation ? error : new Violation('invariant broken', String((error as Error).stack));
  }
  const { world } = scenario;
  violation ??= world.violation;
  return {
    options,
    violation,
    hash: world.trace.hash,
    crashes: world.crashes,
    operations: world.workload.issued,
    faults: world.disks.reduce((sum, disk) => sum + disk.injected, 0),
    exemptedWindows: scenario.unnoted.windows,
    exemptedSectors: scenario.unnoted.losses,
    lastLines: violation ? world.trace.lastLines : [],
  };
}

function describeVolumes(configuration: GroupConfiguration): string {
  return configuration.volumes
    .map((volume) => `${volume.name} ${volume.lengthBytes}`)
    .sort()
    .join(', ');
}

class Scenario {
  readonly world: World;
  readonly unnoted: UnnotedFailures;
  readonly #options: ScenarioOptions;
  readonly #random: SeededRandom;
  readonly #administrator: Administrator;
  readonly #deeds: Deeds;
  #victim: SimulatedDisk | null = null;
  #broken: { readonly origin: string; readonly name: string } | null = null;
  #stepsWithoutClients = 0;

  constructor(options: ScenarioOptions) {
    this.#options = options;
    this.world = new World(options.seed);
    this.#random = new SeededRandom(options.seed, 'scenario');
    this.#administrator = new Administrator(new SeededRandom(options.seed, 'administrator'));
    this.#deeds = new Deeds(this.world, new SeededRandom(options.seed, 'deeds'));
    for (let index = 0; index < options.diskCount + options.spareCount; index += 1) {
      const size = this.#random.between(18, 24) * mebibyte;
      const disk = new SimulatedDisk(`disk${index}`, size, this.world.clock, new SeededRandom(options.seed, `disk${index}`));
      disk.faults.synchronousChance = options.synchronousChance;
      disk.faults.latencyMilliseconds = options.latencyMilliseconds;
      disk.faults.lyingFlush = options.lyingFlush;
      this.world.disks.push(disk);
    }
    this.world.plexesMustBeEqual = () => this.unnoted.losses === 0;
    this.unnoted = new UnnotedFailures(this.world.disks, this.world.volumes);
    this.#victim = this.world.disks[options.victim] ?? null;
    if (this.#victim && options.victimFault === 'hangs') {
      this.#victim.mayHang = true;
      this.world.workload.patienceMilliseconds = hangLimitMilliseconds;
    }
  }

  async run(): Promise<void> {
    const { world } = this;
    await world.init(this.#options.diskCount);
    await this.#command(this.#administrator.make(true));
    await this.#command(this.#administrator.make(this.#random.chance(0.5)));
    while (world.workload.issued < this.#options.operations && this.#stepsWithoutClients < stepsWithoutClientsMaximum) {
      await this.#step();
      if (world.violation) throw world.violation;
    }
    await this.#healAndCheck();
  }

  async #step(): Promise<void> {
    const { world } = this;
    const random = this.#random;
    const configuration = world.runtime?.configuration;
    const copies = world.status?.tasks.some((task) => task.state === 'running') ?? false;
    // Most of what can go wrong goes wrong in the middle of a copy.
    if (random.chance(this.#options.crashChance * (copies ? 3 : 1))) return this.#crashAndReturn(random.chance(0.4));
    if (configuration && random.chance(this.#options.commandChance)) {
      if (random.chance(0.6)) return this.#command(this.#next(configuration));
      this.#promiseNothing();
      await this.#deeds.next(configuration);
    }
    this.#judgeTolerance();
    if (this.#victim && random.chance(0.01)) this.#injectFault(this.#victim);
    const served = [...world.volumes.values()].filter((volume) => volume.layer);
    if (served.length === 0) {
      this.#stepsWithoutClients += 1;
      if (configuration) await this.#command(this.#next(configuration));
      return;
    }
    const volume = random.pick(served);
    if (volume.inFlight < this.#options.concurrency) world.workload.issue(volume);
    else
      await world.settle(
        () => volume.inFlight < this.#options.concurrency || !volume.layer,
        drainLimitMilliseconds,
        `clients of volume ${volume.number} wait`,
      );
    if (random.chance(0.3)) await world.advance(random.fraction() * 3);
  }

  #injectFault(victim: SimulatedDisk): void {
    const { faults } = victim;
    switch (this.#options.victimFault) {
      case 'errors':
        faults.writeErrorChance = 0.05;
        faults.readErrorChance = 0.05;
        break;
      case 'dies':
        faults.dead = true;
        break;
      case 'bad sectors':
        victim.markBad(4 * mebibyte + this.#random.below(8 * mebibyte));
        break;
      case 'flush fails':
        faults.flushErrorChance = 0.3;
        break;
      case 'vanishes':
        victim.present = false;
        break;
      case 'slow':
        faults.latencyMilliseconds = 4_000;
        break;
      case 'hangs':
        victim.hangFor(this.#random.chance(0.5) ? this.#random.between(6_000, 20_000) : this.#random.between(31_000, 60_000));
        break;
    }
    this.world.trace.note(`fault ${this.#options.victimFault} on ${victim.name}`);
  }

  #next(configuration: GroupConfiguration): AdministratorCommand {
    return this.#administrator.next(configuration, this.world.openings().map((opening) => opening.hostName));
  }

  async #command(command: AdministratorCommand): Promise<void> {
    this.#breakBegins(command);
    if (takesCopies.has(command.command)) this.#promiseNothing();
    await this.world.execute(command);
    this.#breakEnds();
    this.#judgeTolerance();
  }

  /** What is broken off holds what its origin held. */
  #breakBegins(command: AdministratorCommand): void {
    if (command.command !== 'volume.break') return;
    const { volumes = [] } = this.world.runtime?.configuration ?? {};
    this.#broken = { origin: volumes.find((volume) => volume.name === command.volume)?.id ?? '', name: command.newName ?? '' };
    this.world.breaking = this.#broken.origin;
  }

  /** One that was not started yet has had no clients, and its origin none since. */
  #breakEnds(): void {
    const { world } = this;
    const record = world.runtime?.configuration.volumes.find((volume) => volume.name === this.#broken?.name);
    const origin = world.volumes.get(this.#broken?.origin ?? '');
    if (record && origin && !world.volumes.has(record.id)) {
      world.volumes.set(record.id, new VolumeUnderTest(record.id, 0, record.lengthBytes, origin));
    }
    this.#broken = null;
    world.breaking = null;
  }

  /** A client of a volume that has a good plex on disks that never misbehaved in this life must never see an error. */
  #judgeTolerance(): void {
    const configuration = this.world.runtime?.configuration;
    if (!configuration) return;
    const sound = this.world.disks.filter((disk) => disk !== this.#victim && !this.#deeds.touched.has(disk)).map((disk) => disk.name);
    const soundIds = new Set(configuration.disks.filter((record) => sound.includes(record.lastAccess)).map((record) => record.id));
    for (const volume of this.world.volumes.values()) {
      const isGood = ({ volumeId, state }: PlexRecord): boolean => volumeId === volume.id && (state === 'ACTIVE' || state === 'CLEAN');
      const plexes = configuration.plexes.filter(isGood);
      volume.mustNotFail = plexes.some(
        (plex) => configuration.subdisks.every((subdisk) => subdisk.plexId !== plex.id || soundIds.has(subdisk.diskId)),
      );
    }
  }

  #crash(powerCut: boolean): void {
    const { world } = this;
    const configuration = world.runtime?.configuration ?? world.status?.configuration ?? null;
    world.crash(powerCut);
    this.#deeds.newLife();
    this.unnoted.hostDied(configuration, powerCut);
  }

  /** `busy`: the host dies in the middle of a command, or while it stops. */
  async #crashAndReturn(busy: boolean): Promise<void> {
    const { world } = this;
    const configuration = world.runtime?.configuration;
    if (busy && configuration) {
      if (this.#random.chance(0.3)) world.beginClose();
      else this.#beginCommand(this.#next(configuration));
      await world.advance(this.#random.fraction() * 60);
    }
    const expected = busy ? null : (world.runtime?.configuration ?? null);
    this.#crash(this.#options.powerCuts && this.#random.chance(0.7));
    if (this.#victim && this.#random.chance(0.3)) await this.#tryVictimAlone(this.#victim);
    const victim = this.#victim;
    if (victim) victim.present = this.#options.victimFault !== 'vanishes' || this.#random.chance(0.5);
    if (victim && this.#random.chance(0.5)) victim.heal();
    await this.#importAndRead(expected);
  }

  /** A good copy may go at any instant from now on. */
  #promiseNothing(): void {
    for (const volume of this.world.volumes.values()) volume.mustNotFail = false;
  }

  #beginCommand(command: AdministratorCommand): void {
    this.#breakBegins(command);
    this.#promiseNothing();
    this.world.begin(command);
  }

  /** Only the disk that may be stale is there. It must be refused, or hold nothing that is older than it may be. */
  async #tryVictimAlone(victim: SimulatedDisk): Promise<void> {
    const { world } = this;
    for (const disk of world.disks) disk.present = disk === victim;
    this.#promiseNothing();
    const born = await world.importGroup();
    if (born.ok) {
      await readAllVolumes(this.world);
      this.#crash(false);
      this.#victim = null;
      victim.heal();
    }
    for (const disk of world.disks) disk.present = true;
  }

  /** `expected`: what was published last, when nothing was under way; a refused command must not reappear. */
  async #importAndRead(expected: GroupConfiguration | null): Promise<void> {
    const born = await this.world.importGroup();
    if (!born.ok) throw new Violation('import refused', `${born.error.code} ${JSON.stringify(born.error.evidence)}`);
    this.#breakEnds();
    this.#judgeTolerance();
    const found = describeVolumes(born.value.configuration);
    if (expected && describeVolumes(expected) !== found) {
      throw new Violation('refused command reappeared', `expected ${describeVolumes(expected)}, found ${found}`);
    }
    if (this.#random.chance(0.5)) await readAllVolumes(this.world);
  }

  async #healAndCheck(): Promise<void> {
    const { world } = this;
    await world.settle(
      () => [...world.volumes.values()].every((volume) => volume.inFlight === 0),
      drainLimitMilliseconds,
      'clients never fell quiet',
    );
    const reborn = this.#random.chance(0.5);
    if (reborn) this.#crash(this.#options.powerCuts);
    else await world.close();
    this.#deeds.newLife();
    for (const disk of world.disks) {
      disk.present = true;
      disk.heal();
      disk.faults.latencyMilliseconds = 0.5;
      disk.faults.synchronousChance = 0.9;
    }
    const born = await world.importGroup();
    if (!born.ok) throw new Violation('import refused', `after healing: ${born.error.code} ${JSON.stringify(born.error.evidence)}`);
    this.#breakEnds();
    this.#judgeTolerance();
    await this.#resumeAll();
    await this.#startAll();
    await readAllVolumes(this.world);
    await world.advance(statusDelayMilliseconds);
    await world.settle(
      () => (world.status?.tasks ?? []).every((task) => task.state !== 'running'),
      healLimitMilliseconds,
      'resynchronisation never ended',
    );
    await readAllVolumes(this.world);
    await world.close();
    for (const disk of world.disks) disk.faults.synchronousChance = 1;
    if (world.status) comparePlexes(world, world.status.configuration);
    if (this.#random.chance(0.3)) await this.#goApart();
  }

  /** Two hosts import one half each, by force, and go on. Put together again it is a fork, and neither half may win silently. */
  async #goApart(): Promise<void> {
    const { world } = this;
    const members = new Set(world.status?.configuration.disks.map((record) => record.lastAccess));
    const [first, ...others] = world.disks.filter((disk) => members.has(disk.name));
    if (others.length === 0) return;
    const home = { host: world.host, witnessSequence: world.witnessSequence, foreseenSequence: world.foreseenSequence };
    for (const disk of others) disk.present = false;
    world.host = { id: '00000000-0000-4000-a000-000000000002' as HostId, name: 'other' };
    world.witnessSequence = 0;
    world.foreseenSequence = 0;
    const away = await world.importGroup(true, true);
    if (!away.ok) throw new Violation('import refused', `by force: ${away.error.code}`);
    await world.close();
    for (const disk of world.disks) disk.present = disk !== first;
    world.host = home.host;
    world.witnessSequence = home.witnessSequence;
    world.foreseenSequence = home.foreseenSequence;
    const back = await world.importGroup(true);
    if (!back.ok) throw new Violation('import refused', `of the other half: ${back.error.code}`);
    await world.close();
    for (const disk of world.disks) disk.present = true;
    const joined = await world.importGroup(true, true);
    if (joined.ok || joined.error.code !== 'group.fork') {
      throw new Violation('fork not seen', joined.ok ? 'imported' : joined.error.code);
    }
  }

  async #resumeAll(): Promise<void> {
    for (const { id, endedAt } of this.world.runtime?.status().tasks ?? []) {
      if (endedAt === '') await this.world.askTask({ id, shownAs: '1', wish: { kind: 'resume' } });
    }
  }

  /** A stopped volume is not repaired; so that each can be judged, all run at the end. */
  async #startAll(): Promise<void> {
    for (const volume of this.world.status?.configuration.volumes ?? []) {
      await this.#command({ command: 'volume.start', group: groupName, volume: volume.name });
    }
  }
}
