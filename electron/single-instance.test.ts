import { expect, it, vi } from 'vitest';
import { claimInstance, readDesktopArguments } from './single-instance.ts';

function fakeApp(first: boolean) {
  return { setPath: vi.fn(), requestSingleInstanceLock: vi.fn(() => first), on: vi.fn() };
}

it('locks by state folder: the lock is asked for after the folder is set', () => {
  const app = fakeApp(true);
  const onSecondStart = vi.fn();
  expect(claimInstance(app as never, '/state', onSecondStart)).toBe(true);
  expect(app.setPath).toHaveBeenCalledWith('userData', '/state/desktop');
  expect(app.setPath.mock.invocationCallOrder[0]).toBeLessThan(app.requestSingleInstanceLock.mock.invocationCallOrder[0] ?? 0);
  expect(app.on).toHaveBeenCalledWith('second-instance', onSecondStart);
});

it('a second start on the same folder gives way', () => {
  const app = fakeApp(false);
  expect(claimInstance(app as never, '/state', vi.fn())).toBe(false);
  expect(app.on).not.toHaveBeenCalled();
});

it.each([
  [['.', '--state', '/a'], { state: '/a', background: false }],
  [['--no-sandbox', '--state=/a', '--background'], { state: '/a', background: true }],
  [[], { state: undefined, background: false }],
])('reads %j', (given, read) => {
  expect(readDesktopArguments(given)).toEqual(read);
});
