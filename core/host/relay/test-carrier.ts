/** For tests: the console's end of a relayed conversation, which keeps what it hears. */
import type { HostFrame } from '../contract.ts';
import { protocolVersion } from '../protocol.ts';
import { until } from '../test-folder.ts';
import type { Relay, RelayedConversation, TextCarrier } from './text-carrier.ts';

export class TestCarrier implements TextCarrier {
  readonly heard: string[] = [];
  closed = false;
  bufferedBytes = 0;
  #drained: (() => void)[] = [];
  #conversation: RelayedConversation | null = null;

  /** Opens the conversation and greets, as a console does. */
  static greet(relay: Relay, key: string): TestCarrier {
    const carrier = new TestCarrier();
    carrier.#conversation = relay.open(key, carrier);
    carrier.say({ hello: protocolVersion });
    return carrier;
  }

  say(frame: unknown): void {
    this.#conversation?.take(JSON.stringify(frame));
  }

  frames(): HostFrame[] {
    return this.heard.map((text) => JSON.parse(text) as HostFrame);
  }

  async answer(id: number, call: string, input: unknown): Promise<Extract<HostFrame, { id: number }>> {
    this.say({ id, call, input });
    let answer: Extract<HostFrame, { id: number }> | undefined;
    await until(() => {
      answer = this.frames().find((frame) => 'id' in frame && frame.id === id) as typeof answer;
      return answer !== undefined || this.closed;
    }, `${call} is answered`);
    if (answer === undefined) throw new Error(`${call} was not answered: the conversation was closed`);
    return answer;
  }

  send(text: string): void {
    this.heard.push(text);
  }

  whenDrained(run: () => void): void {
    this.#drained.push(run);
  }

  drain(): void {
    this.bufferedBytes = 0;
    for (const run of this.#drained.splice(0)) run();
  }

  close(): void {
    this.closed = true;
    this.#conversation?.end();
  }
}
