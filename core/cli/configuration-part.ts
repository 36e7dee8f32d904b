/** What `vxprint` reads of a configuration. Loaded with the first group that it prints: making schemas takes time. */
import * as z from 'zod';

export const partOfConfiguration = z.object({
  disks: z.array(z.object({ id: z.string(), dataStartBytes: z.number(), dataLengthBytes: z.number() })),
});
