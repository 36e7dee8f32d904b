/** A real client (libnbd) that stays connected and answers one expression after the other. */
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { systemPath, until } from '../programs.ts';
import type { Stage } from '../stage.ts';

const program = (uri: string): string => `
import sys
h.connect_uri(${JSON.stringify(uri)})
print('connected', flush=True)
for line in sys.stdin:
    try:
        print('answer', eval(line), flush=True)
    except nbd.Error as error:
        print('error', error.errnum, flush=True)
`;

export class StayingClient {
  readonly #child: ChildProcessWithoutNullStreams;
  #said = '';

  private constructor(uri: string) {
    this.#child = spawn('nbdsh', ['-c', program(uri)], { env: { ...process.env, PATH: systemPath }, stdio: 'pipe' });
    const listen = (part: Buffer): void => { this.#said += part.toString(); };
    this.#child.stdout.on('data', listen);
    this.#child.stderr.on('data', listen);
    this.#child.stdin.on('error', () => undefined);
  }

  static async connect(stage: Pick<Stage, 'atEnd'>, uri: string): Promise<StayingClient> {
    const client = new StayingClient(uri);
    stage.atEnd(() => client.close());
    await until('the client is connected', () => client.#said.includes('connected') || client.#child.exitCode !== null);
    if (client.#child.exitCode !== null) throw new Error(`the client could not connect to ${uri}:\n${client.#said}`);
    return client;
  }

  /** `answer VALUE`, or `error NUMBER`, as Python prints them. `h` is the connection. */
  async do(expression: string): Promise<string> {
    const heard = this.#said.length;
    this.#child.stdin.write(`${expression}\n`);
    const answer = (): RegExpExecArray | null => /^(answer|error) .*$/m.exec(this.#said.slice(heard));
    await until(`an answer to ${expression}`, () => answer() !== null);
    return answer()?.[0] ?? '';
  }

  async close(): Promise<void> {
    this.#child.kill('SIGKILL');
    await until('the client is gone', () => this.#child.exitCode !== null || this.#child.signalCode !== null);
  }
}
