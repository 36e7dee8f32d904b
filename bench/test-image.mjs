/** Random bytes for volumes and the files of the peers: a sparse or repetitive image would make the measurements easy. */
import { createWriteStream, existsSync, truncateSync } from 'node:fs';
import { randomFillSync } from 'node:crypto';
import { join } from 'node:path';
import { once } from 'node:events';
import { run } from './programs.mjs';

const mebibyte = 1024 * 1024;

/** A file of random bytes, made once for each folder. */
export async function randomFile(folder, mebibytes) {
  const path = join(folder, `random-${mebibytes}`);
  if (existsSync(path)) return path;
  const stream = createWriteStream(path);
  for (let index = 0; index < mebibytes; index += 1) {
    if (!stream.write(randomFillSync(Buffer.alloc(mebibyte)))) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'close');
  truncateSync(path, mebibytes * mebibyte);
  return path;
}

/** Fills the export from its start to its end. */
export async function fillImage(uri, mebibytes, folder) {
  await run('nbdcopy', [await randomFile(folder, mebibytes), uri]);
}
