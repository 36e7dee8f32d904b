import { describe, expect, it } from 'vitest';
import { backgroundStart } from './background-host.ts';
import { readDesktopArguments } from './single-instance.ts';

describe('what is started to serve in the background', () => {
  it.each([true, false])('reads its own arguments back (packaged: %s)', (packaged) => {
    const { arguments: given } = backgroundStart('/opt/plexus', '/app', packaged, '/state');
    expect(readDesktopArguments(['/opt/plexus', ...given])).toEqual({ state: '/state', background: true });
  });

  it('names the program’s folder only where it is not packed into the executable', () => {
    expect(backgroundStart('/opt/plexus', '/app', false, '/state').arguments).toContain('/app');
    expect(backgroundStart('/opt/plexus', '/app', true, '/state').arguments).not.toContain('/app');
  });
});
