import type { WebSocketRoute } from '@playwright/test';
import { expect, test } from './console-test.ts';

test('a cut connection comes back by itself and misses nothing', { tag: '@browser' }, async ({ host, page }) => {
  const routes: WebSocketRoute[] = [];
  const received: string[] = [];
  await page.routeWebSocket('**/contract', (route) => {
    routes.push(route);
    const server = route.connectToServer();
    server.onMessage((message) => {
      received.push(String(message));
      route.send(message);
    });
  });
  await host.attach(1);
  await page.goto(host.entrance);
  await page.getByRole('treeitem', { name: 'Disks', exact: true }).click();
  await expect(page.getByRole('gridcell', { name: 'Harddisk0' })).toBeVisible();
  received.length = 0;
  await routes[0]?.close();
  await expect(page.getByRole('alert')).toContainText('Last seen');
  await host.run('vxdg', '-gVMDG', 'init', 'Harddisk0');
  await expect(page.getByRole('treeitem', { name: 'VMDG' })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
  // It went on where it was: changes only, no second snapshot.
  expect(received.filter((frame) => frame.includes('"snapshot"'))).toEqual([]);
});

test('a host that ends stays readable, greyed, with the way back', { tag: '@browser' }, async ({ host, page, console, allowedErrors }) => {
  allowedErrors.push(/WebSocket connection|ERR_CONNECTION_REFUSED/);
  await host.furnish();
  await console.open('VMDG');
  await expect(console.row('Disks', 'Harddisk0')).toBeVisible();
  const { port } = host;
  await host.stop();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('The host does not answer. What you see is what it last said. Last seen');
  await expect(alert.getByRole('button', { name: 'Reconnect to Host' })).toBeVisible();
  await expect(console.row('Disks', 'Harddisk0')).toBeVisible();
  await expect(page.locator('.shell')).toHaveAttribute('data-stale', 'true');

  await host.start(port);
  await page.goto(host.entrance);
  await expect(console.node('VMDG')).toBeVisible();
  await expect(alert).toHaveCount(0);
});

test('a tab that stayed open comes back by itself after a restart of the host', { tag: '@browser' }, async (
  { host, page, console, allowedErrors },
) => {
  allowedErrors.push(/WebSocket connection|ERR_CONNECTION_REFUSED/);
  await host.furnish();
  await console.open('VMDG');
  await host.stop();
  await expect(page.getByRole('alert')).toContainText('The host does not answer');
  await host.start(null);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.locator('.shell')).not.toHaveAttribute('data-stale', 'true');
  await page.reload();
  await expect(console.node('VMDG')).toBeVisible();
});
