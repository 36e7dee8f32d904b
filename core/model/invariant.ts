/** Thrown when the program is wrong, never when the world is. The runtime that catches it stops its group. */
export class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant';
}

/** Stays on in what ships: an engine that no longer understands its own state must not go on writing. */
export function invariant(condition: boolean, meaning: string): asserts condition {
  if (!condition) throw new BrokenInvariant(meaning);
}

export function unreachable(value: never): never {
  throw new BrokenInvariant(`unexpected value ${JSON.stringify(value)}`);
}
