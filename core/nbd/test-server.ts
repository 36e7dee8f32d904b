/** A server with one volume over a layer of the tests, on a socket of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invariant } from '../model/invariant.ts';
import type { VolumeId } from '../model/identity.ts';
import type { Layer } from '../volume/layer.ts';
import { NbdServer } from './server.ts';
import { TestClient } from './test-client.ts';

export const volumeId = 'b7e1f6a0-3f0c-4c5e-9f57-5f2a6f1f0a01' as VolumeId;
export const volumeName = 'DG1/Vol1';

export interface Stage {
  readonly server: NbdServer;
  readonly path: string;
  /** What the server logged. */
  readonly log: string[];
  publish(layer: Layer, readOnly?: boolean, name?: string): void;
  attach(structured?: boolean): Promise<TestClient>;
  close(): Promise<void>;
}

export async function openStage(layer: Layer): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'plexus-nbd-'));
  const log: string[] = [];
  const server = new NbdServer({ write: (_severity, message) => log.push(message) });
  const path = join(folder, 'group.sock');
  const listening = await server.listenUnix(path);
  invariant(listening.ok, 'the test has a socket');
  const publish = (published: Layer, readOnly = false, name = volumeName): void => {
    server.publish({ volumeId, names: [name, volumeId], description: 'a test', layer: published, readOnly });
  };
  publish(layer);
  const clients: TestClient[] = [];
  return {
    server, path, log, publish,
    attach: async (structured = false) => {
      const client = await TestClient.attach(path, volumeName, structured);
      clients.push(client);
      return client;
    },
    close: async () => {
      for (const client of clients) client.socket.destroy();
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}
