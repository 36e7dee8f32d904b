/** What mounting a mapped volume takes on this machine, and which of it is not there. */
import fs from 'node:fs';

/** Words for what is missing; empty where volumes can be mounted. */
export function lackingForMounts() {
  const lacking = process.getuid?.() === 0 ? [] : ['root'];
  return [...lacking, ...['/dev/fuse', '/dev/loop-control'].filter((device) => !fs.existsSync(device))];
}
