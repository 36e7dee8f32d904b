/** Runs the cells of `host-cells.mjs`, each on a host of its own. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { pause, run } from './programs.mjs';
import { PlexusUnderTest } from './plexus-under-test.mjs';

const mebibyte = 1024 * 1024;
const starts = 5;

export async function measureHost(cell, folder, options) {
  const plexus = await PlexusUnderTest.start(folder);
  try {
    await makeSmallVolumes(plexus, cell.volumes);
    const measure = { idle: measureIdle, connections: measureConnections, start: measureStart }[cell.kind];
    return await measure(cell, plexus, options);
  } finally {
    await plexus.stop();
  }
}

async function makeSmallVolumes(plexus, count) {
  const [disk] = await plexus.attach(`${count * 4 + 64}M`, join(plexus.folder, 'disk'));
  await plexus.tool('vxdg', '-gmany', 'init', disk);
  await plexus.commands(Array.from({ length: count }, (_, index) => ({
    command: 'volume.make', group: 'many', volume: `v${index}`, sizeBytes: 4 * mebibyte, type: 'spanned', mirrors: 1,
    disks: [], excludedDisks: [], zeroed: true,
  })));
}

/** After a start, because what making the volumes has cost is not the question. */
async function measureIdle(cell, plexus, options) {
  await plexus.stop();
  await plexus.start();
  await run('nbdinfo', ['--size', await plexus.uri('many', `v${cell.volumes - 1}`)]);
  await pause(2000);
  const began = plexus.processorSeconds;
  await pause(options.idleSeconds * 1000);
  const used = ((plexus.processorSeconds - began) * cell.perSeconds) / options.idleSeconds;
  const resident = plexus.residentBytes / mebibyte;
  const spent = `${used.toFixed(2)} s of CPU in ${cell.perSeconds} s (from ${options.idleSeconds} s)`;
  return [
    row(cell.name, spent, `below ${cell.cpuSeconds} s`, used < cell.cpuSeconds),
    row(cell.name, `RSS ${resident.toFixed(0)} MiB`, `below ${cell.residentMebibytes} MiB`, resident < cell.residentMebibytes),
  ];
}

/** Each connection reads 64 KiB once, so that it has had its buffers, and then rests. */
async function measureConnections(cell, plexus) {
  const uri = new URL(await plexus.uri('many', 'v0'));
  const path = uri.searchParams.get('socket');
  const first = await open(path, uri.pathname.slice(1));
  await pause(2000);
  const before = plexus.residentBytes;
  const sockets = [first];
  for (let index = 0; index < cell.connections; index += 1) sockets.push(await open(path, uri.pathname.slice(1)));
  await pause(2000);
  const each = (plexus.residentBytes - before) / cell.connections / mebibyte;
  for (const socket of sockets) socket.destroy();
  const shown = `${each.toFixed(2)} MiB each (${cell.connections} connections)`;
  return [row(cell.name, shown, `at most ${cell.mebibytesEach} MiB`, each <= cell.mebibytesEach)];
}

async function open(path, name) {
  const socket = connect(path);
  const received = async (count) => {
    for (let total = 0; total < count;) total += (await once(socket, 'data'))[0].length;
  };
  await received(18);
  const option = Buffer.alloc(20 + name.length);
  option.writeUInt32BE(3, 0);
  option.write('IHAVEOPT', 4);
  option.writeUInt32BE(1, 12);
  option.writeUInt32BE(name.length, 16);
  option.write(name, 20);
  socket.write(option);
  await received(10);
  const read = Buffer.alloc(28);
  read.writeUInt32BE(0x25609513, 0);
  read.writeUInt32BE(65_536, 24);
  socket.write(read);
  await received(16 + 65_536);
  return socket;
}

/** Until the last volume answers a client. */
async function measureStart(cell, plexus) {
  const uri = await plexus.uri('many', `v${cell.volumes - 1}`);
  const seconds = [];
  for (let index = 0; index < starts; index += 1) {
    await plexus.stop();
    const began = performance.now();
    await plexus.start();
    await run('nbdinfo', ['--size', uri]);
    seconds.push((performance.now() - began) / 1000);
  }
  const middle = seconds.sort((a, b) => a - b)[starts >> 1];
  const shown = `${middle.toFixed(2)} s until a client reaches the last`;
  return [row(cell.name, shown, `below ${cell.startSeconds} s`, middle < cell.startSeconds)];
}

function row(workload, ours, bar, met) {
  return { workload, ours, peer: '', ratio: '', bar, met, processor: '' };
}
