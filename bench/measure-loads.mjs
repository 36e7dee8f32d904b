/** Runs the cells of `load-cells.mjs` in rounds and turns the figures into rows of the report. */
import { pause, processorSeconds, run } from './programs.mjs';
import { randomFile } from './test-image.mjs';

const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
const copiedMebibytes = 1024;

/** `targets` by name: `{ uri, processId, cachedFile }`. */
export async function measureLoads(cells, targets, options, plexus) {
  const samples = new Map();
  const note = (cell, server, sample) => {
    const key = `${cell.name}/${server}`;
    samples.set(key, [...(samples.get(key) ?? []), sample]);
  };
  for (let round = 0; round < options.rounds; round += 1) {
    for (const cell of cells) {
      if (cell.kind === 'busy') {
        await runBusy(cell, targets[cell.server], options, plexus, note);
        continue;
      }
      const servers = [...new Set(cell.comparisons.flatMap(({ ours, peer }) => [ours, peer]))];
      if (round % 2 === 1) servers.reverse();
      for (const server of servers) note(cell, server, await runOnce(cell, targets[server], options, plexus));
    }
    console.error(`round ${round + 1} of ${options.rounds} is done`);
  }
  const of = (cell, server, field) => median((samples.get(`${cell.name}/${server}`) ?? []).map((sample) => sample[field]));
  return cells.flatMap((cell) => (cell.kind === 'busy' ? busyRows(cell, of) : loadRows(cell, of)));
}

async function runOnce(cell, target, options, plexus) {
  if (cell.kind === 'fio') return runFio(cell, target, options);
  const file = await randomFile(plexus.folder, copiedMebibytes);
  const ends = cell.kind === 'copy-out' ? [target.uri, 'null:'] : [file, target.uri];
  const began = performance.now();
  const cpu = processorSeconds(target.processId);
  await run('nbdcopy', ['--connections=2', ...ends]);
  const seconds = (performance.now() - began) / 1000;
  return { rate: copiedMebibytes / seconds, microseconds: ((processorSeconds(target.processId) - cpu) * 1e6) / copiedMebibytes, p99: 0 };
}

/** The load of one cell as fio takes it; what it counted comes back. */
export async function runFio(cell, target, options) {
  // The marks of regions that nobody writes go after a few seconds.
  if (cell.restSeconds !== undefined) await pause(cell.restSeconds * 1000);
  if (cell.cold === true) await run('dd', [`if=${target.cachedFile}`, 'iflag=nocache', 'count=0', 'status=none']);
  const cpu = processorSeconds(target.processId);
  const output = await run('fio', [
    '--name=bench', '--ioengine=nbd', `--uri=${target.uri}`, `--rw=${cell.access}`, `--bs=${cell.blockSize}`, `--iodepth=${cell.depth}`,
    '--time_based', `--ramp_time=${cell.rampSeconds ?? 0}`, `--runtime=${cell.seconds ?? options.seconds}`,
    `--size=${cell.sizeMebibytes ?? 512}m`, '--norandommap', '--randrepeat=0', '--output-format=json',
  ]);
  const used = processorSeconds(target.processId) - cpu;
  const job = JSON.parse(output.slice(output.indexOf('{'))).jobs[0];
  const side = cell.access.includes('read') ? job.read : job.write;
  return { rate: side.iops, microseconds: (used * 1e6) / Math.max(1, side.total_ios), p99: side.clat_ns.percentile['99.000000'] / 1000 };
}

async function runBusy(cell, target, options, plexus, note) {
  note(cell, 'idle', await runFio(cell, target, options));
  plexus.turnBusy();
  note(cell, 'busy', await runFio(cell, target, options));
  plexus.turnBusy();
}

function loadRows(cell, of) {
  return cell.comparisons.map(({ ours, peer, bar, aim }) => {
    const ratio = of(cell, ours, 'rate') / of(cell, peer, 'rate');
    const unit = cell.kind === 'fio' ? (rate) => `${(rate / 1000).toFixed(1)}k/s` : (rate) => `${rate.toFixed(0)} MiB/s`;
    return {
      workload: cell.name, ours: `${ours} ${unit(of(cell, ours, 'rate'))}`, peer: `${peer} ${unit(of(cell, peer, 'rate'))}`,
      ratio: ratio.toFixed(2), bar: bar === 0 ? 'told only' : aim === null ? `${bar}` : `${bar} (aim ${aim})`, met: ratio >= bar,
      processor: `${of(cell, ours, 'microseconds').toFixed(1)} / ${of(cell, peer, 'microseconds').toFixed(1)}`,
    };
  });
}

function busyRows(cell, of) {
  const rate = of(cell, 'busy', 'rate') / of(cell, 'idle', 'rate');
  const late = of(cell, 'busy', 'p99') / of(cell, 'idle', 'p99');
  const common = { workload: cell.name, processor: '' };
  const thousand = (server) => `${(of(cell, server, 'rate') / 1000).toFixed(1)}k/s`;
  const micro = (server) => `p99 ${of(cell, server, 'p99').toFixed(0)} us`;
  const both = (show) => ({ ours: `busy ${show('busy')}`, peer: `idle ${show('idle')}` });
  return [
    { ...common, ...both(thousand), ratio: rate.toFixed(2), bar: '0.45', met: rate >= 0.45 },
    { ...common, ...both(micro), ratio: late.toFixed(2), bar: 'at most 3', met: late <= 3 },
  ];
}
