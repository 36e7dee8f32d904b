import { describe, expect, it, vi } from 'vitest';
import { claimInstance, nothingToOpen, readDesktopArguments, readOpenRequest } from './single-instance.ts';

function fakeApp(first: boolean) {
  return { setPath: vi.fn(), requestSingleInstanceLock: vi.fn((_data: unknown) => first), on: vi.fn() };
}

describe('the lock', () => {
  it('goes by state folder: it is asked for after the folder is set', () => {
    const app = fakeApp(true);
    expect(claimInstance(app as never, '/state', nothingToOpen, vi.fn())).toBe(true);
    expect(app.setPath).toHaveBeenCalledWith('userData', '/state/desktop');
    expect(app.setPath.mock.invocationCallOrder[0]).toBeLessThan(app.requestSingleInstanceLock.mock.invocationCallOrder[0] ?? 0);
  });

  it('a second start gives way, and hands over what it was asked to open', () => {
    const [first, second] = [fakeApp(true), fakeApp(false)];
    const onSecondStart = vi.fn();
    claimInstance(first as never, '/state', nothingToOpen, onSecondStart);
    const request = { address: 'plexus://atlas/VMDG', files: ['/images/a'] };
    expect(claimInstance(second as never, '/state', request, vi.fn())).toBe(false);
    expect(second.on).not.toHaveBeenCalled();
    const [, heard] = first.on.mock.calls[0] as [string, (event: unknown, words: string[], folder: string, sent: unknown) => void];
    heard({}, ['--whatever'], '/', second.requestSingleInstanceLock.mock.calls[0]?.[0]);
    expect(onSecondStart).toHaveBeenCalledWith(request);
  });

  it.each([
    [null], ['x'], [{}], [{ address: 5, files: [] }], [{ address: null, files: ['relative'] }], [{ address: null, files: [], more: 1 }],
    [{ address: null, files: Array.from({ length: 65 }, () => '/a') }],
  ])('takes nothing from %j', (sent) => {
    expect(readOpenRequest(sent)).toEqual(nothingToOpen);
  });

  it('reads a link again that another process has read', () => {
    expect(readOpenRequest({ address: 'plexus://a?delete', files: ['/a'] })).toEqual({ address: null, files: ['/a'] });
  });
});

it.each([
  [['--state', '/a'], { state: '/a', background: false, open: nothingToOpen }],
  [['--no-sandbox', '--state=/a', '--background'], { state: '/a', background: true, open: nothingToOpen }],
  [[], { state: undefined, background: false, open: nothingToOpen }],
  [['disk.img', '--state', '/a', '/images/b'], {
    state: '/a', background: false, open: { address: null, files: ['/here/disk.img', '/images/b'] },
  }],
  [['plexus://atlas/VMDG'], { state: undefined, background: false, open: { address: 'plexus://atlas/VMDG', files: [] } }],
  [['plexus:delete', 'PLEXUS://x?y'], { state: undefined, background: false, open: nothingToOpen }],
])('reads %j', (given, read) => {
  expect(readDesktopArguments(given, '/here')).toEqual(read);
});
