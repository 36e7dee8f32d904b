/** The rows of a run as a page. Machine facts without host names and paths, so that it may be shown to anyone. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';

function commit() {
  try {
    const name = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
    return execFileSync('git', ['status', '--porcelain'], { encoding: 'utf8' }) === '' ? name : `${name}, with changes`;
  } catch {
    return 'unknown';
  }
}

function versionOf(program, pattern) {
  try {
    return pattern.exec(execFileSync(program, ['--version'], { encoding: 'utf8' }))?.[1] ?? 'unknown';
  } catch {
    return 'not installed';
  }
}

const reasonsFile = new URL('reasons.md', import.meta.url);

/** What a row compares, without its figures: `4k randwrite QD16, mirror, plain`. */
function cellOf({ workload, ours, peer }) {
  return [workload, ...[ours, peer].map((text) => text.replace(/\s*\d.*$/, ''))].filter((part) => part !== '').join(', ');
}

/** The sections of `reasons.md`, each headed by the cell that it speaks of. */
export function readReasons(text) {
  const sections = text.split(/^## /m).slice(1);
  return new Map(sections.map((section) => {
    const end = section.indexOf('\n');
    return [section.slice(0, end).trim(), section.slice(end).trim()];
  }));
}

/** Under each missed bar only: a reason of a bar that is met is of no interest to anyone. */
export function reasonLines(rows, reasons) {
  const missed = rows.filter(({ met }) => !met);
  if (missed.length === 0) return '';
  const lines = missed.map((row) => {
    const reason = reasons.get(cellOf(row))?.replace(/\s+/g, ' ') ?? 'no reason written down.';
    return `- **${cellOf(row)}** (${row.ratio === '' ? row.ours : row.ratio}, bar ${row.bar}): ${reason}`;
  });
  return `\n## Why bars are missed\n\n${lines.join('\n')}\n`;
}

export function report(rows, options) {
  const processors = cpus();
  const missed = rows.filter(({ met }) => !met).length;
  const table = rows.map(({ workload, ours, peer, ratio, bar, met, processor }) =>
    `| ${workload} | ${ours} | ${peer} | ${ratio} | ${bar} | ${met ? 'met' : '**missed**'} | ${processor} |`);
  const processor = processors[0]?.model.trim() ?? 'unknown processor';
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GiB of memory`;
  const load = loadavg().map((value) => value.toFixed(1)).join(' ');
  const peers = `nbdkit ${versionOf('nbdkit', /nbdkit (\S+)/)}, qemu-nbd ${versionOf('qemu-nbd', /qemu-nbd (\S+)/)}`;
  return `# Benchmarks

${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, commit ${commit()}, made by \`npm run bench\`.

Machine: ${processors.length} x ${processor}, ${memory}, ${process.platform} ${process.arch}, Node ${process.versions.node}; load
average at the end ${load}. Peers: ${peers}; load by fio ${versionOf('fio', /fio-(\S+)/)} and nbdcopy.

Median of ${options.rounds} interleaved rounds, ${options.seconds} s a cell, Unix socket, page cache hot unless said. Ratio: ours to the
peer's, measured side by side. CPU: microseconds of server time for each request (nbdcopy: each MiB), ours / peer's; on a
busy machine it says more than the rates. ${missed === 0 ? 'Every bar is met.' : `${missed} of ${rows.length} bars missed.`}

| workload | ours | peer | ratio | bar | | CPU us |
|---|---|---|---|---|---|---|
${table.join('\n')}
${reasonLines(rows, readReasons(readFileSync(reasonsFile, 'utf8')))}`;
}
