/**
 * `npm run bench`: the data path of the built `plexus serve` beside public servers, and what the host costs at rest.
 *
 *   node bench/run.mjs [--rounds N] [--seconds S] [--only WORD] [--folder DIR] [--disk-folder DIR] [--idle-seconds S]
 *
 * Each round runs every cell on every server, and turns their order; a figure is the median over the rounds. `--only`
 * keeps the cells whose name contains the word. Writes `results.md` beside this file, but for a run with `--only`.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../electron/build.mjs';
import { copyCells } from './copy-cells.mjs';
import { hostCells } from './host-cells.mjs';
import { loadCells } from './load-cells.mjs';
import { measureLoads } from './measure-loads.mjs';
import { measureCopies } from './measure-copies.mjs';
import { measureHost } from './measure-host.mjs';
import { startPeers } from './peers.mjs';
import { PlexusUnderTest } from './plexus-under-test.mjs';
import { report } from './report.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    folder: { type: 'string', default: '/dev/shm' },
    'disk-folder': { type: 'string', default: tmpdir() },
    'idle-seconds': { type: 'string', default: '60' },
  },
});
const options = {
  rounds: Number(values.rounds), seconds: Number(values.seconds), only: values.only, idleSeconds: Number(values['idle-seconds']),
};

const { failures } = process.env.PLEXUS_DIST === undefined ? await build() : { failures: [] };
for (const failed of failures) console.error(String(failed));

const folder = mkdtempSync(join(values.folder, 'plexus-bench-'));
const diskFolder = mkdtempSync(join(values['disk-folder'], 'plexus-bench-'));
const wanted = (cell) => cell.name.includes(options.only);
const loads = loadCells.filter(wanted);
const atHost = hostCells.filter(wanted);
const copies = copyCells.filter(wanted);
const ends = [() => rmSync(folder, { recursive: true, force: true }), () => rmSync(diskFolder, { recursive: true, force: true })];
const end = async () => {
  for (const run of ends.splice(0).reverse()) await run();
};
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void end().then(() => process.exit(1)));

/** A cell that cannot be measured is a missed bar with its reason; the others are measured all the same. */
async function attempt(cell, measure) {
  try {
    return await measure();
  } catch (error) {
    const [reason] = String(error.message).split('\n');
    return [{ workload: cell.name, ours: `not measured: ${reason}`, peer: '', ratio: '', bar: '', met: false, processor: '' }];
  }
}

try {
  const rows = [];
  if (loads.length > 0) {
    const plexus = await PlexusUnderTest.start(join(folder, 'loads'));
    ends.push(() => plexus.stop());
    const peers = await startPeers(join(folder, 'peers'), diskFolder, ends);
    const targets = { ...(await plexus.makeVolumes(diskFolder, peers.disk.uri)), ...peers };
    rows.push(...(await measureLoads(loads, targets, options, plexus)));
  }
  for (const cell of copies) rows.push(...(await attempt(cell, () => measureCopies(cell, join(folder, cell.folder), options))));
  for (const cell of atHost) rows.push(...(await attempt(cell, () => measureHost(cell, join(folder, cell.folder), options))));
  const text = report(rows, options);
  console.log(text);
  if (options.only === '') writeFileSync(new URL('results.md', import.meta.url), text);
} finally {
  await end();
}
