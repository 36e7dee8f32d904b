/**
 * How fast the console is with 10,000 disks and 100,000 subdisks: `npm run bench:console [-- --seconds N]`. It needs a
 * Chromium, and writes bench/console-results.md. Judged by eye and by the bars; it fails nothing.
 */
/* global window */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';
import { buildSync } from 'esbuild';
import { talkingHost } from './console-host.mjs';
import { largeHost, size, volume } from './console-objects.mjs';

const root = resolve(import.meta.dirname, '..');
const dist = resolve(process.env.PLEXUS_DIST ?? join(root, 'dist'));
const seconds = Number(process.argv[process.argv.indexOf('--seconds') + 1]) || 60;
const changesPerSecond = 50;
const viewport = { width: 1280, height: 800 };

/** The specs' own browser; its file is TypeScript, which Node cannot load as it is. */
async function browserOfSpecs() {
  const outfile = join(dist, 'bench/chromium.mjs');
  buildSync({
    entryPoints: [join(root, 'e2e/browser/chromium.ts')], outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external',
  });
  const { chromiumArguments, chromiumPath } = await import(pathToFileURL(outfile).href);
  return chromium.launch({ executablePath: chromiumPath(), args: chromiumArguments() });
}

const rows = [];
function row(what, value, unit, bar, worked = null) {
  const text = (number) => `${Math.round(number * 10) / 10} ${unit}`;
  const own = worked === null ? '' : text(worked);
  const verdict = value <= bar ? 'met' : '**missed**';
  rows.push({
    what, value: text(value), worked: own, bar: bar === null ? '' : `${bar} ${unit}`, verdict: bar === null ? '' : verdict,
  });
  console.log(`${what}: ${text(value)}${own === '' ? '' : `, worked ${own}`}${bar === null ? '' : ` (bar ${bar})`}`);
}

const middle = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const percentile = (values, share) => [...values].sort((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? 0;

/** What the page's main thread has worked so far: on a busy machine it says more than the clock. */
async function workedMilliseconds(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000;
}

/** Each action three times; the middle counts. */
async function times({ page, session }, what, bar, actions) {
  const taken = [];
  const worked = [];
  for (let turn = 0; turn < 3; turn += 1) {
    for (const action of actions) {
      const before = await workedMilliseconds(session);
      taken.push(await page.evaluate(action));
      worked.push(await workedMilliseconds(session) - before);
    }
  }
  row(what, middle(taken), 'ms', bar, middle(worked));
}

const clickTab = (name) => `window.probe.timed(() => window.probe.tab(${JSON.stringify(name)}).click())`;
const toggle = "window.probe.timed(() => window.probe.toggle('Group0'))";
const clickNode = (name) => `window.probe.timed(() => window.probe.node(${JSON.stringify(name)}).click())`;

async function start(page, host) {
  await page.goto(host.address);
  await page.waitForFunction(() => window.probe.start.usableAt !== null, null, { timeout: 60_000 });
  const { firstPaint, answeredAt, usableAt } = await page.evaluate(() => window.probe.start);
  row('First paint after start', firstPaint, 'ms', 1000);
  row('Usable after the host has answered', usableAt - answeredAt, 'ms', 2000);
}

async function tables(bench) {
  const { page } = bench;
  await page.evaluate(clickNode('Disk Groups'));
  await times(bench, 'Expand or close a group of 200 objects', 100, [toggle, toggle]);
  // With the groups closed the other folders are in sight.
  await page.evaluate("window.probe.timed(() => window.probe.toggle('Disk Groups'))");
  await page.evaluate(clickNode('Disks'));
  await times(bench, 'Sort a tab of 10,000 disks', 100, ["window.probe.timed(() => window.probe.heading('Size').click())"]);
  await times(bench, 'Switch between Disks and Disk View, 10,000 disks', 100, [clickTab('Disk View'), clickTab('Disks')]);
  await page.evaluate(clickNode('Volumes'));
  await times(bench, 'Switch between Volumes and Volume View, 10,000 volumes', 100, [clickTab('Volume View'), clickTab('Volumes')]);
}

async function frames({ page, session }) {
  await page.evaluate(clickNode('Disks'));
  await page.evaluate(clickTab('Disk View'));
  for (const [what, script] of [
    ['scroll', 'window.probe.scroll(240, 132)'], ['zoom', 'window.probe.zoom(120)'], ['selection', 'window.probe.select(120)'],
  ]) {
    const before = await workedMilliseconds(session);
    const gaps = await page.evaluate(script);
    const worked = (await workedMilliseconds(session) - before) / gaps.length;
    row(`Disk View, ${what}: p95 between frames; work a frame`, percentile(gaps, 0.95), 'ms', 20, worked);
    row(`Disk View, ${what}: longest`, Math.max(...gaps), 'ms', null);
  }
}

async function heapMebibytes(session) {
  for (let turn = 0; turn < 3; turn += 1) await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize / 2 ** 20;
}

async function events({ page, session }, host) {
  await session.send('HeapProfiler.enable');
  const send = async (forSeconds) => {
    for (let number = 0; number < forSeconds * changesPerSecond; number += 1) {
      host.change([volume(number % (size.groups * size.disksPerGroup), 0, { clients: [{ connection: number, address: 'a', since: '' }] })]);
      await new Promise((done) => setTimeout(done, 1000 / changesPerSecond));
    }
  };
  await send(Math.min(10, seconds));
  const before = await heapMebibytes(session);
  const [gaps] = await Promise.all([page.evaluate((duration) => window.probe.watch(duration), seconds * 1000), send(seconds)]);
  row(`Heap growth over ${seconds} s of ${changesPerSecond} events a second`, await heapMebibytes(session) - before, 'MiB', 1);
  row('Frames meanwhile: p95 between them', percentile(gaps, 0.95), 'ms', null);
}

const browser = await browserOfSpecs();
const host = await talkingHost(join(dist, 'renderer'), largeHost());
try {
  const page = await browser.newPage({ viewport });
  page.on('pageerror', (error) => console.error(error.stack));
  await page.addInitScript({ path: join(import.meta.dirname, 'console-probe.mjs') });
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const bench = { page, session };
  await start(page, host);
  await tables(bench);
  await frames(bench);
  await events(bench, host);
} finally {
  await browser.close();
  host.close();
}
const writtenAt = new Date().toISOString().slice(0, 16).replace('T', ' ');
const load = loadavg().map((value) => value.toFixed(1)).join(' ');
writeFileSync(join(import.meta.dirname, 'console-results.md'), `# The console with 10,000 disks and 100,000 subdisks

${writtenAt} UTC, made by \`npm run bench:console\`. ${cpus().length} x ${cpus()[0]?.model.trim()}, headless
Chromium ${browser.version()} without a graphics card, ${viewport.width}x${viewport.height}; load average at the end ${load}.
Middle of three; 16.7 ms between frames is what the display does at best. Work is the processor time of the page's main
thread: on a busy machine it says more than the clock.

| what | measured | work of the main thread | bar | |
|---|---|---|---|---|
${rows.map(({ what, value, worked, bar, verdict }) => `| ${what} | ${value} | ${worked} | ${bar} | ${verdict} |`).join('\n')}
`);
