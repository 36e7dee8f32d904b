/** For tests: the runtime's service in this thread, behind the same messages; each is cloned, as a thread would. */
import type { RuntimeChannel, StartRuntime } from './group-worker-link.ts';
import { RuntimeService } from './runtime-service.ts';

export interface TestRuntimes {
  readonly start: StartRuntime;
  /** What an error in the thread of this group would do. */
  kill(groupName: string): void;
}

export function testRuntimes(): TestRuntimes {
  const killers = new Map<string, () => void>();
  const start: StartRuntime = (groupName): RuntimeChannel => {
    let alive = true;
    let received: Parameters<RuntimeChannel['listen']>[0] = () => undefined;
    let ended: (reason: string) => void = () => undefined;
    const service = new RuntimeService((message) => {
      const copy = structuredClone(message);
      setImmediate(() => {
        if (alive) received(copy);
      });
    });
    const end = async (reason: string): Promise<void> => {
      if (!alive) return;
      alive = false;
      await service.end();
      setImmediate(() => ended(reason));
    };
    killers.set(groupName, () => void end('killed by the test'));
    return {
      post: (request) => void service.take(structuredClone(request)),
      listen: (onMessage, onEnd) => {
        received = onMessage;
        ended = onEnd;
      },
      terminate: () => end('terminated'),
    };
  };
  return { start, kill: (groupName) => killers.get(groupName)?.() };
}
