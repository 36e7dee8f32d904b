/** Words about giving a volume a file system. */
export const formatTexts = {
  page: 'Format', title: 'Format Volume', button: 'Format Volume', force: 'Format by Force', cancel: 'Cancel',
  fileSystem: 'File system', none: 'None: the client makes one', label: 'File system label',
  unit: 'Allocation size', standardUnit: 'Default',
  quick: 'Perform a quick format', quickHint: 'Without it every block is read first, which takes long on a large volume.',
  hint: 'The tools of this machine make it on the volume’s own bytes. What the volume holds is lost.',
  newHint: 'A volume for a guest needs none here: the guest makes its own.',
  fault: (field: string, reason: string) => `${field} ${reason}.`,
  unavailable: (fact: string, remedy: string) => `${fact}. ${remedy}`,
  begun: (fileSystem: string, volume: string) => `${fileSystem} is being made on ${volume}. Tasks show how far it is.`,
  holds: 'The volume holds something. Formatting by force overwrites it, and it cannot be brought back.',
  asking: 'The host looks at the volume.',
} as const;
