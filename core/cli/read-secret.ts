/** A password from the terminal, without an echo, or from the first line of standard input. */
import type { ReadStream } from 'node:tty';

/** As the contract takes it. */
export const secretLengthMaximum = 1024;

export async function readSecret(input: NodeJS.ReadStream, prompt: string, say: (text: string) => void): Promise<string> {
  if (!input.isTTY) return firstLine(input);
  say(prompt);
  input.setRawMode(true);
  try {
    return await typed(input);
  } finally {
    input.setRawMode(false);
    input.pause();
    say('\n');
  }
}

async function firstLine(input: NodeJS.ReadStream): Promise<string> {
  let text = '';
  for await (const chunk of input) {
    text += String(chunk);
    if (text.includes('\n') || text.length > secretLengthMaximum) break;
  }
  return (text.split('\n', 1)[0] ?? '').replace(/\r$/, '');
}

const interrupt = '\u0003';
const endOfInput = '\u0004';

function typed(input: ReadStream): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const take = (chunk: Buffer): void => {
      for (const key of chunk.toString('utf8')) {
        if (key === interrupt) process.kill(process.pid, 'SIGINT');
        if (key === '\r' || key === '\n' || key === endOfInput || key === interrupt) {
          input.off('data', take);
          return resolve(key === interrupt ? '' : text);
        }
        if (key === '\u007f' || key === '\b') text = [...text].slice(0, -1).join('');
        else if (text.length < secretLengthMaximum) text += key;
      }
    };
    input.on('data', take);
  });
}
