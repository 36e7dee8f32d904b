/** The servers to compare with, over files of the same size and in the same place as ours. */
import { closeSync, copyFileSync, ftruncateSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { pause, run, startServer } from './programs.mjs';
import { randomFile } from './test-image.mjs';

const uriOf = (socket) => `nbd+unix:///?socket=${socket}`;
const attempts = 100;
const remoteDiskMebibytes = 640;

async function answering(uri) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await run('nbdinfo', ['--size', uri]);
      return;
    } catch (error) {
      if (attempt === attempts) throw error;
      await pause(50);
    }
  }
}

async function start(program, words, socket, ends) {
  const server = startServer(program, words);
  ends.push(() => server.stop());
  await answering(uriOf(socket));
  return { uri: uriOf(socket), processId: server.processId, cachedFile: null };
}

function makeSparse(path, mebibytes) {
  const descriptor = openSync(path, 'w');
  ftruncateSync(descriptor, mebibytes * 1024 * 1024);
  closeSync(descriptor);
}

/** `ends` takes what stops them. `disk` is no peer: a disk of ours lies behind it. */
export async function startPeers(folder, diskFolder, ends) {
  mkdirSync(folder, { recursive: true });
  const at = (name) => join(folder, name);
  const file = await randomFile(folder, 1024);
  const cold = join(diskFolder, 'peer-cold');
  copyFileSync(file, cold);
  for (const leg of ['leg0', 'leg1']) copyFileSync(await randomFile(folder, 512), at(leg));
  makeSparse(at('disk.img'), remoteDiskMebibytes);
  const child = (index) => [
    `children.${index}.driver=raw`, `children.${index}.file.driver=file`, `children.${index}.file.filename=${at(`leg${index}`)}`,
  ].join(',');
  const quorum = `driver=quorum,vote-threshold=1,read-pattern=fifo,${child(0)},${child(1)}`;
  return {
    nbdkit: await start('nbdkit', ['-f', '-U', at('nbdkit'), 'file', file], at('nbdkit'), ends),
    'nbdkit-cold': { ...(await start('nbdkit', ['-f', '-U', at('cold'), 'file', cold], at('cold'), ends)), cachedFile: cold },
    disk: await start('nbdkit', ['-f', '-U', at('disk'), 'file', at('disk.img')], at('disk'), ends),
    quorum: await start('qemu-nbd', ['-t', '-e', '16', '-k', at('quorum'), '--image-opts', quorum], at('quorum'), ends),
  };
}
