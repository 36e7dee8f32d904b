/**
 * What a window and the desktop program say to each other beside the contract: which host a port is for, the menus of
 * the window, and where the person is. It is plain data, and what a page sends is checked here like any input: the desktop
 * program drops what does not fit.
 */
import * as z from 'zod';

/** As long as the key of a host can be; one that no host has is answered by a port that closes at once. */
const keyLengthMaximum = 128;

/** `host` is the key of a host beside the own one, as on the path `/contract/<key>`; empty for the own host. */
export const portRequestSchema = z.strictObject({
  host: z.string().max(keyLengthMaximum).regex(/^[\w.-]*$/),
  /** The page's own number for it, which comes back with the port. */
  request: z.number().int().nonnegative(),
});
export type PortRequest = Readonly<z.infer<typeof portRequestSchema>>;

/** What the page's `message` event carries beside the port. */
export interface PortAnswer {
  readonly port: 'plexus:port';
  readonly request: number;
}

const textSchema = z.string().max(512);

const menuCommandSchema = z.strictObject({
  kind: z.literal('command'), id: z.string().max(64), label: textSchema,
  /** As the console names keys, `Control+Shift+P`; empty for none. */
  shortcut: z.string().max(32),
  enabled: z.boolean(),
});
export type NativeMenuCommand = Readonly<z.infer<typeof menuCommandSchema>>;

const menuEntrySchema = z.discriminatedUnion('kind', [
  menuCommandSchema,
  z.strictObject({ kind: z.literal('submenu'), label: textSchema, commands: z.array(menuCommandSchema).max(100) }),
]);

/** A menu of the menu bar: sections with a line between two. */
const nativeMenuSchema = z.strictObject({
  name: z.enum(['file', 'tools', 'actions', 'view', 'help']), label: textSchema,
  sections: z.array(z.array(menuEntrySchema).max(100)).max(20),
});
export type NativeMenu = Readonly<z.infer<typeof nativeMenuSchema>>;

/** From a page to the program. */
export const windowMessageSchema = z.discriminatedUnion('kind', [
  /** The page hears the program from now on. */
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('menus'), menus: z.array(nativeMenuSchema).max(8) }),
  /** `address` is the place as `plexus://host/group/object`. */
  z.strictObject({ kind: z.literal('place'), address: z.string().max(4096), title: textSchema }),
]);
export type WindowMessage = Readonly<z.infer<typeof windowMessageSchema>>;

/** A support bundle as a console takes it: base64 of the file. */
export interface BundleFile {
  readonly name: string;
  readonly content: string;
}

/** From the program to a page. */
export type ProgramMessage =
  /** An entry of the native menu was chosen. */
  | { readonly kind: 'command'; readonly id: string }
  | { readonly kind: 'go-to'; readonly address: string }
  /** Files that a person passed to the program: disks by their paths, bundles with what they hold. */
  | { readonly kind: 'open-files'; readonly disks: readonly string[]; readonly bundles: readonly BundleFile[] };
