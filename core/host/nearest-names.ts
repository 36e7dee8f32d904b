/** What a person probably meant: the names within a few slips of the one that was typed. */

const namesShownMaximum = 3;
/** Beyond this many candidates only prefixes are looked at, so that a typing error stays cheap in a large group. */
const comparedNamesMaximum = 5_000;

export function nearestNames(typed: string, names: readonly string[]): string[] {
  const wanted = typed.toLowerCase().slice(0, 64);
  const slips = Math.max(1, Math.floor(wanted.length / 3));
  const scored: { name: string; distance: number }[] = [];
  for (const name of names.slice(0, comparedNamesMaximum)) {
    const candidate = name.toLowerCase();
    const distance = wanted !== '' && candidate.startsWith(wanted) ? 0 : editDistance(wanted, candidate.slice(0, 64));
    if (distance <= slips) scored.push({ name, distance });
  }
  scored.sort((left, right) => left.distance - right.distance || left.name.localeCompare(right.name, 'en', { numeric: true }));
  return scored.slice(0, namesShownMaximum).map(({ name }) => name);
}

/** Letters to insert, delete or replace to get from one to the other. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_unused, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = previous[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[column]! + 1, current[column - 1]! + 1));
    }
    previous = current;
  }
  return previous[to.length]!;
}

/** The advice of a refusal for a name that does not exist. */
export function adviceForUnknown(kind: string, typed: string, names: readonly string[]): string {
  const near = nearestNames(typed, names);
  if (near.length > 0) return `Did you mean ${near.join(' or ')}?`;
  return names.length === 0 ? `There is no ${kind} yet.`
    : `Name one that there is: ${names.slice(0, 8).join(', ')}${names.length > 8 ? ', ...' : ''}.`;
}
