/** Where a disk stands, as far as people said so. */
export interface PlacementTags {
  readonly enclosure: string;
  readonly site: string;
}

/** Enclosures of two sites are two enclosures, whatever their names. */
export function enclosureKey(tags: PlacementTags): string {
  return `${tags.site}\n${tags.enclosure}`;
}

export function siteKey(tags: PlacementTags): string {
  return tags.site;
}
