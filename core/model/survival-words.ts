/** `survives 1 disk`: what every place says of how many disks a volume may lose, whichever they are. */
export function survivalWords(disks: number): string {
  if (disks === 0) return 'survives no disk';
  return disks === 1 ? 'survives 1 disk' : `survives ${disks} disks`;
}
