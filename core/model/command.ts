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
}
export interface GroupDestroy {
  readonly command: 'group.destroy';
  readonly group: string;
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

export type DiskCommand = DiskAttach | DiskDetach | DiskRescan | DiskSet | DiskRenewIds;
export type GroupCommand = GroupInit | GroupAddDisk | GroupRemoveDisk | GroupRename | GroupDeport | GroupImport | GroupDestroy;
export type VolumeCommand =
  VolumeMake | VolumeDelete | VolumeRename | VolumeStart | VolumeStop | VolumeGrow | VolumeReadPolicy | VolumeAssign | VolumeAccess;
export type Command = DiskCommand | GroupCommand | VolumeCommand;
export type CommandName = Command['command'];
