import fastCheck from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkLengthMaximum, readPlexusLink } from './plexus-link.ts';

describe('a link', () => {
  it.each([
    ['plexus://atlas', 'plexus://atlas'],
    ['plexus://atlas/', 'plexus://atlas'],
    ['PLEXUS://atlas/VMDG/Volume1', 'plexus://atlas/VMDG/Volume1'],
    ['plexus://atlas/Disk%20Groups/VMDG', 'plexus://atlas/Disk Groups/VMDG'],
    ['plexus://atlas/Disks/a%2Fb', 'plexus://atlas/Disks/a%2Fb'],
    ['plexus://atlas/100%25', 'plexus://atlas/100%25'],
    ['plexus://Gerät/Ä', 'plexus://Gerät/Ä'],
  ])('%s goes to %s', (text, address) => {
    expect(readPlexusLink(text)).toBe(address);
  });

  it.each([
    '', 'plexus:', 'plexus://', 'plexus:///', 'plexus:///VMDG', 'plexus:/atlas', 'plexus:atlas', 'http://atlas', 'file:///etc/passwd',
    'javascript:alert(1)', ' plexus://atlas', 'xplexus://atlas', 'plexus://atlas?run=destroy', 'plexus://atlas#destroy',
    'plexus://me@atlas', 'plexus://me:secret@atlas', 'plexus://atlas//VMDG', 'plexus://atlas/../..', 'plexus://atlas/%2e%2e/x',
    'plexus://atlas/./x', 'plexus://atlas/%', 'plexus://atlas/%zz', 'plexus://atlas/%C3', 'plexus://atlas/%00',
    'plexus://atlas/a%0Ab', 'plexus://atlas/a\nb', 'plexus://atlas\\VMDG', 'plexus://atlas/%E2%80%AEgnp', 'plexus://atlas/%20',
    'plexus://a/b/c/d/e/f/g/h/i',
    `plexus://${'x'.repeat(300)}`, `plexus://a/${'x/'.repeat(linkLengthMaximum)}`,
  ])('%j is none', (text) => {
    expect(readPlexusLink(text)).toBeNull();
  });

  it('is never anything but a place, whatever is sent', () => {
    const parts = fastCheck.constantFrom('plexus://', '/', '%2f', '%00', '..', '?', '#', '@', 'atlas', ' ', '%', '\\', '\u202e', 'é');
    const text = fastCheck.oneof(fastCheck.string(), fastCheck.array(parts).map((list) => `plexus://${list.join('')}`));
    fastCheck.assert(fastCheck.property(text, (given) => {
      const address = readPlexusLink(given);
      if (address === null) return;
      expect(address).toMatch(/^plexus:\/\/[^/?#\\@\p{Cc}]+(\/[^/\p{Cc}]+){0,7}$/u);
      expect(readPlexusLink(address) === null || readPlexusLink(address) === address).toBe(true);
    }));
  });
});
