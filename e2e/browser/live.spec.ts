import { expect, test } from './console-test.ts';

test('the console follows the host without asking again', { tag: '@browser' }, async ({ host, page, console }) => {
  const sent: string[] = [];
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => sent.push(String(payload))));
  await page.reload();
  await console.open('Disks');
  await host.attach(3);
  await expect(console.row('Disks', 'Harddisk2')).toBeVisible();
  await host.run('vxdg', '-gVMDG', 'init', 'Harddisk0', 'Harddisk1');
  await expect(console.node('VMDG')).toBeVisible();
  await expect.poll(async () => (await console.cells('Disks', 'Harddisk0'))['Disk Group']).toBe('VMDG');

  await console.open('VMDG');
  await console.tab('Volumes').click();
  await expect(page.getByText('This disk group has no volume yet.')).toBeVisible();
  await host.run('vxassist', '-gVMDG', 'make', 'Alpha', '32M', 'type=mirror');
  await expect(console.row('Volumes', 'Alpha')).toBeVisible();
  await host.run('vxedit', '-gVMDG', 'rename', 'Alpha', 'Beta');
  await expect(console.row('Volumes', 'Beta')).toBeVisible();
  await expect(console.row('Volumes', 'Alpha')).toHaveCount(0);
  await host.run('vxvol', '-gVMDG', 'stop', 'Beta');
  await expect.poll(async () => (await console.cells('Volumes', 'Beta'))['Status']).toBe('Stopped');
  await host.run('vxassist', '-gVMDG', 'delete', 'Beta');
  await expect(console.row('Volumes', 'Beta')).toHaveCount(0);

  // One greeting and one subscription; everything since came by itself.
  expect(sent.map((frame) => (JSON.parse(frame) as { readonly call?: string }).call ?? 'hello')).toEqual(['hello', 'events.subscribe']);
});

test('the place moves up when its object goes', async ({ host, console }) => {
  await host.furnish();
  await console.open('Volumes');
  await console.row('Volumes', 'Volume2').dblclick();
  await expect(console.page.getByRole('heading', { level: 1 })).toHaveText('Volume2');
  await host.run('vxvol', '-gVMDG', 'stop', 'Volume2');
  await host.run('vxassist', '-gVMDG', 'delete', 'Volume2');
  await expect(console.page.getByRole('heading', { level: 1 })).toHaveText('Volumes');
});

test('the chosen row stays chosen when others come before it', async ({ host, console }) => {
  await host.furnish();
  await console.open('Volumes');
  await console.row('Volumes', 'Volume2').click();
  await host.run('vxassist', '-gVMDG', 'make', 'Aardvark', '16M');
  await expect(console.row('Volumes', 'Aardvark')).toBeVisible();
  await expect(console.row('Volumes', 'Volume2')).toHaveAttribute('aria-selected', 'true');
  await expect(console.row('Volumes', 'Aardvark')).toHaveAttribute('aria-selected', 'false');
});
