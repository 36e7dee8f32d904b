/**
 * Builds everything that runs into `dist/`. Two parts, each rebuilt only when one of its sources is newer than its stamp:
 * the programs (esbuild) and the console (vite). `node electron/build.mjs --force` rebuilds both.
 *
 * `PLEXUS_DIST` names another folder than `dist/`, for a build beside the one in use.
 *
 *   dist/plexus.js            the command line; `plexus-*.js` beside it are its parts that are loaded on demand, the host above all
 *   dist/group-worker.js      the runtime of one disk group, started as a worker thread by the host
 *   dist/simulate.js          the simulation; it and the next two are the only bundles with the deliberate bugs in them
 *   dist/crash-states.js      what a crash may leave, state by state
 *   dist/nth-fault.js         each call of a disk failing, command by command
 *   dist/electron/            main.js and preload.cjs
 *   dist/renderer/            the console as static files
 *   dist/bin/                 `plexus`, `vxdisk`, ...: one program under the names that people know
 */
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = resolve(process.env.PLEXUS_DIST ?? join(root, 'dist'));
const toolNames = ['plexus', 'vxdisk', 'vxdg', 'vxassist', 'vxvol', 'vxprint', 'vxtask', 'vxedit', 'vxmend', 'vxsplitlines', 'vxstat'];

/** `ws` is CommonJS inside and asks for `require`. */
const requireForModules = `import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);`;

/**
 * `sabotage`: whether the deliberate bugs of core/model/sabotage.ts are compiled in. Never in what ships. `parts`: what the
 * program imports only when it needs it becomes files of its own, named so, in the same folder (the host finds its worker
 * and its console beside its own file).
 */
const programs = [
  { entry: 'core/cli/entry.ts', output: 'plexus.js', format: 'esm', sabotage: false, parts: 'plexus-[name]-[hash]' },
  { entry: 'core/host/group-worker.ts', output: 'group-worker.js', format: 'esm', sabotage: false },
  { entry: 'core/simulation/run.ts', output: 'simulate.js', format: 'esm', sabotage: true },
  { entry: 'core/simulation/crash-states.ts', output: 'crash-states.js', format: 'esm', sabotage: true },
  { entry: 'core/simulation/nth-fault.ts', output: 'nth-fault.js', format: 'esm', sabotage: true },
  { entry: 'electron/main.ts', output: 'electron/main.js', format: 'esm', sabotage: false },
  // A sandboxed preload must be one CommonJS file.
  { entry: 'electron/preload.ts', output: 'electron/preload.cjs', format: 'cjs', sabotage: false },
];

const parts = [
  { name: 'programs', sources: ['core', 'electron', 'package.json', 'package-lock.json'], build: buildPrograms },
  { name: 'console', sources: ['renderer', 'assets', 'package-lock.json'], build: buildConsole },
];

/**
 * Builds what is out of date. A program that cannot be built keeps none of the others from being built; what went wrong
 * comes back in `failures`, one message each, and the part is built again next time.
 */
export async function build({ force = false } = {}) {
  const built = [];
  const failures = [];
  for (const part of parts) {
    const stamp = join(dist, `.${part.name}.stamp`);
    // The newest source is noted before building, so that a source saved during the build is newer than the stamp.
    const newest = Math.max(...part.sources.map((source) => newestMilliseconds(join(root, source))));
    if (!force && existsSync(stamp) && statSync(stamp).mtimeMs >= newest) continue;
    mkdirSync(dist, { recursive: true });
    const failed = await part.build().then(() => [], (error) => [error].flat());
    if (failed.length > 0) {
      failures.push(...failed);
      continue;
    }
    writeFileSync(stamp, '');
    utimesSync(stamp, newest / 1000 + 0.001, newest / 1000 + 0.001);
    built.push(part.name);
  }
  return { built, failures };
}

function newestMilliseconds(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return path.endsWith('.test.ts') ? 0 : stat.mtimeMs;
  return readdirSync(path).reduce((newest, name) => Math.max(newest, newestMilliseconds(join(path, name))), stat.mtimeMs);
}

async function buildPrograms() {
  const { build: bundle } = await import('esbuild');
  const present = programs.filter(({ entry }) => existsSync(join(root, entry)));
  for (const { entry } of programs) {
    if (!existsSync(join(root, entry))) console.warn(`build: ${entry} is not there yet; left out`);
  }
  const outcomes = await Promise.allSettled(present.map((program) => bundle({
    entryPoints: [{ in: join(root, program.entry), out: program.output.slice(0, -extname(program.output).length) }],
    outdir: dist, outExtension: { '.js': extname(program.output) },
    ...(program.parts === undefined ? {} : { splitting: true, chunkNames: program.parts, metafile: true }),
    bundle: true, platform: 'node', target: 'node20', format: program.format, sourcemap: true, logLevel: 'warning',
    external: ['electron', 'bufferutil', 'utf-8-validate'],
    define: { PLEXUS_SABOTAGE: String(program.sabotage) },
    ...(program.format === 'esm'
      ? { banner: { js: requireForModules } }
      : {}),
  })));
  for (const [index, outcome] of outcomes.entries()) {
    const { parts } = present[index];
    if (parts !== undefined && outcome.status === 'fulfilled') removeOldParts(parts, Object.keys(outcome.value.metafile.outputs));
  }
  writeTools();
  const failed = outcomes.flatMap((outcome, index) =>
    outcome.status === 'rejected' ? [`${present[index].entry}: ${outcome.reason.message}`] : []);
  if (failed.length > 0) throw failed;
}

/** The names of parts change with their content: those of earlier builds would stay for ever, and be packed. */
function removeOldParts(pattern, written) {
  const kept = new Set(written.map((file) => basename(file)));
  const prefix = pattern.slice(0, pattern.indexOf('['));
  for (const name of readdirSync(dist)) if (name.startsWith(prefix) && !kept.has(name)) rmSync(join(dist, name));
}

/**
 * A disk that hangs holds up to five threads of the pool of libuv, which has four unless told otherwise; other disks need theirs.
 * Enough for six disks that hang at a time, as those of one enclosure do.
 */
const poolThreads = 32;

/**
 * The program looks at the name that it was started by, as the classic tools do; so each tool is one import. It is CommonJS
 * for the size of the pool, which counts only before the pool's first use: Node reads a module through the pool.
 */
function writeTools() {
  writeFileSync(join(dist, 'package.json'), '{ "type": "module" }\n');
  mkdirSync(join(dist, 'bin'), { recursive: true });
  writeFileSync(join(dist, 'bin', 'package.json'), '{ "type": "commonjs" }\n');
  for (const name of toolNames) {
    const lines = ['#!/usr/bin/env node', `process.env.UV_THREADPOOL_SIZE ??= '${poolThreads}';`, "import('../plexus.js');", ''];
    writeFileSync(join(dist, 'bin', name), lines.join('\n'), { mode: 0o755 });
  }
}

async function buildConsole() {
  const config = join(root, 'renderer', 'vite.config.ts');
  if (!existsSync(config)) {
    console.warn('build: renderer/vite.config.ts is not there yet; left out');
    return;
  }
  const { build: bundle } = await import('vite');
  await bundle({ configFile: config, logLevel: 'warn', build: { outDir: join(dist, 'renderer') } });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const started = performance.now();
  const { built, failures } = await build({ force: process.argv.includes('--force') });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(built.length === 0 ? 'build: nothing built' : `build: ${built.join(', ')} in ${relative('.', dist) || '.'} (${seconds} s)`);
  for (const failed of failures) console.error(`build: ${failed instanceof Error ? failed.message : failed}`);
  if (failures.length > 0) process.exitCode = 1;
}
