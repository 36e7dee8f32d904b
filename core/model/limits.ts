/** Every bound of the product has a name here or beside the code that keeps it. Bytes unless named otherwise. */
export const kibibyte = 1024;
export const mebibyte = 1024 * kibibyte;
export const gibibyte = 1024 * mebibyte;
export const tebibyte = 1024 * gibibyte;
export const sectorBytes = 512;

export const privateRegionBytes = 32 * mebibyte;
export const privateRegionSmallBytes = 4 * mebibyte;
/** Disks below this size carry the small private region. */
export const smallDiskBytes = gibibyte;
export const smallestDiskBytes = 16 * mebibyte;

/** Subdisks begin and end on this border unless told otherwise. */
export const subdiskAlignmentBytes = mebibyte;
export const stripeUnitDefaultBytes = 64 * kibibyte;
export const stripeUnitMinimumBytes = 4 * kibibyte;
export const stripeUnitMaximumBytes = 16 * mebibyte;

export const plexesPerVolumeMaximum = 32;
export const columnsPerPlexMaximum = 256;
export const subdisksPerDiskMaximum = 4096;
export const volumesPerGroupMaximum = 4096;
export const disksPerGroupMaximum = 1024;
export const holdersMaximum = 8;
/** A log subdisk of a volume: its intent map, and the maps of what detached plexes missed. */
export const logBytes = mebibyte;
export const logsDefault = 2;
export const logsPerVolumeMaximum = 8;
/** A region of a map: a power of two, as small as the number of regions allows. */
export const mapRegionMinimumBytes = 256 * kibibyte;
export const mapRegionsMaximum = 65536;
/** Maps that one log subdisk holds; slot 0 is the intent map. */
export const mapSlotsPerLog = 84;
export const nameLengthMaximum = 31;
export const volumeBytesMaximum = 256 * tebibyte;
