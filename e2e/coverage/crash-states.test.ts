/** Crash states of short stories, so that `npm run coverage` counts what recovery from them reaches too; `npm test` judges many more. */
import { describe, expect, it } from 'vitest';
import { judgeCrashState } from '../../core/simulation/crash-judgement.ts';
import { live, sample, wordsOf } from '../../core/simulation/crash-sampler.ts';
import { sequencesOfLength } from '../../core/simulation/crash-steps.ts';
import { SeededRandom } from '../../core/simulation/seeded-random.ts';

const statesPerStory = 6;
const seed = 1;
const stories = [...sequencesOfLength(0), ...sequencesOfLength(1)].map((sequence, number) => ({
  sequence, words: wordsOf(sequence), delayMilliseconds: number % 2,
}));

describe('what a crash may leave', () => {
  it.each(stories)('of "$words" is recovered from', async ({ sequence, words, delayMilliseconds }) => {
    const lived = await live(sequence, delayMilliseconds);
    for (const sampled of sample(lived, statesPerStory, new SeededRandom(seed, words))) {
      await expect(judgeCrashState(sampled.state), sampled.what).resolves.not.toThrow();
    }
  });
});
