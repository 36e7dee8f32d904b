/**
 * Every command that changes something, as a value: what the CLI parses to, what the console sends, what a planner
 * plans, what a remedy proposes, and what the history notes. Names inside are what the person typed, already resolved
 * by the host where it must know (disks by host name, volumes by letter or path); planners resolve the rest.
 */

export interface DiskAttach {
  readonly command: 'disk.attach';
  readonly locations: readonly string[];
  readonly readOnly: boolean;
  readonly createBytes?: number | undefined;
}
export interface DiskDetach {
  readonly command: 'disk.detach';
  readonly disk: string;
}
export interface DiskRescan {
  readonly command: 'disk.rescan';
}
export interface DiskSet {
  readonly command: 'disk.set';
  readonly disk: string;
  readonly enclosure?: string | undefined;
  readonly site?: string | undefined;
  /** Takes the mark of earlier errors away, and their count. */
  readonly failing?: 'off' | undefined;
}
/** Looks at a failed or failing disk anew, opens it again, and takes it back into use. */
export interface DiskReactivate {
  readonly command: 'disk.reactivate';
  readonly disk: string;
}
/** Takes in disks of an imported group that another host wrote to last, where nothing on them contradicts the group. */
export interface DiskMerge {
  readonly command: 'disk.merge';
  readonly disks: readonly string[];
}
/** Takes over the size that an image or device of a group has now. */
export interface DiskResize {
  readonly command: 'disk.resize';
  readonly disk: string;
  /** What the host found; it does not believe anybody else's number. */
  readonly sizeBytes?: number | undefined;
}
/** Gives copied images ids of their own; all images of a copied group in one command stay one group. */
export interface DiskRenewIds {
  readonly command: 'disk.renewids';
  readonly locations: readonly string[];
}

export interface GroupInit {
  readonly command: 'group.init';
  readonly group: string;
  readonly disks: readonly string[];
  readonly force: boolean;
}
export interface GroupAddDisk {
  readonly command: 'group.adddisk';
  readonly group: string;
  readonly disks: readonly string[];
  readonly force: boolean;
}
export interface GroupRemoveDisk {
  readonly command: 'group.rmdisk';
  readonly group: string;
  readonly disks: readonly string[];
}
/** Another disk in the place of a member that is missing or broken. */
export interface GroupReplaceDisk {
  readonly command: 'group.repldisk';
  readonly group: string;
  readonly disk: string;
  readonly replacement: string;
  readonly force: boolean;
}
export interface GroupRename {
  readonly command: 'group.rename';
  readonly group: string;
  readonly newName: string;
}
export interface GroupDeport {
  readonly command: 'group.deport';
  readonly group: string;
  readonly newName?: string | undefined;
  readonly force: boolean;
}
export interface GroupImport {
  readonly command: 'group.import';
  readonly group: string;
  readonly newName?: string | undefined;
  readonly clearStamp: boolean;
  readonly force: boolean;
  readonly noAutoImport?: boolean | undefined;
  /** The id of a disk: the side of a fork that bears its newest configuration goes on, the others' writes are lost. */
  readonly selectedCopy?: string | undefined;
}
export interface GroupDestroy {
  readonly command: 'group.destroy';
  readonly group: string;
  readonly force: boolean;
}

/** One way: to the configuration version of this release. */
export interface GroupUpgrade {
  readonly command: 'group.upgrade';
  readonly group: string;
}
/** Writes the private regions of a lost group anew, from a backup. `disks` may say `Disk1=Harddisk3` where nothing else does. */
export interface DiskRestore {
  readonly command: 'disk.restore';
  /** As the host sees it. */
  readonly file: string;
  readonly disks: readonly string[];
  readonly force: boolean;
}

export type VolumeType = 'spanned' | 'stripe' | 'mirror';
export interface VolumeMake {
  readonly command: 'volume.make';
  readonly group: string;
  readonly volume: string;
  readonly sizeBytes: number | 'MAX';
  readonly type: VolumeType;
  /** Number of plexes; 1 unless mirrored. `type=stripe mirror=2` is the mirrored stripe. */
  readonly mirrors: number;
  readonly columns?: number | undefined;
  readonly stripeUnitBytes?: number | undefined;
  readonly driveLetter?: string | undefined;
  /** Log subdisks; without it a redundant volume gets two, each on a disk of its own. */
  readonly logs?: number | undefined;
  /** Only these disks when any is named. */
  readonly disks: readonly string[];
  readonly excludedDisks: readonly string[];
  /** False is `init=none`: the new space keeps whatever bytes the disks held. */
  readonly zeroed: boolean;
}
export interface VolumeDelete {
  readonly command: 'volume.delete';
  readonly group: string;
  readonly volume: string;
  readonly force: boolean;
}
export interface VolumeRename {
  readonly command: 'volume.rename';
  readonly group: string;
  readonly volume: string;
  readonly newName: string;
}
export interface VolumeStart {
  readonly command: 'volume.start';
  readonly group: string;
  readonly volume: string;
}
export interface VolumeStop {
  readonly command: 'volume.stop';
  readonly group: string;
  readonly volume: string;
  readonly force: boolean;
}
/** Exactly one of `byBytes` and `toBytes`. */
export interface VolumeGrow {
  readonly command: 'volume.grow';
  readonly group: string;
  readonly volume: string;
  readonly byBytes?: number | undefined;
  readonly toBytes?: number | undefined;
  readonly disks: readonly string[];
  readonly excludedDisks: readonly string[];
  readonly zeroed: boolean;
}
export interface VolumeReadPolicy {
  readonly command: 'volume.rdpol';
  readonly group: string;
  readonly volume: string;
  readonly policy: 'select' | 'round' | 'prefer';
  readonly plex?: string | undefined;
}
/** An empty letter takes the letter away. */
export interface VolumeAssign {
  readonly command: 'volume.assign';
  readonly group: string;
  readonly volume: string;
  readonly driveLetter: string;
}
export interface VolumeAccess {
  readonly command: 'volume.access';
  readonly group: string;
  readonly volume: string;
  readonly readOnly: boolean;
}
/** Adds plexes; without a type each is laid out like the volume. */
export interface VolumeMirror {
  readonly command: 'volume.mirror';
  readonly group: string;
  readonly volume: string;
  readonly mirrors: number;
  readonly type?: 'spanned' | 'stripe' | undefined;
  readonly columns?: number | undefined;
  readonly stripeUnitBytes?: number | undefined;
  /** Of a volume that becomes redundant; two when absent. */
  readonly logs?: number | undefined;
  readonly disks: readonly string[];
  readonly excludedDisks: readonly string[];
}
/** Without a plex or disks: one that is no good copy, else the youngest. */
export interface VolumeRemoveMirror {
  readonly command: 'volume.rmmirror';
  readonly group: string;
  readonly volume: string;
  readonly plex?: string | undefined;
  /** Every plex that lies on one of these. */
  readonly disks: readonly string[];
}
/** Makes one plex a volume of its own. */
export interface VolumeBreak {
  readonly command: 'volume.break';
  readonly group: string;
  readonly volume: string;
  readonly plex: string;
  readonly newName?: string | undefined;
  readonly driveLetter?: string | undefined;
}
export interface VolumeAddLog {
  readonly command: 'volume.addlog';
  readonly group: string;
  readonly volume: string;
  readonly logs: number;
  readonly disks: readonly string[];
  readonly excludedDisks: readonly string[];
}
/** Names of logs, or of disks that bear one; with none of them, one log goes. */
export interface VolumeRemoveLog {
  readonly command: 'volume.rmlog';
  readonly group: string;
  readonly volume: string;
  readonly logs: readonly string[];
}
/** Compares its plexes; with `from`, those that differ are written anew from that plex. */
export interface VolumeVerify {
  readonly command: 'volume.verify';
  readonly group: string;
  readonly volume: string;
  readonly from?: string | undefined;
}

/** Out of use by hand, and back. */
export interface PlexOff {
  readonly command: 'plex.off';
  readonly group: string;
  readonly plexes: readonly string[];
}
export interface PlexOn {
  readonly command: 'plex.on';
  readonly group: string;
  readonly plexes: readonly string[];
}
export type PlexClaim = 'clean' | 'active' | 'stale' | 'empty';
/** The administrator's word for the state of plexes of one stopped volume. */
export interface PlexFix {
  readonly command: 'plex.fix';
  readonly group: string;
  readonly claim: PlexClaim;
  readonly plexes: readonly string[];
}

export type DiskCommand =
  | DiskAttach | DiskDetach | DiskRescan | DiskSet | DiskReactivate | DiskMerge | DiskResize | DiskRenewIds | DiskRestore;
export type PlexCommand = PlexOff | PlexOn | PlexFix;
export type GroupCommand =
  GroupInit | GroupAddDisk | GroupRemoveDisk | GroupReplaceDisk | GroupRename | GroupDeport | GroupImport | GroupDestroy
  | GroupUpgrade;
export type VolumeCommand =
  VolumeMake | VolumeDelete | VolumeRename | VolumeStart | VolumeStop | VolumeGrow | VolumeReadPolicy | VolumeAssign | VolumeAccess
  | VolumeMirror | VolumeRemoveMirror | VolumeBreak | VolumeAddLog | VolumeRemoveLog | VolumeVerify;
export type Command = DiskCommand | GroupCommand | PlexCommand | VolumeCommand;
export type CommandName = Command['command'];
