/**
 * Links of the form `plexus://host/group/object`. Anybody can send one, so a link only ever goes to a place: it carries no
 * command, no question, no user, and whatever is not plainly such a place is no link.
 */
export const linkLengthMaximum = 2_048;
const stepsMaximum = 8;
const stepLengthMaximum = 255;

/** The address as the console's address bar takes it; null when the text is no link. */
export function readPlexusLink(text: string): string | null {
  if (text.length > linkLengthMaximum) return null;
  const rest = /^plexus:\/\/(.+)$/i.exec(text)?.[1];
  if (rest === undefined || /[?#\\@]/.test(rest)) return null;
  // Browsers end the address of a host alone with a slash.
  const steps = rest.replace(/\/$/, '').split('/').map(decodeStep);
  const known = steps.filter((step) => step !== null);
  if (known.length !== steps.length || known.length > stepsMaximum) return null;
  return `plexus://${known.map((step) => step.replaceAll(/[%/]/g, encodeURIComponent)).join('/')}`;
}

/** Null for what is no name of an object. */
function decodeStep(step: string): string | null {
  try {
    const name = decodeURIComponent(step);
    const plain = name.trim() !== '' && name !== '.' && name !== '..' && name.length <= stepLengthMaximum;
    return plain && !/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(name) ? name : null;
  } catch {
    return null;
  }
}
