import { describe, expect, it } from 'vitest';
import { backgroundStart } from './background-host.ts';
import { nothingToOpen, readDesktopArguments } from './single-instance.ts';

describe('what is started to serve in the background', () => {
  it.each([true, false])('reads its own arguments back (packaged: %s)', (packaged) => {
    const { arguments: given } = backgroundStart('/opt/plexus', '/app', packaged, '/state');
    const words = given.slice(packaged ? 0 : 1);
    expect(readDesktopArguments(words, '/')).toEqual({ state: '/state', background: true, open: nothingToOpen });
  });

  it('names the program’s folder only where it is not packed into the executable', () => {
    expect(backgroundStart('/opt/plexus', '/app', false, '/state').arguments).toContain('/app');
    expect(backgroundStart('/opt/plexus', '/app', true, '/state').arguments).not.toContain('/app');
  });
});
