/** The class of every engine command. What loses data only when forced has its class from the force. */
import type { Command } from '../../core/model/command.ts';
import type { CommandClass } from './console-command.ts';

export function riskOf(command: Command): CommandClass {
  switch (command.command) {
    case 'disk.attach': case 'disk.detach': case 'disk.rescan': case 'disk.set': case 'disk.reactivate':
    case 'group.rename': case 'volume.rename': case 'volume.start': case 'volume.rdpol': case 'volume.assign': case 'volume.access':
      return 'safe';
    case 'volume.stop': return command.force ? 'costly' : 'safe';
    case 'disk.resize': case 'disk.merge': case 'disk.renewids': case 'group.deport': case 'group.rmdisk': case 'group.upgrade':
    case 'plex.on': case 'volume.make': case 'volume.grow': case 'volume.mirror': case 'volume.addlog': case 'volume.rmlog':
      return 'costly';
    case 'group.init': case 'group.adddisk': case 'group.repldisk': case 'disk.restore': return command.force ? 'loses data' : 'costly';
    case 'group.import':
      return command.force || command.clearStamp || command.selectedCopy !== undefined ? 'loses data' : 'costly';
    case 'volume.verify': return command.from === undefined ? 'costly' : 'loses data';
    case 'volume.rmmirror': case 'volume.break': case 'plex.off': return 'loses redundancy';
    case 'plex.fix': case 'volume.delete': case 'group.destroy': return 'loses data';
  }
}

/** The command does what its planner refuses to an unforced one. */
export function isForced(command: Command): boolean {
  if (command.command === 'group.import') return command.force || command.clearStamp || command.selectedCopy !== undefined;
  return 'force' in command && command.force;
}
