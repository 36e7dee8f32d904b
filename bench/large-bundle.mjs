/**
 * Writes a support bundle of a made-up large host (100 groups, 10,000 disks, 100,000 subdisks) for File > Open Bundle:
 * `npm run bench:bundle -- FILE`.
 */
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { largeHost } from './console-objects.mjs';

const file = process.argv[2];
if (file === undefined) {
  console.error('Name the file: npm run bench:bundle -- large.bundle');
  process.exit(1);
}
const packed = gzipSync(JSON.stringify({
  format: 'plexus support bundle', version: 1, asOf: new Date().toISOString(), namesHidden: false,
  host: { id: 'h', name: 'atlas', version: '0.1.0', platform: `${process.platform} ${process.arch}`, node: process.version },
  objects: largeHost(), groups: [], settings: [], logs: { task: [], alert: [], audit: [] },
}));
writeFileSync(file, packed);
console.log(`${file}: ${(packed.length / 2 ** 20).toFixed(1)} MiB`);
