/**
 * Loaded before the host by `node --require` (tests only): writes down, in order and with the time of the machine, every
 * change that the process makes to files below the folder PLEXUS_RECORD, and when each ended. Both descriptors of a disk are
 * told apart: O_DSYNC is the engine's own. One log for each thread, in PLEXUS_RECORD_LOG: lines of JSON, each followed by
 * the bytes that it announces.
 */
const fs = require('node:fs');
const childProcess = require('node:child_process');
const { syncBuiltinESMExports } = require('node:module');
const path = require('node:path');
const { threadId } = require('node:worker_threads');

const folder = process.env.PLEXUS_RECORD;
const logFolder = process.env.PLEXUS_RECORD_LOG;

if (folder !== undefined && logFolder !== undefined) record();

function record() {
  const original = {
    openSync: fs.openSync, closeSync: fs.closeSync, writeSync: fs.writeSync, write: fs.write,
    fdatasync: fs.fdatasync, spawn: childProcess.spawn,
  };
  const files = new Map();
  let log = -1;
  let last = 0;

  const note = (entry, bytes) => {
    if (log < 0) log = original.openSync(path.join(logFolder, `${process.pid}-${threadId}.log`), 'a');
    const at = String(process.hrtime.bigint());
    const line = Buffer.from(`${JSON.stringify({ ...entry, at, payloadBytes: bytes?.byteLength ?? 0 })}\n`);
    original.writeSync(log, bytes === undefined ? line : Buffer.concat([line, bytes]));
  };
  const begin = (descriptor, kind, offsetBytes, lengthBytes, bytes) => {
    const file = files.get(descriptor);
    if (file === undefined) return 0;
    last += 1;
    note({ id: last, kind, file: file.name, durable: file.durable, offsetBytes, lengthBytes }, bytes);
    return last;
  };
  const end = (id, error) => { if (id > 0 && !error) note({ ended: id }); };
  const part = (buffer, start, lengthBytes) => Buffer.from(buffer.buffer, buffer.byteOffset + start, lengthBytes);

  fs.openSync = (name, flags, ...rest) => {
    const descriptor = original.openSync(name, flags, ...rest);
    const full = path.resolve(String(name));
    const writes = typeof flags === 'number' && (flags & fs.constants.O_RDWR) !== 0;
    if (writes && full.startsWith(folder + path.sep)) {
      files.set(descriptor, { name: path.relative(folder, full), durable: (flags & fs.constants.O_DSYNC) !== 0 });
    }
    return descriptor;
  };
  fs.closeSync = (descriptor) => { files.delete(descriptor); original.closeSync(descriptor); };
  fs.writeSync = (descriptor, buffer, start, lengthBytes, position) => {
    if (!files.has(descriptor)) return original.writeSync(descriptor, buffer, start, lengthBytes, position);
    const id = begin(descriptor, 'write', position, lengthBytes, part(buffer, start, lengthBytes));
    const written = original.writeSync(descriptor, buffer, start, lengthBytes, position);
    end(id, written !== lengthBytes);
    return written;
  };
  fs.write = (descriptor, buffer, start, lengthBytes, position, done) => {
    if (!files.has(descriptor)) return original.write(descriptor, buffer, start, lengthBytes, position, done);
    const id = begin(descriptor, 'write', position, lengthBytes, part(buffer, start, lengthBytes));
    return original.write(descriptor, buffer, start, lengthBytes, position, (error, bytes, same) => {
      end(id, error ?? (bytes === lengthBytes ? null : 'short'));
      done(error, bytes, same);
    });
  };
  fs.fdatasync = (descriptor, done) => {
    const id = begin(descriptor, 'flush', 0, 0);
    original.fdatasync(descriptor, (error) => {
      end(id, error);
      done(error);
    });
  };
  childProcess.spawn = (program, words, options) => {
    const child = original.spawn(program, words, options);
    const descriptor = Array.isArray(options?.stdio) ? options.stdio[3] : undefined;
    if (program !== 'fallocate' || typeof descriptor !== 'number') return child;
    const number = (name) => Number(words[words.indexOf(name) + 1]);
    const id = begin(descriptor, 'zero', number('--offset'), number('--length'));
    child.on('close', (code) => { end(id, code); });
    return child;
  };
  syncBuiltinESMExports();
}
