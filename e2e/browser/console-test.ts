/** What every spec builds on: a host of its own, and the console of that host in a browser or in the desktop program. */
import { _electron, expect, test as base } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import path from 'node:path';
import { ConsoleHost } from './console-host.ts';
import { electronExecutable } from './electron-runtime.ts';

export interface ConsoleOptions {
  readonly shell: 'browser' | 'electron';
}

interface ConsoleFixtures {
  readonly host: ConsoleHost;
  readonly console: ConsolePage;
  /** Messages of the page that a spec expects; all other errors fail it. */
  readonly allowedErrors: RegExp[];
}

const root = path.resolve(import.meta.dirname, '../..');

/** The console in the words of its user. */
export class ConsolePage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get tree(): Locator {
    return this.page.getByRole('tree', { name: 'Objects' });
  }

  node(name: string | RegExp): Locator {
    return this.tree.getByRole('treeitem', { name, exact: typeof name === 'string' });
  }

  tab(name: string): Locator {
    return this.page.getByRole('tab', { name: new RegExp(`^${name} \\d+$`) });
  }

  grid(name: string): Locator {
    return this.page.getByRole('grid', { name, exact: true });
  }

  row(grid: string, name: string): Locator {
    return this.grid(grid).getByRole('row').filter({ has: this.page.getByRole('gridcell', { name, exact: true }) });
  }

  async headings(grid: string): Promise<readonly string[]> {
    return this.grid(grid).getByRole('columnheader').allInnerTexts();
  }

  /** The texts of a row by column heading. */
  async cells(grid: string, name: string): Promise<Readonly<Record<string, string>>> {
    const headings = await this.headings(grid);
    const cells = await this.row(grid, name).getByRole('gridcell').allInnerTexts();
    return Object.fromEntries(headings.map((heading, index) => [heading, cells[index]?.trim() ?? '']));
  }

  async open(name: string): Promise<void> {
    await this.node(name).click();
    await expect(this.page.getByRole('heading', { level: 1, name, exact: true })).toBeVisible();
  }

  /** Runs the first entry that the command palette finds for the letters, by keys alone. */
  async order(letters: string): Promise<void> {
    await this.page.keyboard.press('Control+Shift+P');
    await this.page.getByRole('combobox', { name: 'Command palette' }).fill(letters);
    await expect(this.page.getByRole('option').first()).toBeVisible();
    await this.page.keyboard.press('Enter');
  }
}

export const test = base.extend<ConsoleFixtures & ConsoleOptions>({
  shell: ['browser', { option: true }],

  // eslint-disable-next-line no-empty-pattern
  allowedErrors: async ({}, hand) => hand([]),

  // eslint-disable-next-line no-empty-pattern
  host: async ({}, hand) => {
    const host = new ConsoleHost();
    await host.start();
    await hand(host);
    await host.end();
  },

  page: async ({ shell, host, page, allowedErrors }, hand) => {
    const errors: string[] = [];
    const watch = (watched: Page): void => {
      watched.on('pageerror', (error) => errors.push(error.stack ?? String(error)));
      watched.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
    };
    if (shell === 'browser') {
      watch(page);
      await hand(page);
    } else {
      const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
      const desktop = await _electron.launch({
        executablePath: electronExecutable() ?? '', args: [root, ...sandbox, '--state', host.state],
      });
      const window = await desktop.firstWindow();
      watch(window);
      await hand(window);
      await desktop.close();
    }
    expect(errors.filter((error) => !allowedErrors.some((allowed) => allowed.test(error)))).toEqual([]);
  },

  console: async ({ shell, page, host }, hand) => {
    if (shell === 'browser') await page.goto(host.entrance);
    const console = new ConsolePage(page);
    await expect(console.node(/./).first()).toBeVisible();
    await hand(console);
  },
});

export { expect };
