import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it, vi } from 'vitest';
import type { ConnectionListener } from './connection.ts';
import { dialsOfThisPage } from './connection.ts';

interface Asked {
  readonly key: string;
  readonly request: number;
}

/** A page of the desktop program: what it asked for, and a way to answer. */
function desktopPage() {
  const asked: Asked[] = [];
  const page = new EventTarget() as Window & { plexus?: unknown };
  page.plexus = { requestPort: (key: string, request: number) => asked.push({ key, request }) };
  const answer = (request: number, port: unknown, source: unknown = page): void => {
    const event = new Event('message');
    Object.assign(event, { source, data: { port: 'plexus:port', request }, ports: [port] });
    page.dispatchEvent(event);
  };
  return { page, asked, answer };
}

function listener(): ConnectionListener {
  return { opened: vi.fn(), frame: vi.fn(), closed: vi.fn() };
}

describe('in the desktop program', () => {
  it('each host has its own port, whichever comes first', async () => {
    const { page, asked, answer } = desktopPage();
    const dial = dialsOfThisPage(page);
    const [own, atlas] = [listener(), listener()];
    dial('local')(own);
    const connection = dial('atlas')(atlas);
    expect(asked.map(({ key }) => key)).toEqual(['', 'atlas']);
    const channel = new MessageChannel();
    answer(asked[1]!.request, channel.port1);
    expect(own.opened).not.toHaveBeenCalled();
    expect(atlas.opened).toHaveBeenCalledOnce();
    const heard = new Promise((resolve) => channel.port2.once('message', resolve));
    connection.send({ hello: 1 });
    expect(await heard).toEqual({ hello: 1 });
    channel.port2.postMessage(null);
    await vi.waitFor(() => expect(atlas.closed).toHaveBeenCalledOnce());
    expect(own.closed).not.toHaveBeenCalled();
  });

  it('takes no port from another page', () => {
    const { page, asked, answer } = desktopPage();
    const own = listener();
    dialsOfThisPage(page)('local')(own);
    answer(asked[0]!.request, new MessageChannel().port1, {});
    expect(own.opened).not.toHaveBeenCalled();
  });

  it('a port that comes too late is given back', () => {
    const { page, asked, answer } = desktopPage();
    const own = listener();
    dialsOfThisPage(page)('local')(own).close();
    const port = { close: vi.fn() };
    answer(asked[0]!.request, port);
    expect(port.close).toHaveBeenCalledOnce();
    expect(own.opened).not.toHaveBeenCalled();
  });
});
