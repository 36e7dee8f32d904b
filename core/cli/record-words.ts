/** The words that the classic records use for what our objects say: kernel states, modes, layouts, sectors. */
import { sectorBytes } from '../model/limits.ts';
import type { DiskView, LogView, PlexView, VolumeView } from '../model/views.ts';

export function sectors(bytes: number): string {
  return String(Math.floor(bytes / sectorBytes));
}

export type KernelState = 'ENABLED' | 'DETACHED' | 'DISABLED';

/** ENABLED serves reads and writes, DISABLED nothing. */
export function volumeKernelState(volume: VolumeView): KernelState {
  return volume.started ? 'ENABLED' : 'DISABLED';
}

/** DETACHED: its volume is served, and this plex takes no part. */
export function plexKernelState(plex: PlexView, volume: VolumeView): KernelState {
  if (!volume.started) return 'DISABLED';
  return plex.state === 'STALE' || plex.state === 'OFFLINE' || plex.flags.includes('NODEVICE') ? 'DETACHED' : 'ENABLED';
}

/** DETACHED: it misses marks, and is written anew before it is believed. */
export function logKernelState(log: LogView, volume: VolumeView, disk: DiskView | undefined): KernelState {
  if (!volume.started) return 'DISABLED';
  return log.state === 'ACTIVE' && subdiskMode(disk) === 'ENA' ? 'ENABLED' : 'DETACHED';
}

/** A plex whose disk is gone is shown by that, as long as it is. */
export function plexStateWord(plex: PlexView): string {
  return plex.flags.includes('NODEVICE') ? 'NODEVICE' : plex.state;
}

/** RW, RO, or WO for a plex that is being attached. */
export function plexMode(plex: PlexView, volume: VolumeView): string {
  if (plex.state === 'TEMPRMSD') return 'WO';
  return volume.readOnly ? 'RO' : 'RW';
}

export function plexLayoutWord(plex: PlexView): string {
  return plex.layout === 'striped' ? 'STRIPE' : 'CONCAT';
}

/** Columns and stripe unit, `3/128`; a dash when there are none. */
export function plexColumnsWord(plex: PlexView): string {
  return plex.layout === 'striped' ? `${plex.columns}/${sectors(plex.stripeUnitBytes)}` : '-';
}

export function subdiskMode(disk: DiskView | undefined): string {
  if (disk === undefined || disk.status === 'missing') return 'NDEV';
  return disk.status === 'failed' ? 'FAIL' : 'ENA';
}

export function diskStateWord(disk: DiskView): string {
  if (disk.status === 'missing') return 'NODEVICE';
  if (disk.status === 'failed') return 'FAILED';
  return disk.errors > 0 ? 'FAILING' : '-';
}

export function diskTypeWord(disk: DiskView): string {
  return { 'image file': 'file', 'block device': 'device', remote: 'nbd' }[disk.type];
}
