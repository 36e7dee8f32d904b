import { expect, test } from 'vitest';
import { volumeDevicePath, volumeGuidPath } from '../model/volume-reference.ts';
import { groupId, mirrorId, sampleConfiguration, sampleObjects, sampleTask } from './test-objects.ts';
import { runWords } from './test-host.ts';
import type { FakeHost } from './test-host.ts';

const host: FakeHost = {
  answers: {
    'objects.list': { hostRun: 'run', sequence: 5, objects: [...sampleObjects, sampleTask({})] },
    'volume.find': { volumeId: mirrorId, volume: 'Mirror', group: 'Data' },
    'group.configuration': { configuration: sampleConfiguration },
  },
};

async function printed(...words: string[]): Promise<string> {
  const ran = await runWords(words, host);
  expect(ran.errors).toEqual([]);
  expect(ran.code).toBe(0);
  return `\n${ran.out.join('\n')}\n`;
}

test('vxprint -ht shows the classic records in sectors', async () => {
  expect(await printed('vxprint', '-gData', '-ht')).toMatchInlineSnapshot(`
    "
    Disk group: Data

    DG  NAME        NCONFIG    NLOG      MINORS    GROUP-ID
    DM  NAME        DEVICE     TYPE      PRIVLEN   PUBLEN   STATE
    V   NAME        RVG        KSTATE    STATE     LENGTH   USETYPE    PREFPLEX   RDPOL     SURVIVES
    PL  NAME        VOLUME     KSTATE    STATE     LENGTH   LAYOUT     NCOL/WID   MODE
    SD  NAME        PLEX       DISK      DISKOFFS  LENGTH   [COL/]OFF  DEVICE     MODE
    LG  NAME        VOLUME     DISK      DISKOFFS  LENGTH   REGION     DEVICE     KSTATE    STATE

    dg  Data        2          -         -         11111111-0000-4000-8000-000000000001

    dm  Disk1       Harddisk0  file      65536     2029568  -
    dm  Disk2       -          file      65536     2029568  NODEVICE
    dm  Disk3       Harddisk2  nbd       65536     2029568  FAILING

    v   Mirror      -          ENABLED   ACTIVE    204800   gen        Mirror-01  PREFER    0
    pl  Mirror-01   Mirror     ENABLED   ACTIVE    204800   CONCAT     -          RW
    sd  Disk1-01    Mirror-01  Disk1     65536     204800   0          Harddisk0  ENA
    pl  Mirror-02   Mirror     DETACHED  NODEVICE  204800   CONCAT     -          RW
    sd  Disk2-01    Mirror-02  Disk2     65536     204800   0          -          NDEV
    lg  Mirror-L01  Mirror     Disk1     2093056   2048     512        Harddisk0  ENABLED   ACTIVE
    lg  Mirror-L02  Mirror     Disk2     2093056   2048     512        -          DETACHED  STALE

    v   Stripe      -          DISABLED  CLEAN     409600   gen        -          ROUND     0
    pl  Stripe-01   Stripe     DISABLED  CLEAN     409600   STRIPE     2/128      RW
    sd  Disk1-02    Stripe-01  Disk1     270336    204800   0/0        Harddisk0  ENA
    sd  Disk3-01    Stripe-01  Disk3     65536     204800   1/0        Harddisk2  ENA
    "
  `);
});

test('vxprint -hvt leaves out the group and its disks', async () => {
  expect(await printed('vxprint', '-g', 'data', '-hvt')).toMatchInlineSnapshot(`
    "
    Disk group: Data

    V   NAME        RVG        KSTATE    STATE     LENGTH  USETYPE    PREFPLEX   RDPOL     SURVIVES
    PL  NAME        VOLUME     KSTATE    STATE     LENGTH  LAYOUT     NCOL/WID   MODE
    SD  NAME        PLEX       DISK      DISKOFFS  LENGTH  [COL/]OFF  DEVICE     MODE
    LG  NAME        VOLUME     DISK      DISKOFFS  LENGTH  REGION     DEVICE     KSTATE    STATE

    v   Mirror      -          ENABLED   ACTIVE    204800  gen        Mirror-01  PREFER    0
    pl  Mirror-01   Mirror     ENABLED   ACTIVE    204800  CONCAT     -          RW
    sd  Disk1-01    Mirror-01  Disk1     65536     204800  0          Harddisk0  ENA
    pl  Mirror-02   Mirror     DETACHED  NODEVICE  204800  CONCAT     -          RW
    sd  Disk2-01    Mirror-02  Disk2     65536     204800  0          -          NDEV
    lg  Mirror-L01  Mirror     Disk1     2093056   2048    512        Harddisk0  ENABLED   ACTIVE
    lg  Mirror-L02  Mirror     Disk2     2093056   2048    512        -          DETACHED  STALE

    v   Stripe      -          DISABLED  CLEAN     409600  gen        -          ROUND     0
    pl  Stripe-01   Stripe     DISABLED  CLEAN     409600  STRIPE     2/128      RW
    sd  Disk1-02    Stripe-01  Disk1     270336    204800  0/0        Harddisk0  ENA
    sd  Disk3-01    Stripe-01  Disk3     65536     204800  1/0        Harddisk2  ENA
    "
  `);
});

test('vxprint shows the short records', async () => {
  expect(await printed('vxprint')).toMatchInlineSnapshot(`
    "
    Disk group: Data

    TY  NAME        ASSOC      KSTATE    LENGTH   PLOFFS  STATE     TUTIL0  PUTIL0
    dg  Data        Data       -         -        -       -         -       -

    dm  Disk1       Harddisk0  -         2029568  -       -         -       -
    dm  Disk2       -          -         2029568  -       NODEVICE  -       -
    dm  Disk3       Harddisk2  -         2029568  -       FAILING   -       -

    v   Mirror      gen        ENABLED   204800   -       ACTIVE    -       -
    pl  Mirror-01   Mirror     ENABLED   204800   -       ACTIVE    -       -
    sd  Disk1-01    Mirror-01  ENABLED   204800   0       -         -       -
    pl  Mirror-02   Mirror     DETACHED  204800   -       NODEVICE  -       -
    sd  Disk2-01    Mirror-02  DETACHED  204800   0       -         -       -
    lg  Mirror-L01  Mirror     ENABLED   2048     -       ACTIVE    -       -
    lg  Mirror-L02  Mirror     DETACHED  2048     -       STALE     -       -

    v   Stripe      gen        DISABLED  409600   -       CLEAN     -       -
    pl  Stripe-01   Stripe     DISABLED  409600   -       CLEAN     -       -
    sd  Disk1-02    Stripe-01  DISABLED  204800   0       -         -       -
    sd  Disk3-01    Stripe-01  DISABLED  204800   0       -         -       -
    "
  `);
});

test('vxprint -l shows one object', async () => {
  expect(await printed('vxprint', '-l', 'Mirror-02')).toMatchInlineSnapshot(`
    "
    kind:             plex
    id:               plex Mirror-02
    name:             Mirror-02
    volumeId:         33333333-0000-4000-8000-000000000001
    groupId:          11111111-0000-4000-8000-000000000001
    layout:           concatenated
    columns:          1
    stripeUnitBytes:  0
    state:            STALE
    flags:            NODEVICE
    lengthBytes:      104857600
    "
  `);
});

test('vxdisk list', async () => {
  expect(await printed('vxdisk', 'list')).toMatchInlineSnapshot(`
    "
    DEVICE      TYPE        DISK   GROUP  STATUS         SIZE   FREE     LOCATION
    -           image-file  Disk2  Data   missing        1 GiB  500 MiB  /images/2.img
    Harddisk0   image-file  Disk1  Data   online         1 GiB  500 MiB  /images/1.img
    Harddisk2   remote      Disk3  Data   online,errors  1 GiB  500 MiB  nbd://10.0.0.7/x
    Harddisk10  image-file  -      -      free           1 GiB  500 MiB  /images/9.img
    "
  `);
});

test('vxdisk list DISK', async () => {
  expect(await printed('vxdisk', 'list', 'disk3')).toMatchInlineSnapshot(`
    "
    Device:         Harddisk2
    GUID:           22222222-0000-4000-8000-000000000003
    Location:       nbd://10.0.0.7/x
    Type:           remote
    Disk group:     Data
    Name in group:  Disk3
    Status:         online
    Size:           1 GiB (1073741824 bytes)
    Unallocated:    500 MiB (524288000 bytes)
    Access:         read-write
    Enclosure:      -
    Site:           -
    Errors:         2
    "
  `);
});

test('vxdg list', async () => {
  expect(await printed('vxdg', 'list')).toMatchInlineSnapshot(`
    "
    NAME  STATE     HEALTH    DISKS  VOLUMES  SIZE   FREE      VERSION  ID
    Data  imported  Degraded  3      2        3 GiB  1.46 GiB  1        11111111-0000-4000-8000-000000000001
    "
  `);
});

test('vxdg dginfo', async () => {
  expect(await printed('vxdg', '-gData', 'dginfo')).toMatchInlineSnapshot(`
    "
    Disk group:  Data
    GUID:        11111111-0000-4000-8000-000000000001
    State:       imported
    Health:      Degraded
    Host:        alpha
    Version:     1
    Sequence:    12
    Size:        3 GiB (3221225472 bytes)
    Free:        1.46 GiB (1572864000 bytes)

    DISK   DEVICE     STATUS   HOLDER  SIZE   FREE     ENCLOSURE  SITE
    Disk1  Harddisk0  online   yes     1 GiB  500 MiB  -          -
    Disk2  -          missing  yes     1 GiB  500 MiB  -          -
    Disk3  Harddisk2  online   no      1 GiB  500 MiB  -          -

    VOLUME  LAYOUT    STATE    HEALTH    SIZE     LETTER  GUID
    Mirror  mirrored  started  Degraded  100 MiB  E       33333333-0000-4000-8000-000000000001
    Stripe  striped   stopped  Healthy   200 MiB  -       33333333-0000-4000-8000-000000000002
    "
  `);
});

test('vxassist list', async () => {
  expect(await printed('vxassist', 'list')).toMatchInlineSnapshot(`
    "
    VOLUME  GROUP  LETTER  LAYOUT    STATE    HEALTH    REDUNDANCY        SIZE     GUID
    Mirror  Data   E:      mirrored  started  Degraded  survives no disk  100 MiB  33333333-0000-4000-8000-000000000001
    Stripe  Data   -       striped   stopped  Healthy   survives no disk  200 MiB  33333333-0000-4000-8000-000000000002
    "
  `);
});

test('vxvol volinfo', async () => {
  expect(await printed('vxvol', 'volinfo', 'E:')).toMatchInlineSnapshot(`
    "
    Volume:        Mirror
    Disk group:    Data
    GUID:          33333333-0000-4000-8000-000000000001
    Path:          \\\\?\\Volume{33333333-0000-4000-8000-000000000001}\\
    Device path:   \\Device\\HarddiskDmVolumes\\Data\\Mirror
    Drive letter:  E:
    State:         ACTIVE, started
    Health:        Degraded: plex Mirror-02 is STALE
    Redundancy:    survives no disk
    Layout:        mirrored
    Size:          100 MiB (104857600 bytes)
    Read policy:   prefer Mirror-01
    File system:   -
    URI:           nbd+unix:///Data/Mirror?socket=/s/nbd/Data.sock
    URI by GUID:   nbd+unix:///33333333-0000-4000-8000-000000000001?socket=/s/nbd/Data.sock
    Clients:       127.0.0.1:50112

    PLEX       LAYOUT        COLUMNS  UNIT  STATE           SIZE
    Mirror-01  concatenated  1        -     ACTIVE          100 MiB
    Mirror-02  concatenated  1        -     STALE,NODEVICE  100 MiB

    SUBDISK   PLEX       DISK   DEVICE     COLUMN  DISK-OFFSET  PLEX-OFFSET  SIZE
    Disk1-01  Mirror-01  Disk1  Harddisk0  0       32 MiB       0 bytes      100 MiB
    Disk2-01  Mirror-02  Disk2  Disk2      0       32 MiB       0 bytes      100 MiB

    LOG         DISK   DEVICE     DISK-OFFSET  SIZE   REGION   STATE
    Mirror-L01  Disk1  Harddisk0  1022 MiB     1 MiB  256 KiB  ACTIVE
    Mirror-L02  Disk2  Disk2      1022 MiB     1 MiB  256 KiB  STALE
    "
  `);
});

test('vxtask list', async () => {
  expect(await printed('vxtask', 'list')).toMatchInlineSnapshot(`
    "
    TASK  NAME        OBJECT  STATE    DONE  RATE  LEFT
    7     Initialise  Mirror  running  25%   -     -
    "
  `);
});

test('--json is one object on one line, in bytes', async () => {
  for (const words of [
    ['vxdisk', 'list'], ['vxdisk', 'list', 'Harddisk0'], ['vxdg', 'list'], ['vxdg', '-gData', 'dginfo'], ['vxassist', 'list'],
    ['vxvol', 'volinfo', 'E:'], ['vxprint', '-gData'], ['vxprint', '-l', 'Mirror'], ['vxtask', 'list'],
  ]) {
    const ran = await runWords([...words, '--json'], host);
    expect(ran.out).toHaveLength(1);
    expect(typeof JSON.parse(ran.out[0]!)).toBe('object');
  }
});

test('volinfo --json carries what other programs lean on', async () => {
  const ran = await runWords(['vxvol', '-gData', 'volinfo', 'Mirror', '--json'], host);
  expect(ran.calls[0]).toEqual({ name: 'volume.find', input: { name: 'Mirror', group: 'Data' } });
  expect(JSON.parse(ran.out[0]!)).toMatchObject({
    guid: mirrorId, name: 'Mirror', group: 'Data', state: 'ACTIVE', started: true, sizeBytes: 104857600,
    uri: 'nbd+unix:///Data/Mirror?socket=/s/nbd/Data.sock', path: `\\\\?\\Volume{${mirrorId}}\\`,
    plexes: [{ name: 'Mirror-01', state: 'ACTIVE' }, { name: 'Mirror-02', state: 'STALE', flags: ['NODEVICE'] }],
    subdisks: [{ name: 'Disk1-01', disk: 'Disk1', device: 'Harddisk0', diskOffsetBytes: 33554432 }, { name: 'Disk2-01', disk: 'Disk2',
      device: 'Disk2' }],
  });
});

test('vxprint takes every name of a volume', async () => {
  const names = ['Mirror', 'E:', mirrorId, `{${mirrorId}}`, volumeGuidPath(mirrorId), volumeDevicePath('Data', 'Mirror')];
  for (const name of names) {
    for (const words of [['vxprint', name, '--json'], ['vxprint', '-l', name, '--json']]) {
      const ran = await runWords(words, host);
      expect([words, ran.code]).toEqual([words, 0]);
      expect(ran.out.join('')).toContain(mirrorId);
    }
  }
  expect((await runWords(['vxprint', 'F:'], host)).code).not.toBe(0);
  expect((await runWords(['vxprint', volumeDevicePath('Other', 'Mirror')], host)).code).not.toBe(0);
});

test('vxprint --json nests the records', async () => {
  const ran = await runWords(['vxprint', '-gData', '--json'], host);
  const { groups } = JSON.parse(ran.out[0]!) as {
    groups: { dg: unknown; v: { name: string; kstate: string; pl: { sd: unknown[] }[] }[] }[];
  };
  expect(groups).toHaveLength(1);
  expect(groups[0]!.dg).toEqual({ name: 'Data', guid: groupId, holders: 2, sequence: 12 });
  expect(groups[0]!.v.map(({ name, kstate, pl }) => [name, kstate, pl.map(({ sd }) => sd.length)])).toEqual([
    ['Mirror', 'ENABLED', [1, 1]], ['Stripe', 'DISABLED', [2]],
  ]);
});
