import { describe, expect, it } from 'vitest';
import { socketPlace } from './socket-path.ts';

describe('the path of a socket', () => {
  it('is the wanted one as long as the system takes it', () => {
    const wanted = `/state/${'g'.repeat(95)}.sock`;
    expect(Buffer.byteLength(wanted)).toBe(107);
    expect(socketPlace(wanted, '/tmp', 7, 107)).toEqual({ path: wanted, ownFolder: false });
  });

  it('is a short name in the same folder when the name makes it too long, the same each time', () => {
    const wanted = `/state/nbd/${'é'.repeat(60)}.sock`;
    const place = socketPlace(wanted, '/tmp', 7, 107);
    expect(place.path).toMatch(/^\/state\/nbd\/[0-9a-f]{16}\.sock$/);
    expect(socketPlace(wanted, '/tmp', 7, 107)).toEqual(place);
    expect(socketPlace(`${wanted}2`, '/tmp', 7, 107).path).not.toBe(place.path);
  });

  it('lies in a folder of this user when the folder itself is too long', () => {
    const place = socketPlace(`/${'deep/'.repeat(40)}group.sock`, '/tmp', 7, 107);
    expect(place.path).toMatch(/^\/tmp\/plexus-7\/[0-9a-f]{16}\.sock$/);
    expect(place.ownFolder).toBe(true);
  });
});
