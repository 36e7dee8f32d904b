/**
 * Stays with a host that runs in another process: when its connection ends, a new one is made as soon as the host answers
 * again, and the listener goes on with a fresh snapshot. Notifications, tray and taskbar hang on it.
 */
import type { EventListener, HostClient } from '../core/host/client.ts';
import type { Refusal } from '../core/model/refusal.ts';
import type { Result } from '../core/model/result.ts';

export const redialMilliseconds = 2_000;

export interface FollowedWorld {
  connect(): Promise<Result<HostClient, Refusal>>;
  after(delayMilliseconds: number, run: () => void): void;
}

export class FollowedHost {
  #client: HostClient;
  readonly #listener: EventListener;
  readonly #world: FollowedWorld;
  #ended = false;

  /** `client` is connected already. */
  constructor(client: HostClient, listener: EventListener, world: FollowedWorld) {
    this.#client = client;
    this.#listener = listener;
    this.#world = world;
    this.#follow();
  }

  /** The connection there is now; its calls are refused while there is none. */
  get client(): HostClient {
    return this.#client;
  }

  end(): void {
    this.#ended = true;
    this.#client.close();
  }

  #follow(): void {
    void this.#client.subscribe(this.#listener);
    void this.#client.ended.then(() => this.#redialLater());
  }

  #redialLater(): void {
    if (!this.#ended) this.#world.after(redialMilliseconds, () => void this.#redial());
  }

  async #redial(): Promise<void> {
    if (this.#ended) return;
    const connected = await this.#world.connect();
    if (!connected.ok) return this.#redialLater();
    this.#client = connected.value;
    if (this.#ended) this.#client.close();
    else this.#follow();
  }
}
