/**
 * What an administrator has made of a group, as one line of text: two configurations with the same line are the same to
 * whoever gave the commands. States are left out, for failures and copies change them without a command; so is a plex
 * that is still being added, unless `withAdded`, and with it the logs that a volume of one plex does not keep.
 */
import type { GroupConfiguration } from '../model/configuration.ts';

export function describeConfiguration(configuration: GroupConfiguration, withAdded = false): string {
  const diskNames = new Map(configuration.disks.map((disk) => [disk.id, disk.name]));
  const disks = configuration.disks.map((disk) => `${disk.name}/${disk.dataLengthBytes}`);
  const volumes = configuration.volumes.map((volume) => {
    const plexes = configuration.plexes.filter((plex) => plex.volumeId === volume.id && (withAdded || plex.state !== 'TEMPRMSD'));
    const shapes = plexes.map((plex) => {
      const subdisks = configuration.subdisks.filter((subdisk) => subdisk.plexId === plex.id);
      const places = subdisks.map((subdisk) => `${subdisk.column}:${subdisk.columnOffsetBytes}@${diskNames.get(subdisk.diskId) ?? '?'}`);
      return `${plex.layout}/${plex.columns}/${plex.stripeUnitBytes}(${places.sort().join(' ')})`;
    });
    const logs = shapes.length < 2 ? [] : configuration.logs.filter((log) => log.volumeId === volume.id)
      .map((log) => diskNames.get(log.diskId) ?? '?');
    const policy = volume.readPolicy.kind;
    const settings = `${policy} ${volume.readOnly ? 'ro' : 'rw'} ${volume.driveLetter}`;
    return `${volume.name} ${volume.lengthBytes} ${settings} ${shapes.sort().join(', ')} logs ${logs.sort().join(' ')}`;
  });
  return `${configuration.name}: ${disks.sort().join(' ')}; ${volumes.sort().join('; ')}`;
}

/** Both lines that an interrupted addition of a plex may leave. */
export function descriptionsOf(configuration: GroupConfiguration): readonly string[] {
  return [...new Set([describeConfiguration(configuration), describeConfiguration(configuration, true)])];
}
