/** Where every binary of the command line begins. */
import { connectHost } from '../host/client.ts';
import { exitCodes } from '../model/refusal.ts';
import { readSecret } from './read-secret.ts';
import { runTool } from './run-tool.ts';
import { calledTool } from './tools.ts';

const endOfOutput = 'EPIPE';

// Who reads our output may stop reading (`vxprint | head`): that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === endOfOutput ? process.exitCode ?? exitCodes.done : exitCodes.io);
});

const { tool, words } = calledTool(process.argv[1] ?? '', process.argv.slice(2));
process.exitCode = await runTool(tool, words, {
  terminal: {
    out: (line) => void process.stdout.write(`${line}\n`),
    error: (line) => void process.stderr.write(`${line}\n`),
    ...(process.stderr.isTTY ? { progress: (text: string) => void process.stderr.write(`\r\u001b[K${text}`) } : {}),
  },
  environment: process.env,
  directory: process.cwd(),
  readSecret: (prompt) => readSecret(process.stdin, prompt, (text) => void process.stderr.write(text)),
  connect: connectHost,
});
