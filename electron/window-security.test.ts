import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import {
  answerHeaders, consoleAddress, denyNavigation, denyPermissions, isConsoleAddress, isTrustedSender, windowPreferences,
} from './window-security.ts';

describe('a window', () => {
  it('is isolated, sandboxed and without Node', () => {
    expect(windowPreferences('/preload.cjs', true)).toMatchObject({
      contextIsolation: true, sandbox: true, nodeIntegration: false, nodeIntegrationInWorker: false, nodeIntegrationInSubFrames: false,
      webSecurity: true, webviewTag: false, devTools: false,
    });
    expect(windowPreferences('/preload.cjs', false).devTools).toBe(true);
  });

  it('loads nothing but its own files', () => {
    const policy = answerHeaders('text/html')['Content-Security-Policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/script-src[^;]*(unsafe|http|data)/);
  });

  it('is given no permission', () => {
    const session = { setPermissionRequestHandler: vi.fn(), setPermissionCheckHandler: vi.fn(), setDevicePermissionHandler: vi.fn() };
    denyPermissions(session);
    const answer = vi.fn();
    session.setPermissionRequestHandler.mock.calls[0]?.[0](null, 'media', answer);
    expect(answer).toHaveBeenCalledWith(false);
    expect(session.setPermissionCheckHandler.mock.calls[0]?.[0]()).toBe(false);
    expect(session.setDevicePermissionHandler.mock.calls[0]?.[0]()).toBe(false);
  });

  it('goes nowhere and opens nothing', () => {
    const handlers = new Map<string, (event: { preventDefault: () => void }) => void>();
    const setWindowOpenHandler = vi.fn();
    const on = (name: string, run: (event: { preventDefault: () => void }) => void) => handlers.set(name, run);
    const contents = { on, setWindowOpenHandler };
    denyNavigation(contents as unknown as Parameters<typeof denyNavigation>[0]);
    expect(setWindowOpenHandler.mock.calls[0]?.[0]()).toEqual({ action: 'deny' });
    expect([...handlers.keys()].sort()).toEqual(['will-attach-webview', 'will-frame-navigate', 'will-navigate', 'will-redirect']);
    for (const run of handlers.values()) {
      const preventDefault = vi.fn();
      run({ preventDefault });
      expect(preventDefault).toHaveBeenCalledOnce();
    }
  });
});

describe('a message', () => {
  it.each([
    [consoleAddress, null, true],
    ['https://example.org/', null, false],
    ['plexus-console://console.example.org/', null, false],
    ['file:///index.html', null, false],
    [consoleAddress, {}, false],
  ])('from %s with parent %o is trusted: %s', (url, parent, trusted) => {
    expect(isTrustedSender({ senderFrame: { url, parent } })).toBe(trusted);
  });

  it('from a frame that is gone is not trusted', () => {
    expect(isTrustedSender({ senderFrame: null })).toBe(false);
  });

  it('with nonsense for an address is not trusted', () => {
    expect(isConsoleAddress('not an address')).toBe(false);
  });
});

describe('the preload script', () => {
  it('exposes these functions and no more', () => {
    const source = readFileSync(new URL('./preload.ts', import.meta.url), 'utf8');
    const exposed = /exposeInMainWorld\('plexus', \{\n([\s\S]*?)\n\}\);/.exec(source)?.[1] ?? '';
    expect(exposed.match(/^ {2}(\w+):/gm)?.map((name) => name.trim())).toEqual(['requestPort:', 'send:', 'listen:', 'pathOf:']);
  });
});
