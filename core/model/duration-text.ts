/** Spans of time for people: the two largest units, `4 min 12 s`. */
const units = [['d', 86_400_000], ['h', 3_600_000], ['min', 60_000], ['s', 1_000]] as const;

/** Less than a second is `less than 1 s`. */
export function formatDuration(milliseconds: number): string {
  let restMilliseconds = Math.max(0, milliseconds);
  const parts: string[] = [];
  for (const [unit, unitMilliseconds] of units) {
    const count = Math.floor(restMilliseconds / unitMilliseconds);
    restMilliseconds -= count * unitMilliseconds;
    if (count > 0) parts.push(`${count} ${unit}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? 'less than 1 s' : parts.join(' ');
}
