/** One console's conversation with another host over a line that is still to be opened. */
import { frameBytesMaximum } from '../protocol.ts';
import type { Refusal } from '../../model/refusal.ts';
import type { Result } from '../../model/result.ts';
import type { HostLine } from './host-line.ts';
import type { RelayedConversation, TextCarrier } from './text-carrier.ts';

/** `told` hears once whether the host was reached, and again when a line that was open ends by itself. */
export function relayLine(
  opening: Promise<Result<HostLine, Refusal>>, carrier: TextCarrier, told: { reached(): void; lost(fault: Refusal | null): void },
): RelayedConversation {
  let line: HostLine | null = null;
  let waiting: string[] = [];
  let waitingBytes = 0;
  let ended = false;
  const console: TextCarrier = {
    send: (text) => carrier.send(text),
    get bufferedBytes() {
      return carrier.bufferedBytes;
    },
    whenDrained: (run) => carrier.whenDrained(run),
    close: () => {
      if (!ended) told.lost(null);
      carrier.close();
    },
  };
  void opening.then((opened) => {
    if (!opened.ok) {
      told.lost(opened.error);
      carrier.close();
      return;
    }
    if (ended) return opened.value.close();
    line = opened.value;
    told.reached();
    line.join(console);
    for (const text of waiting) line.send(text);
    waiting = [];
  });
  return {
    take(text) {
      if (line !== null) return line.send(text);
      waitingBytes += text.length;
      if (waitingBytes > frameBytesMaximum) carrier.close();
      else waiting.push(text);
    },
    end() {
      ended = true;
      line?.close();
    },
  };
}
