/** A host that only talks: serves the built console and answers its first frames with given objects, then sends what it is told to. */
import { readFileSync, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer } from 'ws';

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
/** The version of the contract that the console speaks. */
const protocol = 1;

/** `folder` holds the built console. Resolves with its address, `change(put)` and `close()`. */
export async function talkingHost(folder, objects) {
  const snapshot = JSON.stringify({ snapshot: { sequence: 0, objects } });
  const sockets = new Set();
  let sequence = 0;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = join(folder, normalize(pathname === '/' ? 'index.html' : pathname));
    if (!existsSync(file)) return response.writeHead(404).end();
    return response.writeHead(200, { 'Content-Type': types[extname(file)] ?? 'application/octet-stream' }).end(readFileSync(file));
  });
  new WebSocketServer({ server }).on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data));
      if ('hello' in frame) {
        const greeting = { protocol, version: '0.1.0', hostId: 'h', hostRun: 'run', role: 'administrator', user: 'bench' };
        socket.send(JSON.stringify({ hello: greeting }));
      } else if (frame.call === 'events.subscribe') {
        socket.send(JSON.stringify({ id: frame.id, ok: true, value: {} }));
        socket.send(snapshot);
      } else socket.send(JSON.stringify({ id: frame.id, ok: true, value: frame.call === 'hosts.list' ? { hosts: [] } : {} }));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    change: (put) => {
      sequence += 1;
      const text = JSON.stringify({ change: { sequence, put, remove: [] } });
      for (const socket of sockets) socket.send(text);
    },
    close: () => {
      for (const socket of sockets) socket.terminate();
      server.close();
    },
  };
}
