/** Waiting for what the kernel does in its own time and tells nobody. */

const stepMilliseconds = 20;

/** Looks again and again until it is so; false when it was not within the limit. */
export async function becomesTrue(condition: () => boolean, limitMilliseconds: number): Promise<boolean> {
  for (let waited = 0; waited <= limitMilliseconds; waited += stepMilliseconds) {
    if (condition()) return true;
    await new Promise((resolve) => setTimeout(resolve, stepMilliseconds));
  }
  return condition();
}
