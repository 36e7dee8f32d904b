/**
 * The console as a guest of the desktop program: it sends its menus and where the person is, and does what the program hands
 * it. Files that are dropped on the window start Attach or Open Bundle; in a browser, which tells no paths, bundles only.
 */
import { useEffect } from 'react';
import type { BundleFile, ProgramMessage, WindowMessage } from '../../core/host/window-messages.ts';
import { useCommandSurface } from '../commands/surface-state.ts';
import type { CommandSurface } from '../commands/surface-state.ts';
import { base64Of, OpenBundleDialog } from '../hosts/bundle-dialogs.tsx';
import { desktopOf } from '../link/connection.ts';
import { useConsoleContext } from '../state/console-context.ts';
import type { ConsoleContextValue } from '../state/console-context.ts';
import { localHost } from '../state/host-state.ts';
import { findLocation, locationOf } from '../state/location.ts';
import { placeOf } from '../state/node-path.ts';
import { labelOf } from '../state/tree-model.ts';
import { AttachWizard } from '../wizards/attach-wizard.tsx';
import { nativeMenus } from './native-menus.ts';

/** What is told to the program is gathered for so long: it draws a menu, not every change of a number. */
const tellAfterMilliseconds = 200;

export function DesktopGuest(): null {
  const context = useConsoleContext();
  const surface = useCommandSurface();
  useEffect(() => hearDrops(surface), [surface]);
  useEffect(() => {
    const desktop = desktopOf(window);
    if (desktop === undefined) return undefined;
    desktop.listen((message) => obey(message, context, surface));
    desktop.send({ kind: 'ready' });
    return tellProgram(context, surface, desktop.send);
  }, [context, surface]);
  return null;
}

function obey(message: ProgramMessage, context: ConsoleContextValue, surface: CommandSurface): void {
  switch (message.kind) {
    case 'command': {
      const entry = surface.registry.find(({ id }) => id === message.id);
      const target = surface.target();
      if (entry?.appliesTo(target) === true) surface.run(entry, target);
      return;
    }
    case 'go-to': return goWhenKnown(context, message.address);
    case 'open-files': return openFiles(surface, message.disks, message.bundles);
  }
}

/** Each thing that the program is told, only when it differs from what was told before. */
function tellProgram({ store, indexOf }: ConsoleContextValue, surface: CommandSurface, send: (message: WindowMessage) => void): () => void {
  const told = new Map<string, string>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const tell = (): void => {
    timer = null;
    const { place } = store.getState();
    const index = indexOf(placeOf(place).host);
    const known = index.host !== null;
    const messages: WindowMessage[] = [
      { kind: 'menus', menus: nativeMenus(surface.registry, surface.target()) },
      ...(known ? [{ kind: 'place', address: locationOf(index, place), title: labelOf(index, place) } as const] : []),
    ];
    for (const message of messages) {
      const text = JSON.stringify(message);
      if (told.get(message.kind) === text) continue;
      told.set(message.kind, text);
      send(message);
    }
  };
  const stop = store.subscribe(() => void (timer ??= setTimeout(tell, tellAfterMilliseconds)));
  tell();
  return () => {
    stop();
    if (timer !== null) clearTimeout(timer);
  };
}

/** Goes there as soon as the host has told of it; not if the person goes elsewhere first. */
function goWhenKnown({ store, indexOf }: ConsoleContextValue, address: string): void {
  const { place: from } = store.getState();
  const find = () => findLocation(new Map([...store.getState().hosts.keys()].map((key) => [key, indexOf(key)])), address, localHost);
  const found = find();
  if (found !== null) return store.getState().goTo(found);
  const stop = store.subscribe(() => {
    const later = store.getState().place === from ? find() : null;
    if (later === null && store.getState().place === from) return;
    stop();
    if (later !== null) store.getState().goTo(later);
  });
}

function openFiles(surface: CommandSurface, disks: readonly string[], bundles: readonly BundleFile[]): void {
  const tools = surface.toolsOf(localHost);
  if (disks.length > 0) tools.show(AttachWizard, { paths: disks });
  for (const given of bundles) tools.show(OpenBundleDialog, { given });
}

function hearDrops(surface: CommandSurface): () => void {
  const allow = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault();
  };
  const drop = (event: DragEvent): void => {
    const files = [...event.dataTransfer?.files ?? []];
    if (files.length === 0) return;
    // Else the page would leave for the file.
    event.preventDefault();
    void openDropped(surface, files);
  };
  window.addEventListener('dragover', allow);
  window.addEventListener('drop', drop);
  return () => {
    window.removeEventListener('dragover', allow);
    window.removeEventListener('drop', drop);
  };
}

async function openDropped(surface: CommandSurface, files: readonly File[]): Promise<void> {
  const isBundle = ({ name }: File): boolean => name.toLowerCase().endsWith('.bundle');
  const desktop = desktopOf(window);
  const disks = files.filter((file) => !isBundle(file)).map((file) => desktop?.pathOf(file) ?? '').filter((path) => path !== '');
  const bundles = await Promise.all(files.filter(isBundle).map(async (file) =>
    ({ name: file.name, content: base64Of(await file.arrayBuffer()) })));
  openFiles(surface, disks, bundles);
}
