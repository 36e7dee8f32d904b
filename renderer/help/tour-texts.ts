/** Words of the tour. */
import { texts } from '../texts.ts';

export const tourTexts = {
  title: 'Tour',
  begin: {
    title: 'A tour of the console',
    text: 'It takes two minutes and walks over the sample: a throw-away host with made-up disks. No disk of this machine is touched.',
  },
  start: 'Start', back: 'Back', next: 'Next', end: 'End Tour', done: 'Done',
  stepOf: (at: number, of: number) => `Step ${at} of ${of}`,
  asking: 'The sample starts.',
  escape: 'Escape ends the tour.',
  take: 'Take the tour', takeAgain: 'Take the tour again',
  steps: {
    tree: {
      title: 'Hosts and their objects',
      text: 'The tree has a branch for every host. This one is the sample, with its disk groups, disks, volumes and enclosures. A sign on '
        + 'an '
        + 'object says that something in it needs a person.',
    },
    volumes: {
      title: `${texts.tree.groups}, a group, ${texts.tabs.volumes}`,
      text: 'Choose an object at the left, and this pane shows what it holds. The group VMDG has volumes: mirrored over two arrays, '
        + 'striped over '
        + 'three disks, and plain ones. Enter opens a row, Shift+F10 shows what can be done with it.',
    },
    diskView: {
      title: 'Where it lies',
      text: 'Disk View draws every disk to scale. Choose a block, and its volume lights up on all disks that it uses.',
    },
    access: {
      title: 'How clients reach a volume',
      text: 'Every started volume has an NBD address. This tab has it with ready lines for common programs, and lists who is connected.',
    },
    alerts: {
      title: 'What needs a person',
      text: 'The sample misses a disk: Console says so, with its probable cause and its remedy. Tasks shows copies and recoveries while '
        + 'they run.',
    },
    commands: {
      title: 'What can be done',
      text: 'Actions has the commands of what is chosen, and Ctrl+Shift+P finds each by a few letters. What cannot be done now says why. '
        + 'Commands '
        + 'that are not safe show their plan before they run.',
    },
    help: {
      title: 'Help',
      text: 'F1 explains what has the focus. Help, Tour shows this again. The sample goes, with all that was done in it, by File, '
        + 'Disconnect.',
    },
  },
} as const;
