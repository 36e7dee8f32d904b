/** A host beside this one that runs, or is read, in this process: the sample, an inspection, a bundle. */
import type { Command } from '../../model/command.ts';
import type { Refusal } from '../../model/refusal.ts';
import type { Result } from '../../model/result.ts';
import type { OtherHostView } from '../../model/views.ts';
import type { Caller } from '../call-dispatch.ts';
import { openSession } from '../contract-session.ts';
import type { Access, SessionHost } from '../contract-session.ts';
import type { FrameTransport } from '../event-stream.ts';
import { parseFrame } from '../frame-lines.ts';
import type { OtherHost } from './other-host.ts';

export interface HostInside {
  readonly session: SessionHost;
  close(): Promise<void>;
}

/** Runs a command on a host that nobody listens to yet. */
export function runInside({ session }: HostInside, command: Command, access: Access): Promise<Result<unknown, Refusal>> {
  const caller: Caller = { ...access, subscribe: () => ({ resumed: false }), watchStatistics: () => undefined };
  return session.dispatch.call('command.run', { command }, caller);
}

export function hostInside(view: OtherHostView, { session, close }: HostInside, access: Access): OtherHost {
  return {
    view,
    open(carrier) {
      const transport: FrameTransport = {
        send: (frame) => carrier.send(JSON.stringify(frame)),
        get bufferedBytes() {
          return carrier.bufferedBytes;
        },
        whenDrained: (run) => carrier.whenDrained(run),
        close: () => carrier.close(),
      };
      const conversation = openSession(session, transport, access);
      return { take: (text) => conversation.take(parseFrame(text)), end: () => conversation.end() };
    },
    close: () => close(),
  };
}
