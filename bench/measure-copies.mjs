/** Runs the cells of `copy-cells.mjs`, each on a host of its own. Figures are medians over the rounds. */
import { join } from 'node:path';
import { pause, run } from './programs.mjs';
import { runFio } from './measure-loads.mjs';
import { PlexusUnderTest } from './plexus-under-test.mjs';
import { fillImage } from './test-image.mjs';

const mebibyte = 1024 * 1024;
const lookMilliseconds = 50;
/** By then the marks of all regions that nobody writes are gone. */
const quietMilliseconds = 20_000;

const nbdShell = { env: { ...process.env, PATH: `/usr/bin:/bin:${process.env.PATH}` } };

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
const secondsOf = (task) => (Date.parse(task.endedAt) - Date.parse(task.startedAt)) / 1000;

export async function measureCopies(cell, folder, options) {
  const plexus = await PlexusUnderTest.start(folder);
  try {
    return await { copy: measureCopy, governor: measureGovernor, recovery: measureRecovery }[cell.kind](cell, plexus, options);
  } finally {
    await plexus.stop();
  }
}

async function until(condition) {
  while (!await condition()) await pause(lookMilliseconds);
}

/** Returns the path of the image behind each disk, by the host's name of the disk. */
async function filledVolume(plexus, size, ...words) {
  const images = ['a', 'b'].map((name) => join(plexus.folder, name));
  const disks = await plexus.attach(`${size + 100}M`, ...images);
  await plexus.tool('vxdg', '-gcopy', 'init', ...disks);
  const on = words.includes('type=mirror') ? disks : disks.slice(0, 1);
  await plexus.tool('vxassist', '-gcopy', 'make', 'v', `${size}M`, ...words, ...on);
  await fillImage(await plexus.uri('copy', 'v'), size, plexus.folder);
  return new Map(disks.map((disk, index) => [disk, images[index]]));
}

/** The new mirror and `dd` copy the same bytes from the same file to the same place of the other. */
async function measureCopy(cell, plexus, options) {
  const images = await filledVolume(plexus, cell.mebibytes, 'log=0');
  const ours = [];
  const theirs = [];
  for (let round = 0; round < options.rounds; round += 1) {
    await plexus.tool('vxassist', '-gcopy', 'mirror', 'v', 'log=0');
    const task = (await plexus.tasks()).findLast(({ name }) => name === 'Attach plex');
    ours.push(cell.mebibytes / secondsOf(task));
    const [from, to] = (await plexus.volume('copy', 'v')).subdisks;
    await plexus.tool('vxassist', '-gcopy', 'remove', 'mirror', 'v');
    const at = (subdisk) => subdisk.diskOffsetBytes / mebibyte;
    const [source, target] = [images.get(from.device), images.get(to.device)];
    // The new mirror began with space that was never written; writing over what is there would be cheaper.
    await run('fallocate', ['--punch-hole', '--offset', `${to.diskOffsetBytes}`, '--length', `${cell.mebibytes * mebibyte}`, target]);
    const began = performance.now();
    await run('dd', [
      `if=${source}`, `of=${target}`, 'bs=1M', `skip=${at(from)}`, `seek=${at(to)}`, `count=${cell.mebibytes}`, 'conv=notrunc',
      'status=none',
    ]);
    theirs.push(cell.mebibytes / ((performance.now() - began) / 1000));
  }
  const ratio = median(ours) / median(theirs);
  return [{
    workload: cell.name, ours: `${median(ours).toFixed(0)} MiB/s`, peer: `dd bs=1M ${median(theirs).toFixed(0)} MiB/s`,
    ratio: ratio.toFixed(2), bar: `${cell.bar} (aim ${cell.aim})`, met: ratio >= cell.bar, processor: '',
  }];
}

/** One plex of a mirror is copied whole while fio writes; writes go to both plexes before and meanwhile. */
async function measureGovernor(cell, plexus, options) {
  await filledVolume(plexus, cell.mebibytes, 'type=mirror', 'log=0');
  const target = { uri: await plexus.uri('copy', 'v'), processId: plexus.processId };
  const load = { access: 'randwrite', blockSize: '4k', depth: 16, seconds: cell.seconds };
  const shares = [];
  const rates = [];
  const alone = [];
  for (let round = 0; round < options.rounds; round += 1) {
    const { rate } = await runFio(load, target, options);
    const [, plex] = (await plexus.volume('copy', 'v')).plexes;
    await plexus.tool('vxmend', '-gcopy', 'off', plex.name);
    await plexus.tool('vxmend', '-gcopy', '-b', 'on', plex.name);
    const running = async () => (await plexus.tasks()).findLast(({ endedAt }) => endedAt === '');
    const before = await running();
    const began = performance.now();
    const beside = await runFio(load, target, options);
    const after = await running();
    if (before !== undefined && after !== undefined) {
      rates.push((after.doneBytes - before.doneBytes) / 1e6 / ((performance.now() - began) / 1000));
      shares.push(beside.rate / rate);
      alone.push(rate);
    }
    await until(async () => (await running()) === undefined);
  }
  if (shares.length === 0) throw new Error('the copy ended before the load did; give it more to copy');
  const share = median(shares);
  const rate = median(rates);
  return [
    {
      workload: cell.name, ours: `clients keep ${share.toFixed(2)}`, peer: `alone ${(median(alone) / 1000).toFixed(1)}k/s`,
      ratio: share.toFixed(2), bar: `${cell.clientShare}`, met: share >= cell.clientShare, processor: '',
    },
    {
      workload: cell.name, ours: `the copy keeps ${rate.toFixed(0)} MB/s`, peer: '', ratio: '', bar: `${cell.megabytesPerSecond} MB/s`,
      met: rate >= cell.megabytesPerSecond, processor: '',
    },
  ];
}

/** Reads the first block once the volume answers; false while it does not. */
async function answersReads(uri) {
  try {
    await run('/usr/bin/nbdsh', ['--uri', uri, '-c', 'h.pread(4096, 0)'], nbdShell);
    return true;
  } catch {
    return false;
  }
}

/** From the start of the host's process: until a client reads from the volume, and until its plexes are equal again. */
async function measureRecovery(cell, plexus, options) {
  const disks = await plexus.attach(`${cell.gibibytes * 1024 + 100}M`, join(plexus.folder, 'a'), join(plexus.folder, 'b'));
  await plexus.tool('vxdg', '-gcopy', 'init', ...disks);
  await plexus.tool('vxassist', '-gcopy', 'make', 'v', `${cell.gibibytes}G`, 'type=mirror', ...disks);
  const uri = await plexus.uri('copy', 'v');
  // A new map marks everything until its first regions have been found quiet.
  await pause(quietMilliseconds);
  const step = Math.floor((cell.gibibytes * 1024) / cell.regions);
  const script = `for i in range(${cell.regions}): h.pwrite(bytes([65 + i % 26]) * 4096, i * ${step} * 1048576)`;
  const usable = [];
  const recovered = [];
  for (let round = 0; round < options.rounds; round += 1) {
    await run('/usr/bin/nbdsh', ['--uri', uri, '-c', script], nbdShell);
    await plexus.kill();
    const began = Date.now();
    await plexus.start();
    await until(() => answersReads(uri));
    usable.push((Date.now() - began) / 1000);
    await until(async () => (await plexus.volume('copy', 'v')).health === 'Healthy');
    const { endedAt } = (await plexus.tasks()).findLast(({ name }) => name === 'Resynchronise');
    recovered.push((Date.parse(endedAt) - began) / 1000);
    await pause(quietMilliseconds);
  }
  const row = (what, seconds) => ({
    workload: cell.name, ours: `${what} ${seconds.toFixed(2)} s after the start of the host`, peer: '', ratio: '',
    bar: `below ${cell.withinSeconds} s`, met: seconds < cell.withinSeconds, processor: '',
  });
  return [row('usable', median(usable)), row('equal again', median(recovered))];
}
